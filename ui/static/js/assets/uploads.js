// <kinora-uploads>: files are dropped or chosen, told what they are, and sent: two at a time, each can be cancelled.

import { h } from "../dom.js";
import { megabytes, percent, timeLeft } from "../format.js";
import { send } from "./send.js";
import { ACCEPTED, consentOf, maxBytesOf, mediumOfFile, typesOf } from "./types.js";

const AT_ONCE = 2;
const BUSY = ["sending", "checking"];

class Uploads extends HTMLElement {
  connectedCallback() {
    this.rows = [];
    this.input = h("input", { type: "file", multiple: true, accept: ACCEPTED, class: "k-unseen", id: "k-asset-files", tabindex: "-1", "aria-hidden": "true", onchange: () => this.take(this.input) });
    this.zone = h("div", { class: "k-drop" },
      h("div", {}, h("p", { class: "k-drop-title" }, "Add files"),
        h("p", { class: "k-soft" }, "Drop them here, or choose them. Pictures and sounds up to 50 MB, films up to 500 MB, texts up to 1 MB.")),
      h("button", { type: "button", class: "k-button", onclick: () => this.input.click() }, "Choose files"), this.input);
    this.list = h("ul", { class: "k-upload-list", "aria-label": "Files to upload" });
    this.said = h("p", { class: "k-unseen", role: "status" });
    this.go = h("button", { type: "button", class: "k-button k-primary", onclick: () => this.start() });
    this.clear = h("button", { type: "button", class: "k-button", onclick: () => this.dropAll() }, "Clear list");
    this.bar = h("div", { class: "k-actions k-upload-bar", hidden: true }, this.go, this.clear);
    this.replaceChildren(this.zone, this.list, this.bar, this.said);
    this.stop = new AbortController();
    const on = (type, act) => document.addEventListener(type, act, { signal: this.stop.signal });
    on("dragover", (event) => this.hover(event, true));
    on("dragleave", (event) => event.relatedTarget || this.hover(event, false));
    on("drop", (event) => { this.hover(event, false); this.add(event.dataTransfer.files); });
    addEventListener("beforeunload", (event) => this.rows.some(busy) && event.preventDefault(), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  hover(event, over) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // or the browser would open the file
    this.zone.classList.toggle("k-drop-over", over);
  }

  take(input) {
    this.add(input.files);
    input.value = "";
  }

  add(files) {
    const rows = [...files].map((file) => new Row(file, this));
    this.rows.push(...rows);
    this.list.append(...rows.map((row) => row.element));
    this.changed();
    if (rows.length) rows[0].element.querySelector("select, button")?.focus();
  }

  remove(row) {
    this.rows = this.rows.filter((each) => each !== row);
    row.element.remove();
    this.changed();
  }

  dropAll() {
    for (const row of [...this.rows]) if (!busy(row)) this.remove(row);
  }

  /** Send what is ready; rows that miss their tick say so. */
  start() {
    const waiting = this.rows.filter((row) => row.state === "ready");
    const ready = waiting.filter((row) => row.agreed());
    for (const row of ready) row.set("queued");
    waiting.find((row) => !row.agreed())?.tick.focus();
    this.next();
  }

  next() {
    const free = AT_ONCE - this.rows.filter(busy).length;
    for (const row of this.rows.filter((each) => each.state === "queued").slice(0, free)) {
      row.send().then((asset) => {
        this.next();
        if (!asset) return;
        this.said.textContent = `${asset.name} was added.`;
        this.dispatchEvent(new CustomEvent("asset-added", { bubbles: true, detail: asset }));
        this.remove(row);
      });
    }
    this.changed();
  }

  changed() {
    const ready = this.rows.filter((row) => row.state === "ready").length;
    this.bar.hidden = !this.rows.length;
    this.go.hidden = !ready;
    this.go.textContent = ready === 1 ? "Upload 1 file" : `Upload ${ready} files`;
    this.clear.hidden = !this.rows.some((row) => !busy(row));
  }
}

const busy = (row) => BUSY.includes(row.state);

class Row {
  constructor(file, owner) {
    this.file = file;
    this.owner = owner;
    const medium = mediumOfFile(file);
    this.select = h("select", { "aria-label": `What ${file.name} is`, onchange: () => this.chosen() },
      typesOf(medium).map(({ type, label }) => h("option", { value: type }, label)));
    this.tick = h("input", { type: "checkbox", onchange: () => this.agreed() });
    this.words = h("span");
    this.consent = h("label", { class: "k-tick k-upload-consent" }, this.tick, this.words);
    this.status = h("span", { class: "k-upload-status k-soft k-number" });
    this.fill = h("span", { class: "k-bar-fill" });
    this.bar = h("div", { class: "k-bar", role: "progressbar", "aria-label": `Upload of ${file.name}`, "aria-valuemin": 0, "aria-valuemax": 100, hidden: true }, this.fill);
    this.problem = h("p", { class: "k-field-problem", role: "alert", hidden: true });
    this.again = h("button", { type: "button", class: "k-button k-small", hidden: true, onclick: () => { this.set("queued"); owner.next(); } }, "Try again");
    this.end = h("button", { type: "button", class: "k-button k-small", onclick: () => this.cancel() });
    this.element = h("li", { class: "k-upload" },
      h("div", { class: "k-upload-file" }, h("strong", {}, file.name), this.status),
      h("div", { class: "k-upload-type" }, this.select),
      h("div", { class: "k-actions" }, this.again, this.end), this.bar, this.consent, this.problem);
    this.set("ready");
    if (!medium) this.fail("This kind of file cannot be used here. Take a JPG, PNG, GIF or WEBP picture, a sound, a film or a plain text.", true);
    else this.chosen();
  }

