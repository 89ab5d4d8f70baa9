// The characters of a storyboard: who they are and how they look in every scene.

import { h } from "../dom.js";
import { button, fault, field, input, select } from "./fields.js";

const COLOURS = [["hair", "Hair"], ["skin", "Skin"], ["clothes", "Clothes"]];

export class Cast {
  constructor(step) {
    this.step = step;
    this.list = h("div", { class: "k-cast" });
    this.title = h("summary", {});
    this.add = button("Add a character", () => this.more(), { class: "k-button k-small" });
    const known = (id, words) => h("datalist", { id }, words.map((value) => h("option", { value })));
    this.element = h("details", { class: "k-details k-cast-place" }, this.title, this.list, this.add,
      known("story-kinds", step.choices.kinds), known("story-colours", step.choices.colours));
    this.draw();
  }

  get people() {
    return this.step.draft.content.board.characters;
  }

  draw() {
    this.rows = this.people.map((who, index) => this.row(who, index));
    this.list.replaceChildren(...this.rows.map(({ element }) => element));
    this.title.textContent = `Characters (${this.people.length})`;
    this.add.disabled = this.people.length >= this.step.choices.charactersMax;
  }

  row(who, index) {
    const set = (name) => (value) => this.set(index, { [name]: value || (name === "name" || name === "kind" ? "" : null) });
    const box = (name, attributes) => input(who[name], set(name), { maxlength: 60, ...attributes });
    const controls = { name: box("name"), kind: box("kind", { list: "story-kinds" }) };
    for (const [name] of COLOURS) controls[name] = box(name, { list: "story-colours", placeholder: "any" });
    const element = h("fieldset", { class: "k-cast-row" }, h("legend", { class: "k-unseen" }, who.name || `Character ${index + 1}`),
      field("Name", controls.name), field("Who or what", controls.kind),
      COLOURS.map(([name, label]) => field(label, controls[name])),
      field("Size", select(this.step.choices.ofCharacter("size"), who.size, set("size"))),
      button("Remove", () => this.remove(index), { class: "k-button k-small", "aria-label": `Remove ${who.name || "this character"}` }));
    return { element, controls };
  }

  set(index, change) {
    this.step.edit((board) => ({ ...board, characters: this.people.map((who, n) => (n === index ? { ...who, ...change } : who)) }));
  }

  remove(index) {
    this.step.edit((board) => ({ ...board, characters: this.people.filter((_, n) => n !== index) }));
    this.draw();
    this.add.focus();
  }

  more() {
    const who = { name: "", kind: "person", hair: null, skin: null, clothes: null, size: "normal" };
    this.step.edit((board) => ({ ...board, characters: [...this.people, who] }));
    this.draw();
    this.rows.at(-1).controls.name.focus();
  }

  /** `faults`: message by "0.kind". */
  show(faults) {
    this.rows.forEach(({ controls }, index) =>
      Object.entries(controls).forEach(([name, control]) => fault(control, faults.get(`${index}.${name}`) || "")));
    if (faults.size) this.element.open = true;
  }
}
