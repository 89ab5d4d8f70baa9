// <kinora-story>: a film in three steps, script, storyboard and film, with saved drafts; or the plain form below.

import { calm, h } from "../dom.js";
import { store } from "../store.js";
import { goTo, keepMode, leave, mode, place } from "./address.js";
import { askText } from "./ask.js";
import { BoardStep } from "./board_step.js";
import { loadChoices } from "./choices.js";
import { emptyContent, nameOf, normalContent } from "./content.js";
import { Draft, newId } from "./draft.js";
import { DraftsView } from "./drafts_view.js";
import { button } from "./fields.js";
import { FilmStep } from "./film_step.js";
import { draftFromJob } from "./from_job.js";
import { Orders } from "./orders.js";
import { ScriptStep } from "./script_step.js";
import { statusWords, trouble } from "./status.js";

const STEPS = { script: ["Script", ScriptStep], board: ["Storyboard", BoardStep], film: ["Film", FilmStep] };
const MODES = [["form", "In one go"], ["steps", "Step by step"]];

class Story extends HTMLElement {
  connectedCallback() {
    if (this.built) return;
    this.built = true;
    this.modes = MODES.map(([key, label]) => button(label, () => this.choose(key), { class: "k-mode", "data-mode": key }));
    this.place = h("div", { class: "k-story", hidden: true });
    this.replaceChildren(h("div", { class: "k-modes", role: "group", "aria-label": "How to make the film" }, this.modes), this.place);
    addEventListener("popstate", () => this.follow());
    store.addEventListener("form", ({ detail }) => detail === "story" && this.choose("form"));
    store.addEventListener("edit-board", ({ detail }) => this.editJob(detail));
    store.addEventListener("credits", () => this.step?.update());
    this.choose(mode(), { first: true });
  }

  // --- in one go, or step by step -------------------------------------------------------------------------

  choose(key, { first = false } = {}) {
    this.mode = key;
    for (const each of this.modes) each.setAttribute("aria-pressed", String(each.dataset.mode === key));
    this.closest("[role=tabpanel], .tabitem")?.classList.toggle("k-story-steps", key === "steps");
    this.place.hidden = key !== "steps";
    if (!first) keepMode(key);
    if (key === "steps") return this.follow();
    leave();
  }

  /** Show what the address names. */
  async follow() {
    const { draft, step, from } = place();
    if (draft === null && from === null && this.mode === "form") return;
    if (this.mode === "form") return this.choose("steps");
    if (from) return this.editJob(from);
    if (draft && draft !== this.draft?.id) return this.open(draft, step);
    if (draft) return this.show(step, { remember: false });
    if (this.draft && !location.hash.startsWith("#story")) return goTo(this.draft.id, this.at, { replace: true });
    return this.showDrafts({ remember: false });
  }

  // --- drafts ---------------------------------------------------------------------------------------------

  async open(id, step) {
    await this.with(async () => {
      const draft = await Draft.load(id, (stored) => normalContent(stored, this.choices));
      const { content } = draft;
      this.take(draft);
      this.show(step || (content.open.some(({ kind }) => kind === "film") ? "film" : content.board ? "board" : "script"));
    }, () => this.showDrafts());
  }

  async begin() {
    await this.with(() => {
      this.take(new Draft(newId(), "A story", emptyContent(this.choices)));
      this.show("script");
      this.place.querySelector(".k-story-script").focus();
    });
  }

  async editJob(id) {
    if (this.mode !== "steps") {
      this.mode = "steps";
      this.choose("steps", { first: true });
    }
    await this.with(async () => {
      this.take(await draftFromJob(id, this.choices));
      this.show("board", { replace: true });
    }, () => this.showDrafts());
  }

  /** Do something that needs the choices; say so where it fails. */
  async with(doing, otherwise = () => {}) {
    const mine = (this.opening = {});
    try {
      this.choices = await loadChoices();
      if (mine === this.opening) await doing();
    } catch (error) {
      if (mine !== this.opening) return;
      await otherwise();
      this.fail(error.message);
    }
  }