  chosen() {
    const most = maxBytesOf(this.select.value);
    this.words.textContent = consentOf(this.select.value);
    this.consent.hidden = !this.words.textContent;
    if (!this.file.size) this.fail("This file is empty.", true);
    else if (this.file.size > most) this.fail(`This file has ${megabytes(this.file.size)}; the limit is ${Math.round(most / 2 ** 20)} MB.`, true);
    else this.set("ready");
    this.owner.changed();
  }

  agreed() {
    const missing = !this.consent.hidden && !this.tick.checked;
    this.say(missing ? "Tick this first." : "");
    this.tick.toggleAttribute("aria-invalid", missing);
    return !missing;
  }

  say(message) {
    this.problem.textContent = message;
    this.problem.hidden = !message;
  }

  set(state, words = "") {
    this.state = state;
    this.element.dataset.state = state;
    this.status.textContent = words || { ready: megabytes(this.file.size), queued: "Waiting", failed: megabytes(this.file.size) }[state];
    this.bar.hidden = !BUSY.includes(state);
    this.select.disabled = this.tick.disabled = !["ready", "failed"].includes(state);
    this.again.hidden = state !== "failed" || this.hopeless;
    this.end.textContent = BUSY.includes(state) || state === "queued" ? "Cancel" : "Remove";
    this.end.setAttribute("aria-label", `${this.end.textContent} ${this.file.name}`);
    if (state !== "failed") this.say("");
  }

  fail(message, hopeless = false) {
    this.hopeless = hopeless;
    this.set("failed");
    this.say(message);
    this.owner.changed();
  }

  /** The asset, or nothing when it was cancelled or refused. */
  async send() {
    this.control = new AbortController();
    this.began = performance.now();
    this.set("sending", percent(0));
    const consent = !this.consent.hidden && this.tick.checked;
    try {
      return await send(this.file, { type: this.select.value, consent, signal: this.control.signal, told: (share) => this.progress(share) });
    } catch (error) {
      if (error.name !== "AbortError") this.fail(error.message, [413, 415, 422].includes(error.status));
    }
  }

  progress(share) {
    const seconds = (performance.now() - this.began) / 1000;
    const left = share > 0.02 && seconds > 1 ? timeLeft((seconds / share) * (1 - share)) : "";
    this.set(share < 1 ? "sending" : "checking", share < 1 ? [percent(share), left].filter(Boolean).join(" · ") : "Checking");
    this.fill.style.transform = `scaleX(${Math.max(0.012, share)})`;
    this.bar.setAttribute("aria-valuenow", Math.round(share * 100));
  }

  cancel() {
    const next = this.element.nextElementSibling || this.element.previousElementSibling;
    this.control?.abort();
    this.owner.remove(this);
    (next?.querySelector("button:not([hidden]):last-of-type") || this.owner.zone.querySelector("button")).focus();
    this.owner.next();
  }
}

customElements.define("kinora-uploads", Uploads);
