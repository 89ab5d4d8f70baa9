// Scenes that were removed, to be brought back one after the other, the last one first.

import { h } from "../dom.js";
import { button } from "./fields.js";

export class Removed {
  /** `bringBack(scene, index)` puts a scene where it was. */
  constructor(bringBack) {
    this.bringBack = bringBack;
    this.scenes = [];
    this.element = h("div", { class: "k-story-undo", role: "status" });
  }

  push(scene, index) {
    this.scenes.push({ scene, index });
    this.offer().focus();
  }

  offer() {
    const last = this.scenes.at(-1);
    const undo = button("Undo", () => this.undo(), { class: "k-button k-small" });
    this.element.replaceChildren(...(last ? [`Scene ${last.index + 1} was removed.`, undo] : []));
    return undo;
  }

  undo() {
    const { scene, index } = this.scenes.pop();
    this.offer();
    this.bringBack(scene, index);
  }
}
