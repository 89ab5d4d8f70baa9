// One scene of a storyboard: its picture, its words, and how it is shot.

import { h } from "../dom.js";
import { clock, credits, percent } from "../format.js";
import { store } from "../store.js";
import { pictureKey, roughSeconds, saysSomething, voiceKey } from "./board.js";
import { button, fault, field, input, select, textarea } from "./fields.js";
import { linkOf } from "./files.js";

const FIELDS = ["shot", "move", "transition"];
const LABELS = { shot: "Shot", move: "Camera", transition: "Way in" };

export class Card {
  constructor(step, scene) {
    const { choices } = step;
    Object.assign(this, { step, id: scene.id });
    const set = (name) => (value) => step.editScene(this.id, { [name]: value });
    this.title = h("h3", {});
    this.length = h("span", { class: "k-soft k-number" });
    this.up = button("Up", () => step.move(this.id, -1), { class: "k-button k-small" });
    this.down = button("Down", () => step.move(this.id, 1), { class: "k-button k-small" });
    this.out = button("Remove", () => step.remove(this.id), { class: "k-button k-small" });
    this.handle = h("span", { class: "k-scene-handle", draggable: "true", "aria-hidden": "true", title: "Drag to another place" }, "⠿");
    this.controls = {
      text: textarea(scene.text, (text) => step.editScene(this.id, { text, duration: null }), { maxlength: choices.scene.text.maxLength, placeholder: "Nothing is said in this scene" }),
      prompt: textarea(scene.prompt, set("prompt"), { maxlength: choices.scene.prompt.maxLength, placeholder: "a fox on a snowy hill, at night" }),
      duration: input(scene.duration ?? "", (value) => step.editScene(this.id, { duration: value === "" ? null : Number(value) }), { type: "number", min: 1, max: 120, step: 0.5 }),
    };
    for (const name of FIELDS) this.controls[name] = select(choices.ofScene(name), scene[name], set(name));
    this.silent = field("Seconds without words", this.controls.duration);
    this.element = h("li", { class: "k-scene", "data-scene": scene.id },
      h("div", { class: "k-scene-head" }, this.handle, this.title, this.length,
        h("div", { class: "k-actions" }, this.up, this.down, this.out)),
      h("div", { class: "k-scene-body" }, this.picturePlace(),
        h("div", { class: "k-scene-fields" },
          field("What is said", this.controls.text, { wide: true }), this.silent, this.soundPlace(),
          field("What is seen", this.controls.prompt, { wide: true }),
          h("div", { class: "k-scene-shots" }, FIELDS.map((name) => field(LABELS[name], this.controls[name]))))));
  }

  picturePlace() {
    this.image = h("img", { alt: "", hidden: true, decoding: "async" });
    this.image.addEventListener("error", () => this.nothing("The picture is no longer kept."));
    this.empty = h("p", { class: "k-soft" }, "Not drawn yet");
    this.badge = h("p", { class: "k-scene-badge", hidden: true });
    this.draw = button("", () => this.step.order(this.id, { anew: this.isCurrent }), { class: "k-button k-small" });
    this.back = button("Earlier picture", () => this.step.backTo(this.id), { class: "k-button k-small" });
    return h("div", { class: "k-scene-picture" },
      h("div", { class: "k-frame k-scene-frame" }, this.empty, this.image, this.badge), h("div", { class: "k-actions" }, this.draw, this.back));
  }

  soundPlace() {
    this.audio = h("audio", { controls: true, preload: "metadata", hidden: true });
    this.hear = button("", () => this.listen(), { class: "k-button k-small" });
    return h("div", { class: "k-scene-sound" }, this.audio, this.hear);
  }

  async listen() {
    this.awaited = true; // it is played as soon as it is there
    this.awaited = Boolean(await this.step.order(this.id, { anew: false }));
  }

  /** Show the scene as it stands. `index`: its place, from 0. */
  update(scene, index, count) {
    const { content } = this.step.draft;
    const number = index + 1;
    this.title.textContent = `Scene ${number}`;
    this.length.textContent = `about ${clock(roughSeconds(scene))}`;
    for (const [name, way] of [["up", "up"], ["down", "down"]]) this[name].setAttribute("aria-label", `Move scene ${number} ${way}`);
    this.out.setAttribute("aria-label", `Remove scene ${number}`);
    this.up.disabled = index === 0;
    this.down.disabled = index === count - 1;
    this.controls.transition.closest(".k-sf").hidden = index === 0;
    this.silent.hidden = saysSomething(scene);
    this.showPicture(scene, number, content);
    this.showSound(scene, number, content);
  }

  showPicture(scene, number, content) {
    const drawn = content.drawn[scene.id];
    const job = this.step.working(scene.id);
    this.isCurrent = Boolean(drawn) && drawn.of === pictureKey(content.board, scene);
    this.image.alt = `Scene ${number}: ${scene.prompt}`;
    this.element.classList.toggle("k-scene-working", Boolean(job));
    this.badge.hidden = !job && (!drawn || this.isCurrent);
    const state = job && store.jobs.get(job.job);
    this.badge.textContent = job ? (state?.status === "running" ? `Drawing, ${percent(state.progress)}` : "Waiting to be drawn") : "Changed since it was drawn";
    const price = this.step.scenePrice;
    this.draw.textContent = `${!drawn ? "Draw it" : this.isCurrent ? "Another picture" : "Draw it again"}${price ? ` · ${credits(price)}` : ""}`;
    this.draw.setAttribute("aria-label", `${this.draw.textContent}, scene ${number}`);
    this.draw.disabled = this.hear.disabled = Boolean(job) || this.step.orders.busy;
    this.back.hidden = !drawn?.before || Boolean(job);
    this.load(drawn);
  }

  async load(drawn) {
    const wanted = drawn ? `${drawn.job}/${drawn.file}` : "";
    if (wanted === this.shown) return;
    this.shown = wanted;
    if (!drawn) return this.nothing("Not drawn yet");
    const url = await linkOf(drawn);
    if (this.shown !== wanted) return; // another picture came meanwhile
    if (!url) return this.nothing("The picture is no longer kept.");
    this.image.src = url;
    this.image.hidden = false;
    this.empty.hidden = true;
  }

  nothing(words) {
    this.image.hidden = true;
    this.empty.hidden = false;
    this.empty.textContent = words;
  }

  async showSound(scene, number, content) {
    const spoken = content.spoken[scene.id];
    const current = Boolean(spoken) && spoken.of === voiceKey(content.board, scene, content.settings);
    const price = this.step.scenePrice;
    this.hear.hidden = current || !saysSomething(scene);
    this.hear.textContent = `Hear it${price ? ` · ${credits(price)}` : ""}`;
    this.hear.setAttribute("aria-label", `${this.hear.textContent}, scene ${number}`);
    this.audio.hidden = !current;
    this.audio.setAttribute("aria-label", `Scene ${number}, read aloud`);
    if (!current || this.heard === spoken.job) return;
    this.heard = spoken.job;
    const url = await linkOf(spoken);
    if (!url) return (this.audio.hidden = true);
    this.audio.src = url;
    if (this.awaited) this.audio.play().catch(() => {}); // the browser may not allow it; the player is there
    this.awaited = false;
  }

  /** `faults`: message by the name of the field. */
  show(faults) {
    for (const [name, control] of Object.entries(this.controls)) fault(control, faults.get(name) || "");
  }
}
