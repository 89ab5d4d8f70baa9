// The second step: the storyboard as cards, to be changed until it is right.

import { h } from "../dom.js";
import { clock, credits } from "../format.js";
import { store } from "../store.js";
import { WorkView } from "../work.js";
import { findScene, moved, newScene, pictureKey, roughSeconds, saysSomething, without, withScene } from "./board.js";
import { Card } from "./card.js";
import { Cast } from "./cast.js";
import { draggable } from "./dragging.js";
import { button, field, input, select, tick } from "./fields.js";
import { sorted } from "./faults.js";
import { filmOrder } from "./orders.js";
import { Price } from "./price.js";
import { Removed } from "./removed.js";

const LOOKS = ["style", "voice", "music", "format"];

export class BoardStep {
  constructor(wizard) {
    const { draft, orders, choices } = wizard;
    Object.assign(this, { wizard, draft, orders, choices, price: new Price(), cheap: new Price() });
    this.element = h("div", { class: "k-story-step" });
    this.stop = new AbortController();
    const { signal } = this.stop;
    store.addEventListener("job", ({ detail }) => this.follow(detail), { signal });
    for (const price of [this.price, this.cheap]) price.addEventListener("change", () => this.priced(), { signal });
    this.draw();
  }

  close() {
    this.stop.abort();
    this.price.close();
    this.cheap.close();
    clearInterval(this.clock);
  }

  get board() {
    return this.draft.content.board;
  }

  get scenePrice() {
    return this.cheap.price;
  }

  // --- what is seen ---------------------------------------------------------------------------------------

  draw() {
    clearInterval(this.clock);
    this.work = null;
    const writing = this.orders.openOf("storyboard");
    if (writing) return this.drawWork(writing);
    if (!this.board) return this.drawNothing();
    this.cards = new Map();
    this.removed = new Removed((scene, index) => this.bringBack(scene, index));
    this.list = h("ol", { class: "k-scenes" });
    draggable(this.list, (id, index) => this.place(id, index));
    this.cast = new Cast(this);
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.pictures = button("", () => this.orders.placePictures());
    this.film = button("", () => this.makeFilm(), { class: "k-button k-primary", id: "story-film" });
    this.more = button("Add a scene", () => this.addScene());
    this.element.replaceChildren(
      h("div", { class: "k-story-head" }, h("h2", { tabindex: -1 }, "The storyboard"), (this.length = h("span", { class: "k-soft k-number" }))),
      this.remarks(), this.looks(), this.cast.element, this.list, this.removed.element, this.more,
      h("div", { class: "k-story-bar" }, this.problem, h("div", { class: "k-actions" }, this.film, this.pictures)));
    this.arrange();
    this.quote(0);
  }

  drawWork(entry) {
    const job = store.jobs.get(entry.job);
    this.list = null;
    this.work = job ? new WorkView(job) : null;
    this.clock = setInterval(() => this.work?.tick(), 1000);
    this.element.replaceChildren(h("h2", { tabindex: -1 }, "Making the storyboard"),
      h("div", { class: "k-story-film" }, this.work?.element || h("p", { class: "k-soft" }, "Loading…")));
  }

  drawNothing() {
    this.list = null;
    this.element.replaceChildren(h("div", { class: "k-frame k-empty" },
      h("h2", { tabindex: -1, class: "k-empty-title" }, "The storyboard will be here"),
      this.orders.problem ? h("p", { class: "k-problem", role: "alert" }, this.orders.problem) : h("p", { class: "k-soft" }, "It is made from the script, with a picture of each scene."),
      button("To the script", () => this.wizard.show("script"))));
  }

  remarks() {
    const notes = (this.board.notes || []).filter((note) => !/^About \d/.test(note)); // the length is told as it is now
    return h("div", { class: "k-remarks" }, notes.map((note) => h("p", { class: "k-soft" }, note)));
  }

  looks() {
    const set = (name) => (value) => this.edit((board) => ({ ...board, [name]: value }));
    const { settings } = this.draft.content;
    this.heading = input(this.board.title, (title) => {
      set("title")(title);
      this.wizard.nameItself();
    }, { maxlength: 120 });
    return h("div", { class: "k-story-settings" }, field("Title", this.heading, { wide: true }),
      LOOKS.map((name) => field(this.choices.words(name).label, select(this.choices.ofOrder(name), this.board[name], set(name)))),
      h("div", { class: "k-story-ticks" },
        tick("Show the title", this.board.title_card, set("title_card")), tick("End card", this.board.end_card, set("end_card")),
        tick(this.choices.words("subtitles").label, settings.subtitles, (value) => {
          this.draft.change((content) => (content.settings.subtitles = value));
          this.quote();
        })));
  }

  /** Cards in the order of their scenes; a card that stays keeps its element, and with it what is being typed. */
  arrange() {
    const { scenes } = this.board;
    for (const id of this.cards.keys()) if (!findScene(this.board, id)) this.cards.delete(id);
    for (const scene of scenes) if (!this.cards.has(scene.id)) this.cards.set(scene.id, new Card(this, scene));
    const elements = scenes.map(({ id }) => this.cards.get(id).element);
    if (elements.some((element, n) => this.list.children[n] !== element) || this.list.children.length !== elements.length)
      this.list.replaceChildren(...elements);
    this.update();
  }

