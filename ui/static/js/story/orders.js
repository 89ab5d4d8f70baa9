// The orders of a draft: placed once, followed to their end, and their results put into the draft.

import { api } from "../api.js";
import { chosenProject } from "../in_project.js";
import { isOpen, store } from "../store.js";
import { refresh } from "../stream.js";
import { findScene, keyOf, nextSeed, pictureKey, voiceKey } from "./board.js";

const LOST = "An earlier order of this draft had arrived although its answer was lost: it is under Jobs. Order again if you want this one too.";
const OPENED = { method: "POST" };

/** What a storyboard does not hold itself. */
const beside = ({ subtitles, language, pronunciations }) => ({ subtitles, language, pronunciations });

export const scriptOrder = ({ script, settings, board, seed }) =>
  ({ ...settings, script, make: "storyboard", seed: seed ?? board?.seed ?? null });

/** Pays for what has changed since the last film, if there is one; that film's seed is then kept by itself. */
export const filmOrder = ({ board, settings, film, seed }) =>
  ({ storyboard: board, ...beside(settings), make: "film", ...(film ? { revises: film.job } : { seed }) });

const boardOrder = ({ board, settings, seed }) => ({ storyboard: board, ...beside(settings), make: "storyboard", seed });

/** Events: "change" whenever an order is placed, goes on or ends; then `problem` may hold why one failed. */
export class Orders extends EventTarget {
  problem = "";
  busy = false;

  constructor(draft) {
    super();
    this.draft = draft;
    this.settling = new Set();
    this.stop = new AbortController();
    store.addEventListener("job", ({ detail }) => this.look(detail), { signal: this.stop.signal });
    this.resume();
  }

  close() {
    this.stop.abort();
  }

  get open() {
    return this.draft.content.open;
  }

  /** Jobs that were ordered before this page was opened, or in another tab. */
  resume() {
    for (const { job } of this.open) {
      api(`jobs/${encodeURIComponent(job)}`).then((found) => store.putJob(found), (error) => {
        if ([403, 404].includes(error.status)) this.forget(job);
      });
    }
  }

  openOf(kind, scene) {
    return this.open.find((entry) => entry.kind === kind && (!scene || entry.scene === scene));
  }

  placeScript() {
    return this.place("storyboard", scriptOrder(this.draft.content));
  }

  placeFilm() {
    return this.place("film", filmOrder(this.draft.content), { of: this.pictureKeys(), made: this.filmKey() });
  }

  /** Whether the last film is of the storyboard as it stands. */
  get upToDate() {
    const { film } = this.draft.content;
    return Boolean(film?.made) && film.made === this.filmKey();
  }

  filmKey() {
    return keyOf(filmOrder({ ...this.draft.content, film: null }));
  }

  pictureKeys() {
    const { board } = this.draft.content;
    return Object.fromEntries(board.scenes.map((scene) => [scene.id, pictureKey(board, scene)]));
  }

  /** Draw whatever has changed; what has not is taken as it is. */
  placePictures() {
    return this.place("pictures", boardOrder(this.draft.content), { of: this.pictureKeys() });
  }

  /** One scene's picture and words. `anew`: another picture of the same. */
  placeScene(id, { anew }) {
    const { board, settings, orders } = this.draft.content;
    const scene = findScene(board, id);
    const seed = anew ? nextSeed(scene, orders) : scene.seed;
    const after = { ...scene, seed };
    const changed = { ...board, scenes: board.scenes.map((each) => (each.id === id ? after : each)) };
    const more = { scene: id, seed, of: pictureKey(changed, after), said: voiceKey(board, scene, settings) };
    return this.place("scene", { ...boardOrder({ ...this.draft.content, board: changed }), scene: id }, more);
  }

