// "Make again": a form filled in with an earlier job's settings and files.

import { api } from "./api.js";
import { calm, h } from "./dom.js";
import { fieldsOf } from "./facts.js";
import { store } from "./store.js";

export const kept = new Map(); // generator -> {field: {id, name, url}}: files taken over from an earlier job
const again = new Map(); // generator -> params to fill in

/** Fill the form with a job's settings, some of them changed. From another page: go to the form first. */
export function makeAgain(job, changes = {}) {
  if (!document.getElementById(`tab-${job.generator}-button`)) {
    location.assign(`/?again=${encodeURIComponent(job.id)}`);
    return;
  }
  document.getElementById(`tab-${job.generator}-button`).click();
  again.set(job.generator, { ...job.params, seed: null, ...changes });
  store.say("form", job.generator); // where a wizard is shown in its place
  keepFiles(job);
  requestAnimationFrame(() => press(job.generator, 20));
}

/** The tab's form appears a moment after the tab was opened. */
function press(generator, tries) {
  const button = document.getElementById(`${generator}-refill`);
  if (!button && tries) return setTimeout(() => press(generator, tries - 1), 50);
  button?.click();
  document.getElementById(`${generator}-form`)?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
}

/** Called by Gradio when the form is filled in: the values in the order of `names`. */
export function refill(generator, names) {
  const params = again.get(generator) || {};
  const values = names.map((name) => (params[name] === undefined ? null : params[name]));
  return values.length === 1 ? values[0] : values;
}

async function keepFiles(job) {
  const files = {};
  for (const { name, asset } of fieldsOf(job.generator)) {
    if (!asset || !job.params[name]) continue;
    files[name] = { id: job.params[name], name: "the same file", url: null };
    api(`assets/${encodeURIComponent(job.params[name])}`).then((found) => {
      Object.assign(files[name], { name: found.name, url: found.url });
      store.say("kept", job.generator);
    }, () => dropKept(job.generator, name)); // it was deleted since
  }
  kept.set(job.generator, files);
  store.say("kept", job.generator);
}

/** Put a file of the account into a form that is otherwise left as it is. */
export function takeFile(generator, field, file) {
  document.getElementById(`tab-${generator}-button`)?.click();
  kept.set(generator, { ...(kept.get(generator) || {}), [field]: file });
  store.say("form", generator);
  setTimeout(() => store.say("kept", generator), 300); // once the tab's form is there
}

export function dropKept(generator, field) {
  delete (kept.get(generator) || {})[field];
  store.say("kept", generator);
}

class Kept extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    store.addEventListener("kept", () => this.draw(), { signal: this.stop.signal });
    this.draw();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  draw() {
    const [generator, field] = [this.getAttribute("generator"), this.getAttribute("field")];
    const file = kept.get(generator)?.[field];
    document.getElementById(`${generator}-${field}`)?.classList.toggle("k-has-kept", Boolean(file));
    this.replaceChildren(...(file ? [h("div", { class: "k-kept" },
      file.url ? h("img", { src: file.url, alt: "" }) : null,
      h("span", { class: "k-file-name" }, file.name),
      h("button", { type: "button", class: "k-button k-small", onclick: () => dropKept(generator, field) }, "Choose another"))] : []));
  }
}

customElements.define("kinora-kept", Kept);