  update() {
    if (!this.list) return;
    const { scenes } = this.board;
    scenes.forEach((scene, index) => this.cards.get(scene.id)?.update(scene, index, scenes.length));
    const changed = scenes.filter((scene) => this.draft.content.drawn[scene.id]?.of !== pictureKey(this.board, scene)).length;
    const seconds = scenes.reduce((sum, scene) => sum + roughSeconds(scene), 0);
    this.length.textContent = `${scenes.length} ${scenes.length === 1 ? "scene" : "scenes"}, about ${clock(seconds)}`;
    const drawing = this.orders.openOf("pictures");
    const filming = this.orders.openOf("film");
    this.pictures.textContent = drawing ? "Drawing…" : `Draw ${changed} changed ${changed === 1 ? "picture" : "pictures"}${this.scenePrice ? ` · ${credits(this.scenePrice)}` : ""}`;
    this.pictures.hidden = !changed && !drawing;
    this.film.textContent = filming ? "The film is being made" : this.orders.upToDate ? "See the film" : this.price.label(this.draft.content.film ? "Update the film" : "Make the film");
    const told = this.faults();
    const empty = !scenes.length ? "There is no scene left. Add one to make a film." : !scenes.some(saysSomething) ? "No scene says a word. Write what is said in at least one of them." : "";
    this.film.disabled = !filming && !this.orders.upToDate && (Boolean(empty) || told.any || this.orders.busy);
    this.pictures.disabled = Boolean(drawing) || Boolean(empty) || told.any || this.orders.busy;
    this.more.disabled = scenes.length >= this.choices.scenesMax;
    this.say(empty || this.orders.problem || told.rest || this.price.missing());
  }

  /** A film that can no longer be revised, of an older version for one, is made anew. */
  priced() {
    const { film } = this.draft.content;
    if (film && [403, 404, 409].includes(this.price.error?.status)) {
      this.draft.change((content) => (content.film = null));
      return this.quote(0);
    }
    this.update();
  }

  /** What the server finds wrong, said beside each field. */
  faults() {
    const told = sorted(this.price.error);
    this.board.scenes.forEach((scene, index) => this.cards.get(scene.id)?.show(told.scenes.get(index) || new Map()));
    this.cast.show(told.characters);
    return told;
  }

  say(message) {
    this.problem.textContent = message || "";
    this.problem.hidden = !message;
  }

  follow(job) {
    if (this.work && this.orders.openOf("storyboard")?.job === job.id) return this.work.update(job);
    if (!this.list) return this.orders.openOf("storyboard")?.job === job.id ? this.draw() : undefined;
    for (const entry of this.orders.open) if (entry.job === job.id) return this.soon();
  }

  /** Many events in one moment make one update. */
  soon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.update();
    });
  }

  /** An order was placed or has ended, or another tab has changed the draft. */
  changed() {
    const writing = this.orders.openOf("storyboard");
    if (Boolean(writing) !== Boolean(this.work) || !this.list) return this.draw();
    this.arrange();
    this.quote();
  }

  working(id) {
    return this.orders.openOf("scene", id) || (this.orders.openOf("pictures")?.of[id] ? this.orders.openOf("pictures") : null);
  }

  // --- what is done ---------------------------------------------------------------------------------------

  edit(change) {
    this.draft.change((content) => (content.board = change(content.board)));
    this.orders.problem = "";
    this.quote();
    this.update();
  }

  editScene(id, changes) {
    this.edit((board) => ({ ...board, scenes: board.scenes.map((scene) => (scene.id === id ? { ...scene, ...changes } : scene)) }));
  }

  place(id, index) {
    const from = this.board.scenes.findIndex((scene) => scene.id === id);
    this.edit((board) => moved(board, from, index));
    this.arrange();
  }

  move(id, by) {
    const from = this.board.scenes.findIndex((scene) => scene.id === id);
    const focus = by < 0 ? "up" : "down";
    this.place(id, from + by);
    const card = this.cards.get(id);
    (card[focus].disabled ? card[focus === "up" ? "down" : "up"] : card[focus]).focus();
    card.element.scrollIntoView({ block: "nearest" });
  }

  remove(id) {
    const index = this.board.scenes.findIndex((scene) => scene.id === id);
    const scene = this.board.scenes[index];
    this.edit((board) => without(board, id));
    this.arrange();
    this.removed.push(scene, index);
  }

  bringBack(scene, index) {
    this.edit((board) => withScene(board, scene, Math.min(index, board.scenes.length)));
    this.arrange();
    this.cards.get(scene.id).controls.text.focus();
  }

  addScene() {
    const scene = newScene(this.choices);
    this.edit((board) => withScene(board, scene));
    this.arrange();
    this.cards.get(scene.id).controls.text.focus();
  }

  backTo(id) {
    this.draft.change((content) => {
      const scene = findScene(content.board, id);
      const { before, ...now } = content.drawn[id];
      const { seed, ...earlier } = before;
      content.drawn[id] = { ...earlier, before: { ...now, seed: scene.seed, before: null } };
      scene.seed = seed;
    });
    this.quote();
    this.update();
  }

  order(id, how) {
    return this.orders.placeScene(id, how);
  }

  async makeFilm() {
    if (this.orders.openOf("film") || this.orders.upToDate) return this.wizard.show("film");
    if (await this.orders.placeFilm()) this.wizard.show("film");
  }

  quote(after) {
    const possible = () => this.board?.scenes.some(saysSomething);
    this.price.soon(() => (possible() ? filmOrder(this.draft.content) : null), after);
    if (this.cheap.price === null)
      this.cheap.soon(() => ({ storyboard: { scenes: [{ id: "a", text: "a" }] }, make: "storyboard", scene: "a" }), after);
  }
}