  /** One job for a double click, also from two tabs: the key counts the orders of the draft. */
  async place(kind, body, more = {}) {
    if (this.busy) return null;
    Object.assign(this, { busy: true, problem: "" });
    this.say();
    try {
      await this.draft.flush();
      const key = `draft-${this.draft.id}-${this.draft.content.orders}`;
      const project = chosenProject();
      const answer = await api("jobs/story", { ...OPENED, body: project ? { ...body, project_id: project } : body, key });
      store.setCredits({ balance: answer.balance });
      this.draft.change((content) => {
        content.orders += 1;
        if (!content.open.some(({ job }) => job === answer.job_id)) content.open.push({ job: answer.job_id, kind, ...more });
      });
      await this.draft.save();
      await refresh(answer.job_id);
      return answer.job_id;
    } catch (error) {
      this.refused(error);
      return null;
    } finally {
      this.busy = false;
      this.say();
    }
  }

  refused(error) {
    const used = error.code === "conflict" && error.message.includes("Idempotency-Key");
    if (used) this.draft.change((content) => (content.orders += 1));
    this.problem = used ? LOST : error.message;
  }

  look(job) {
    const entry = this.open.find((each) => each.job === job.id);
    if (!entry) return;
    if (!isOpen(job)) this.settle(entry, job);
    this.say();
  }

  async settle(entry, job) {
    if (this.settling.has(job.id)) return;
    this.settling.add(job.id);
    try {
      if (job.status === "failed") this.problem = failure(job);
      const put = job.status === "succeeded" ? await RESULTS[entry.kind](entry, job) : () => {};
      this.draft.change((content) => {
        content.open = content.open.filter((each) => each.job !== job.id);
        put(content);
      }, { byItself: true });
      if (entry.kind === "storyboard" && job.status === "succeeded") this.dispatchEvent(new Event("written"));
    } catch {
      this.settling.delete(job.id); // the result could not be fetched; it is tried again with the next event
      this.problem = "The result could not be loaded. Reload the page to try again.";
    }
    this.say();
  }

  forget(job) {
    this.draft.change((content) => (content.open = content.open.filter((each) => each.job !== job)), { byItself: true });
    this.say();
  }

  say() {
    this.dispatchEvent(new Event("change"));
  }
}

function failure({ error }) {
  const message = error?.message || "The job ended without a result.";
  return message.includes("charged") ? message : `${message} Nothing was charged.`;
}

const RESULTS = {
  async storyboard(_entry, job) {
    const file = job.artifacts.find(({ name }) => name === "storyboard.json");
    const answer = await fetch(file.url);
    if (!answer.ok) throw new Error(String(answer.status));
    const board = await answer.json();
    return (content) => {
      Object.assign(content, { board, drawn: {}, spoken: {} });
      board.scenes.forEach((scene, n) => putPicture(content, scene.id, job, n, pictureKey(board, scene)));
    };
  },
  pictures: ({ of }, job) => (content) => putPictures(content, job, of),
  scene: ({ scene: id, seed, of, said }, job) => (content) => {
    const scene = findScene(content.board, id);
    if (!scene) return;
    const picture = job.artifacts.find(({ name }) => /^scene-\d+\.png$/.test(name));
    const sound = job.artifacts.find(({ name }) => /^scene-\d+\.mp3$/.test(name));
    const was = content.drawn[id];
    const before = was && was.of !== of ? { ...was, seed: scene.seed, before: null } : was?.before || null;
    content.drawn[id] = { job: job.id, file: picture.name, of, before };
    scene.seed = seed;
    if (sound) content.spoken[id] = { job: job.id, file: sound.name, of: said };
  },
  film: ({ of, made }, job) => (content) => {
    content.film = { job: job.id, made };
    putPictures(content, job, of || {});
  },
};

/** Pictures of scenes that had another one, or none. `of`: what each was drawn from, in the order of the scenes. */
function putPictures(content, job, of) {
  Object.entries(of).forEach(([id, key], n) => {
    if (content.drawn[id]?.of !== key) putPicture(content, id, job, n, key);
  });
}

function putPicture(content, id, job, index, of) {
  const file = `scene-${String(index + 1).padStart(2, "0")}.png`;
  if (job.artifacts.some(({ name }) => name === file)) content.drawn[id] = { job: job.id, file, of, before: null };
}
