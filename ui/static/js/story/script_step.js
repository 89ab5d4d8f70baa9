// The first step: the script, and how the film is to be.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";
import { credits } from "../format.js";
import { confirmed } from "./ask.js";
import { button, fault, field, input, select, textarea, tick } from "./fields.js";
import { scriptOrder } from "./orders.js";
import { Price } from "./price.js";

const STAND_IN = "Once upon a time.";
const FIRST = ["style", "voice", "music", "format"];

export class ScriptStep {
  constructor(wizard) {
    const { draft, choices } = wizard;
    Object.assign(this, { wizard, draft, choices, price: new Price() });
    this.script = textarea(draft.content.script, (text) => this.set((content) => (content.script = text)), {
      rows: 12, maxlength: choices.limit("script"), class: "k-story-script", "aria-label": "Script",
    });
    this.examples = h("div", { class: "k-actions k-story-examples" }, h("span", { class: "k-soft" }, "Or begin with an example:"),
      choices.examples.map((example) => button(example.title, () => this.takeExample(example), { class: "k-button k-small" })));
    this.note = h("p", { class: "k-soft k-story-note", role: "status" });
    this.go = button("Make the storyboard", () => this.order(), { class: "k-button k-primary", id: "story-write" });
    this.skip = button("To the storyboard", () => wizard.show("board"));
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.element = h("div", { class: "k-story-step" },
      h("div", { class: "k-story-head" }, h("h2", { tabindex: -1 }, "What is the story?"),
        button("Use the last script", () => this.takeLast(), { class: "k-button k-small" })),
      h("p", { class: "k-soft" }, choices.words("script").help),
      this.script, this.examples, this.note, this.settings(),
      h("div", { class: "k-story-bar" }, this.problem, h("div", { class: "k-actions" }, this.go, this.skip)));
    this.price.addEventListener("change", () => this.update());
    this.price.soon(() => this.wanted(), 0);
    this.update();
  }

  close() {
    this.price.close();
  }

  set(edit) {
    this.draft.change(edit);
    this.wizard.nameItself();
    this.price.soon(() => this.wanted());
    this.update();
  }

  setting(name, value) {
    this.set((content) => (content.settings[name] = value));
  }

  settings() {
    const { settings } = this.draft.content;
    const choice = (name) => field(this.choices.words(name).label,
      select(this.choices.ofOrder(name), settings[name], (value) => this.setting(name, value)));
    const words = (name, make, attributes) => field(this.choices.words(name).label,
      make(settings[name] ?? "", (value) => this.setting(name, value), { maxlength: this.choices.limit(name), ...attributes }),
      { help: this.choices.words(name).help, wide: true });
    const length = (value) => this.setting("duration", value === "" ? null : Number(value));
    return h("div", { class: "k-story-settings" }, FIRST.map(choice), words("characters", textarea, { rows: 2 }),
      h("details", { class: "k-details k-story-more" }, h("summary", {}, "More"),
        h("div", { class: "k-story-settings" },
          words("theme", input), choice("language"),
          field(this.choices.words("duration").label, input(settings.duration ?? "", length, { type: "number", min: 10, max: 180, step: 1, inputmode: "numeric", placeholder: "Automatic" })),
          words("pronunciations", textarea, { rows: 2 }),
          tick(this.choices.words("subtitles").label, settings.subtitles, (value) => this.setting("subtitles", value)))));
  }

  /** Before there is a script, the order of a short one: so it is known what a storyboard costs at least. */
  wanted() {
    const { content } = this.draft;
    return scriptOrder(content.script.trim() ? content : { ...content, script: STAND_IN });
  }

  label(words, said) {
    if (said) return this.price.label(words);
    return this.price.price === null ? words : `${words} · from ${credits(this.price.price)}`;
  }

  update() {
    const { content } = this.draft;
    const { orders } = this.wizard;
    const writing = orders.openOf("storyboard");
    const said = content.script.trim() ? content.script.trim().split(/\s+/).length : 0;
    this.examples.hidden = Boolean(said);
    this.note.textContent = said ? `${said} ${said === 1 ? "word" : "words"}` : "";
    this.go.textContent = this.label(content.board ? "Make a new storyboard" : "Make the storyboard", said);
    this.go.disabled = !said || Boolean(writing) || orders.busy;
    this.skip.hidden = !content.board && !writing;
    const told = this.price.error?.status === 422 ? this.price.error.details.fields || [] : [];
    fault(this.script, told.find(({ field: name }) => name === "script")?.message || "");
    const message = orders.problem || this.price.missing() || (told.length || !this.price.error ? told.find(({ field: name }) => name !== "script")?.message : this.price.error.message);
    this.problem.textContent = message || "";
    this.problem.hidden = !message;
  }

  async order() {
    const count = this.draft.content.board?.scenes.length;
    if (count && !(await confirmed("Make a new storyboard?", `It takes the place of the ${count} scenes that you have, with what you changed in them. Scenes that stay as they are keep their pictures.`, "Make a new one"))) return;
    if (await this.wizard.orders.placeScript()) this.wizard.show("board");
  }

  /** Only where nothing is written yet, so nothing is lost. */
  takeExample({ values }) {
    this.draft.change((content) => {
      const { script, ...settings } = values;
      content.script = script;
      for (const name of Object.keys(settings)) if (name in content.settings) content.settings[name] = settings[name];
    });
    this.wizard.nameItself();
    this.wizard.redraw();
  }

  async takeLast() {
    this.problem.hidden = true;
    try {
      const [job] = itemsOf(await api("jobs?generator=script&status=succeeded&limit=1"));
      const file = job?.artifacts.find(({ name }) => name === "script.md");
      if (!file) return this.tell("There is no finished script yet. Write one in the Script tab first.");
      const answer = await fetch(file.url);
      if (!answer.ok) return this.tell("The last script is no longer kept.");
      const text = await answer.text();
      const other = this.script.value.trim() && this.script.value !== text;
      if (other && !(await confirmed("Take the last script?", "It takes the place of the text that is here.", "Take it"))) return;
      this.script.value = text;
      this.set((content) => (content.script = text));
    } catch (error) {
      this.tell(error.message);
    }
  }

  tell(message) {
    this.problem.textContent = message;
    this.problem.hidden = false;
  }
}
