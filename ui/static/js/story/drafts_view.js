// The saved drafts: open, rename, delete.

import { api } from "../api.js";
import { h } from "../dom.js";
import { ago, exactTime } from "../format.js";
import { askText, confirmed } from "./ask.js";
import { listDrafts, told } from "./draft.js";
import { button } from "./fields.js";

export class DraftsView {
  constructor(wizard) {
    this.wizard = wizard;
    this.list = h("ul", { class: "k-drafts" });
    this.note = h("p", { class: "k-soft", role: "status" }, "Loading…");
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.element = h("div", { class: "k-story-step" },
      h("div", { class: "k-story-head" }, h("h2", { tabindex: -1 }, "Your stories"),
        button("New story", () => wizard.begin(), { class: "k-button k-primary" })),
      this.problem, this.list, this.note);
    this.load();
  }

  close() {}

  update() {}

  changed() {}

  async load() {
    try {
      const drafts = await listDrafts();
      this.list.replaceChildren(...drafts.map((draft) => this.row(draft)));
      this.note.textContent = drafts.length ? "" : "Nothing is saved yet. A story is saved as soon as you write something.";
    } catch (error) {
      this.note.textContent = "";
      this.fail(error);
    }
  }

  row(draft) {
    const small = (label, act) => button(label, act, { class: "k-button k-small", "aria-label": `${label} ${draft.name}` });
    return h("li", {},
      h("div", { class: "k-draft-words" },
        h("button", { type: "button", class: "k-draft-name", onclick: () => this.wizard.open(draft.id) }, draft.name),
        h("time", { class: "k-soft", datetime: draft.updated_at, title: exactTime(draft.updated_at) }, `changed ${ago(draft.updated_at)}`)),
      h("div", { class: "k-actions" }, small("Open", () => this.wizard.open(draft.id)),
        small("Rename", () => this.rename(draft)), small("Delete", () => this.remove(draft))));
  }

  async rename({ id, name }) {
    const wanted = await askText("Rename the story", "Name", name, "Rename");
    if (!wanted || wanted === name) return;
    await this.act(async () => {
      const { content, version } = await api(`drafts/${id}`);
      const saved = await api(`drafts/${id}`, { method: "PUT", body: { generator: "story", name: wanted, content: { ...content, named: true }, version } });
      told(id, saved.version);
    });
  }

  async remove({ id, name }) {
    if (!(await confirmed(`Delete “${name}”?`, "The draft is deleted. Films that were made from it stay under Jobs.", "Delete", { danger: true }))) return;
    await this.act(async () => {
      await api(`drafts/${id}`, { method: "DELETE" });
      told(id, null);
    });
  }

  async act(doing) {
    this.problem.hidden = true;
    try {
      await doing();
    } catch (error) {
      this.fail(error);
    }
    await this.load();
    this.element.querySelector("h2").focus();
  }

  fail(error) {
    this.problem.textContent = error.message;
    this.problem.hidden = false;
  }
}