  take(draft) {
    this.closeDraft();
    draft.normal ??= (stored) => normalContent(stored, this.choices);
    this.draft = draft;
    this.orders = new Orders(draft);
    draft.addEventListener("status", () => this.showStatus());
    draft.addEventListener("replaced", () => this.replaced());
    this.orders.addEventListener("change", () => this.ordersChanged());
    this.build();
  }

  closeDraft() {
    this.step?.close();
    this.orders?.close();
    this.draft?.close();
    Object.assign(this, { step: null, orders: null, draft: null, at: null, count: null });
  }

  /** A draft goes by its title until it is given a name. */
  nameItself() {
    if (!this.draft.content.named) this.draft.name = nameOf(this.draft.content);
    this.showStatus();
  }

  replaced() {
    this.orders.resume();
    this.redraw();
  }

  async rename() {
    const name = await askText("Rename the story", "Name", this.draft.name, "Rename");
    if (name) this.draft.rename(name);
    this.showStatus();
  }

  // --- what is seen ---------------------------------------------------------------------------------------

  build() {
    this.name = h("h2", { class: "k-story-name" });
    this.saved = h("span", { class: "k-soft k-number k-story-saved" });
    this.trouble = h("div", { class: "k-story-troubles" });
    this.body = h("div", {});
    this.nav = Object.entries(STEPS).map(([key, [label]], n) =>
      h("li", {}, button([h("span", { class: "k-step-number", "aria-hidden": "true" }, String(n + 1)), label], () => this.show(key), { class: "k-step", "data-step": key })));
    this.place.replaceChildren(
      h("div", { class: "k-story-top" }, this.name, this.saved,
        h("div", { class: "k-actions" }, button("Rename", () => this.rename(), { class: "k-button k-small" }),
          button("All stories", () => this.showDrafts(), { class: "k-button k-small" }))),
      h("nav", { "aria-label": "Steps" }, h("ol", { class: "k-steps" }, this.nav)), this.trouble, this.body);
    this.showStatus();
  }

  showStatus() {
    if (!this.draft) return;
    this.name.textContent = this.draft.name;
    this.saved.textContent = statusWords(this.draft);
    const now = trouble(this.draft);
    if ((now?.textContent || "") !== this.trouble.textContent) this.trouble.replaceChildren(...(now ? [now] : []));
    if (this.draft.version && this.at) goTo(this.draft.id, this.at, { replace: true });
  }

  show(step, { remember = true, replace = false } = {}) {
    if (step === this.at && this.step) return;
    const moved = this.at !== null;
    this.at = step;
    if (this.orders) this.orders.problem = "";
    if (remember) goTo(this.draft.id, step, { replace: replace || !moved && place().draft === this.draft.id });
    for (const { firstChild: each } of this.nav) {
      if (each.dataset.step === step) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    }
    this.redraw();
    if (moved) this.head();
  }

  redraw() {
    this.step?.close();
    this.step = new STEPS[this.at][1](this);
    this.body.replaceChildren(this.step.element);
    this.showStatus();
  }

  head() {
    this.step.element.querySelector("h2")?.focus({ preventScroll: true });
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
  }

  ordersChanged() {
    const open = this.orders.open.map(({ job }) => job).join();
    const same = open === this.count;
    this.count = open;
    if (same) this.step?.update();
    else (this.step.changed || this.step.update).call(this.step);
  }

  async showDrafts({ remember = true } = {}) {
    this.closeDraft();
    if (remember) goTo(null);
    await this.with(() => {
      this.step = new DraftsView(this);
      this.trouble = h("div", { class: "k-story-troubles" });
      this.place.replaceChildren(this.trouble, this.step.element);
    });
  }

  fail(message) {
    const words = h("p", { class: "k-problem", role: "alert" }, message);
    if (this.trouble?.isConnected) this.trouble.replaceChildren(words);
    else this.place.replaceChildren(words, button("Try again", () => this.follow()));
  }
}

customElements.define("kinora-story", Story);
