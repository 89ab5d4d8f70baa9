// <kinora-models>: the models on this machine, their licences, and downloads. For administrators.

import { api } from "./api.js";
import { h } from "./dom.js";
import { exactTime, megabytes, percent, timeLeft } from "./format.js";
import { askToDownload, askToRemove } from "./model_dialogs.js";

const SECTIONS = [
  ["Pictures", (task) => task.endsWith("-to-image")],
  ["Editing pictures", (task) => task === "image-edit"],
  ["Video", (task) => task.endsWith("-to-video")],
  ["Voices", (task) => task === "text-to-speech" || task === "speech-codec"],
  ["Music", (task) => task === "text-to-music"],
  ["Writing", (task) => task === "chat"],
];
const PHASES = { starting: "Starting", listing: "Asking the hub", downloading: "Downloading", checking: "Checking" };
const [BUSY, IDLE] = [1500, 15000]; // ms between two looks

export const gigabytes = (bytes) => (bytes < 1e9 ? megabytes(bytes) : `${(bytes / 1e9).toFixed(1)} GB`);

class Models extends HTMLElement {
  connectedCallback() {
    this.rows = new Map();
    this.place = h("div", { class: "k-models-place" }, "Loading…");
    this.trouble = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.list = h("div");
    this.replaceChildren(this.place, this.trouble, this.list);
    this.look();
  }

  disconnectedCallback() {
    clearTimeout(this.next);
  }

  async look() {
    clearTimeout(this.next);
    let wait = IDLE;
    try {
      const found = await api("admin/models");
      this.draw(found);
      if (found.models.some((model) => model.state === "downloading")) wait = BUSY;
      if (this.lost) this.say("");
      this.lost = false;
    } catch (error) {
      this.lost = true;
      this.say(error.message);
    }
    clearTimeout(this.next); // a second look may have been taken meanwhile
    if (this.isConnected) this.next = setTimeout(() => this.look(), wait);
  }

  say(message) {
    this.trouble.textContent = message;
    this.trouble.hidden = !message;
  }

  draw(found) {
    const words = whereWords(found);
    if (this.words !== String(words)) this.place.replaceChildren(...words.map((line, n) => h("p", {}, line, n ? h("code", {}, `make models GET=${found.models[0].key}`) : null)));
    this.words = String(words);
    if (!this.rows.size) this.list.replaceChildren(...SECTIONS.map(([title, is]) => this.section(title, found.models.filter((model) => is(model.tasks[0])))));
    for (const model of found.models) this.rows.get(model.key)?.update(model, found);
  }

  section(title, models) {
    const rows = models.map((model) => {
      const row = new Row((act) => this.act(act));
      this.rows.set(model.key, row);
      return row.element;
    });
    return h("section", { class: "k-models-section", hidden: !rows.length }, h("h2", {}, title), h("ul", { class: "k-models" }, rows));
  }

  /** Do something, then look at once. */
  async act(act) {
    this.say("");
    try {
      await act();
    } catch (error) {
      this.say(error.message);
    }
    await this.look();
  }
}

function whereWords({ card, machine_known: known, folder, free, elsewhere }) {
  const here = card ? `This machine has ${card.name} with ${Math.round(card.gb)} GB.`
    : known ? "This machine has no graphics card that the studio can use: only models that need none run here."
    : "What graphics card this machine has is not known.";
  const words = [`${here} Models lie in ${folder}${free === null ? "" : `, where ${gigabytes(free)} are free`}. Running workers find a new model by themselves.`];
  if (elsewhere) words.push("Workers on other machines have models folders of their own, which cannot be seen from here. Run this on each of them, with the model's name: ");
  return words;
}

class Row {
  constructor(act) {
    this.act = act;
    this.element = h("li", { class: "k-model" });
  }

  update(model, found) {
    const { progress, ...still } = model;
    const shape = JSON.stringify([still, progress?.phase]);
    if (shape !== this.shape) this.draw(model, found);
    this.shape = shape;
    if (progress) this.tick(progress, model.message);
  }

