// The third step: the film, as it is made and when it is done.

import { h } from "../dom.js";
import { button } from "./fields.js";

export class FilmStep {
  constructor(wizard) {
    Object.assign(this, { wizard, draft: wizard.draft, orders: wizard.orders });
    this.element = h("div", { class: "k-story-step" });
    this.draw();
  }

  close() {}

  get job() {
    return this.orders.openOf("film")?.job || this.draft.content.film?.job || null;
  }

  draw() {
    this.shown = this.job;
    const back = button(this.draft.content.board ? "Back to the storyboard" : "To the script",
      () => this.wizard.show(this.draft.content.board ? "board" : "script"));
    const problem = this.orders.problem ? h("p", { class: "k-problem", role: "alert" }, this.orders.problem) : null;
    if (!this.shown) {
      this.element.replaceChildren(h("div", { class: "k-frame k-empty" },
        h("h2", { tabindex: -1, class: "k-empty-title" }, "The film will be here"), problem,
        h("p", { class: "k-soft" }, "Make it from the storyboard. You can close the page meanwhile."), back));
      return;
    }
    const words = this.orders.openOf("film") ? "You can close the page, or go on with the storyboard, while it is being made."
      : "Change the storyboard, and only what changed is made and charged again.";
    this.element.replaceChildren(...[h("h2", { tabindex: -1 }, "The film"), problem,
      h("div", { class: "k-story-film" }, h("kinora-panel", { job: this.shown })),
      h("p", { class: "k-soft" }, words), h("div", { class: "k-actions" }, back)].filter(Boolean));
  }

  update() {
    if (this.job !== this.shown || this.orders.problem) this.draw();
  }

  changed() {
    this.draw();
  }
}
