// Ordering from a form: one job for a double click, errors beside their fields.

import { api } from "./api.js";
import { kept } from "./again.js";
import { calm, h } from "./dom.js";
import { credits } from "./format.js";
import { fieldsOf } from "./facts.js";
import { store } from "./store.js";
import { refresh } from "./stream.js";

const SAME_CLICK = 1200; // ms after an answer in which another click still means the same order
const ANSWER_WITHIN = 60e3; // ms after which an answer is no longer waited for
const intents = new Map(); // generator -> {key, values, answered}
const problems = new Map(); // generator -> message

const LOST = "Kinora could not be reached, so nothing was ordered or charged twice. Try again.";
const buttonOf = (generator) => document.getElementById(`${generator}-generate`);

/** Clicks that must not order again: the second of a double click, and any while an answer is on its way. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".k-generate");
  if (!button) return;
  const now = Date.now();
  const waiting = now - Number(button.dataset.sent || 0) < ANSWER_WITHIN;
  if (event.detail > 1 || waiting) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    button.dataset.sent = now; // at once: Gradio calls `ordering` a little later
  }
}, true);

/** A random key, also where crypto.randomUUID is missing: it exists on HTTPS and localhost only. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Before the click is sent: `values` are the form's, the first is ours to fill in. */
export function ordering(generator, values) {
  const same = JSON.stringify(values.slice(1)) + JSON.stringify(kept.get(generator) || {});
  let intent = intents.get(generator);
  if (!intent || intent.values !== same || (intent.answered && Date.now() - intent.answered > SAME_CLICK)) {
    intent = { key: newKey(), values: same, answered: null };
    intents.set(generator, intent);
  }
  busy(generator, true);
  show(generator, "", {});
  const files = Object.fromEntries(Object.entries(kept.get(generator) || {}).map(([name, file]) => [name, file.id]));
  return [JSON.stringify({ key: intent.key, kept: files }), ...values.slice(1)];
}

/** After the answer, or after its failure: then `answer` is an older one. */
export function ordered(generator, answer) {
  busy(generator, false);
  const intent = intents.get(generator);
  if (!intent || !answer || answer.key !== intent.key) {
    show(generator, LOST, {});
    api("credits").catch(() => {}); // leads to the sign-in page where the session has ended
    return;
  }
  if (answer.error) {
    intents.delete(generator); // nothing was ordered: the next click is a new intent
    show(generator, answer.error.message, answer.error.fields || {});
    return;
  }
  intent.answered = Date.now();
  store.setCredits({ balance: answer.balance });
  follow(generator, answer.job_id);
}

async function follow(generator, id) {
  store.chosen.set(generator, id);
  await refresh(id);
  store.say("chosen");
  const panel = document.querySelector(`kinora-panel[generator="${CSS.escape(generator)}"]`);
  const hidden = panel && panel.getBoundingClientRect().top > innerHeight - 120;
  if (hidden) panel.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
}

function busy(generator, on) {
  const button = buttonOf(generator);
  if (!button) return;
  button.classList.toggle("k-busy", on);
  button.setAttribute("aria-busy", String(on));
  if (!on) delete button.dataset.sent;
}

function show(generator, message, fields) {
  problems.set(generator, message);
  store.say("problem", generator);
  for (const { name } of fieldsOf(generator)) mark(generator, name, fields[name]);
  const first = Object.keys(fields)[0];
  if (first) reveal(document.getElementById(`${generator}-${first}`));
}

function mark(generator, name, message) {
  const field = document.getElementById(`${generator}-${name}`);
  if (!field) return;
  field.querySelector(":scope > .k-field-problem")?.remove();
  const input = field.querySelector("input, textarea");
  field.classList.toggle("k-wrong", Boolean(message));
  if (!message) return input?.removeAttribute("aria-invalid");
  const id = `${generator}-${name}-problem`;
  field.append(h("p", { class: "k-field-problem", id }, message));
  input?.setAttribute("aria-invalid", "true");
  input?.setAttribute("aria-describedby", id);
}

function reveal(field) {
  if (!field) return;
  const box = field.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) field.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "center" });
  field.querySelector("input, textarea")?.focus({ preventScroll: true });
}

class Problem extends HTMLElement {
  connectedCallback() {
    this.line ??= h("p", { class: "k-problem", role: "alert", hidden: true });
    this.replaceChildren(this.line);
    this.stop = new AbortController();
    store.addEventListener("problem", () => this.draw(), { signal: this.stop.signal });
    this.draw();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  draw() {
    const message = problems.get(this.getAttribute("generator")) || "";
    this.line.textContent = message;
    this.line.hidden = !message;
  }
}

class Afford extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    store.addEventListener("credits", () => this.draw(), { signal: this.stop.signal });
    const button = buttonOf(this.getAttribute("generator"));
    this.watch = new MutationObserver(() => this.draw());
    if (button) this.watch.observe(button, { childList: true, characterData: true, subtree: true });
    this.draw();
  }

  disconnectedCallback() {
    this.stop.abort();
    this.watch.disconnect();
  }

  draw() {
    const price = Number(/(\d+) credit/.exec(buttonOf(this.getAttribute("generator"))?.textContent || "")?.[1]);
    const balance = store.credits?.balance;
    const short = balance !== undefined && price > balance;
    const have = balance === undefined ? "" : `You have ${credits(balance)}. `;
    this.replaceChildren(h("p", { class: `k-afford k-number${short ? " k-short" : ""}` },
      short ? `${have}This needs ${price - balance} more.` : `${have}Failed work is refunded.`));
  }
}

customElements.define("kinora-problem", Problem);
customElements.define("kinora-afford", Afford);