  draw(model, found) {
    this.element.dataset.state = model.state;
    this.element.dataset.model = model.key;
    this.fill = h("span", { class: "k-bar-fill" });
    this.bar = h("div", { class: "k-bar", role: "progressbar", "aria-label": `Download of ${model.title}`, "aria-valuemin": 0, "aria-valuemax": 100 }, this.fill);
    this.status = h("span", { class: "k-soft k-number" });
    this.element.replaceChildren(
      h("div", { class: "k-model-words" },
        h("strong", {}, model.title),
        h("span", { class: "k-model-licence" },
          h("a", { href: model.licence_url, target: "_blank", rel: "noopener noreferrer" }, model.licence),
          model.commercial ? null : h("span", { class: "k-model-warning" }, "Not for commercial use, never chosen by the studio"))),
      h("span", { class: "k-model-size k-number" }, `${model.size_gb} GB`),
      h("span", { class: "k-model-card k-number" }, ...cardWords(model, found.card)),
      h("div", { class: "k-model-state" }, this.stateWords(model)),
      h("div", { class: "k-actions" }, this.actions(model)));
  }

  stateWords(model) {
    if (model.state === "downloading") return [this.bar, this.status];
    if (model.state === "installed") {
      const title = model.accepted_at ? `Commit ${model.commit.slice(0, 12)}. Licence accepted by ${model.accepted_by}, ${exactTime(model.accepted_at)}.` : "Put there by other means than this page.";
      return h("span", { class: "k-state k-state-succeeded", title }, "Installed");
    }
    if (model.state === "incomplete") return h("span", { class: "k-short" }, `Incomplete: ${model.problem}`);
    const begun = model.state === "begun" ? `${model.bytes_here ? `${gigabytes(model.bytes_here)} here. ` : "Begun. "}` : "";
    const needs = model.needs ? `Needs ${model.needs} first` : "";
    if (model.message) return [h("span", { class: "k-short", role: "alert" }, model.message), begun ? h("span", { class: "k-soft" }, begun) : null];
    return h("span", { class: "k-soft" }, begun || needs || "Not here");
  }

  actions(model) {
    const path = `admin/models/${encodeURIComponent(model.key)}`;
    const get = () => askToDownload(model, () => this.act(() => api(`${path}/download`, { method: "POST", body: { licence: model.licence } })));
    const drop = () => askToRemove(model, () => this.act(() => api(path, { method: "DELETE" })));
    if (model.state === "downloading") return button("Cancel", model, () => this.act(() => api(`${path}/cancel`, { method: "POST" })));
    if (model.state === "installed" || model.state === "incomplete") return button("Remove", model, drop);
    const download = button(model.state === "begun" ? "Continue" : "Download", model, get);
    download.disabled = Boolean(model.needs);
    return model.state === "begun" ? [download, button("Discard", model, drop)] : download;
  }

  tick(progress, message) {
    const share = progress.total ? progress.done / progress.total : 0;
    const left = progress.eta === null ? "" : timeLeft(progress.eta);
    const counted = progress.phase === "downloading" && progress.total
      ? [percent(share), `${gigabytes(progress.done)} of ${gigabytes(progress.total)}`, progress.speed ? `${megabytes(progress.speed)}/s` : "", left]
      : [PHASES[progress.phase]];
    this.status.textContent = message || counted.filter(Boolean).join(" · ");
    this.fill.style.transform = `scaleX(${Math.max(0.012, share)})`;
    this.bar.setAttribute("aria-valuenow", Math.round(share * 100));
  }
}

function cardWords(model, card) {
  const needs = model.cpu ? "no card needed" : `${model.vram_gb} GB card`;
  const fits = model.fits === null || (model.cpu && !card) ? "" : model.fits ? "fits" : card ? "does not fit" : "none here";
  return [needs, fits ? h("span", { class: model.fits ? "k-fits" : "k-soft" }, fits) : null].filter(Boolean);
}

function button(label, model, onclick) {
  return h("button", { type: "button", class: "k-button k-small", "aria-label": `${label} ${model.title}`, onclick }, label);
}

customElements.define("kinora-models", Models);
