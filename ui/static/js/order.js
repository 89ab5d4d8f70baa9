// Ordering from a form: one job for a double click, errors beside their fields.

import { call } from "./api.js";
import { kept } from "./again.js";
import { agreedOf } from "./consent.js";
import { mark } from "./field_problem.js";
import { calm, h } from "./dom.js";
import { credits } from "./format.js";
import { chosenProject } from "./in_project.js";
import { fieldsOf } from "./facts.js";
import { store } from "./store.js";
import { refresh } from "./stream.js";

const SAME_CLICK = 1200; // ms after an answer in which another click still means the same order
const ANSWER_WITHIN = 60e3; // ms after which an answer is no longer waited for
const BEGIN_WITHIN = 3e3; // ms from the click to `order`: Gradio drops clicks without a word once it lost the server
const intents = new Map(); // generator -> {key, values, answered}
const problems = new Map(); // generator -> message

const LOST = "Kinora could not be reached. Try again: nothing is ordered or charged twice.";
const CHOOSE_AGAIN = "This upload is no longer there. Choose the file again.";
const buttonOf = (generator) => document.getElementById(`${generator}-generate`);

/** Clicks that must not order again: the second of a double click, and any while an answer is on its way. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".k-generate");
  if (!button) return;
  if (event.detail > 1 || button.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    button.dataset.sent = "clicked"; // at once: Gradio calls `order` a little later
    setTimeout(() => button.dataset.sent === "clicked" && failed(button.id.replace(/-generate$/, ""), LOST), BEGIN_WITHIN);
  }
}, true);

/** A random key, also where crypto.randomUUID is missing: it exists on HTTPS and localhost only. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The order that a click means: the same one as before while no answer to it has come. */
function intentOf(generator, values) {
  const same = JSON.stringify([values, kept.get(generator) || {}, agreedOf(generator), chosenProject()]);
  const known = intents.get(generator);
  if (known?.values === same && !(known.answered && Date.now() - known.answered > SAME_CLICK)) return known;
  const intent = { key: newKey(), values: same, answered: null };
  intents.set(generator, intent);
  return intent;
}

/**
 * Place the order. `endpoint` is the number of the form's event on the server and `values` are the form's.
 * Sent from here and not by Gradio, which tells nobody of a refused or broken request.
 */
export async function order(generator, endpoint, values) {
  const intent = intentOf(generator, values);
  const files = Object.fromEntries(Object.entries(kept.get(generator) || {}).map(([name, file]) => [name, file.id]));
  const data = [JSON.stringify({ key: intent.key, kept: files, agreed: agreedOf(generator), project: chosenProject() }), ...values];
  busy(generator, true);
  show(generator, "", {});
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN);
    const answer = await call("/gradio_api/run/predict", { method: "POST", body: { data, fn_index: endpoint }, signal });
    taken(generator, intent, answer?.data?.[0]);
  } catch (error) {
    refused(generator, error, values);
  } finally {
    busy(generator, false);
  }
}

function taken(generator, intent, answer) {
  if (!answer || answer.key !== intent.key) return failed(generator, LOST);
  if (answer.error) {
    intents.delete(generator); // nothing was ordered: the next click is a new intent
    return show(generator, answer.error.message, answer.error.fields || {});
  }
  intent.answered = Date.now();
  store.setCredits({ balance: answer.balance });
  follow(generator, answer.job_id);
}

/** The server did not let the form through. Gradio's uploads are forgotten at its restart, while the page keeps them. */
function refused(generator, error, values) {
  const uploaded = fieldsOf(generator).filter(({ asset }, n) => asset && values[n]?.path);
  if (error.status === 403 && error.message.startsWith("This file") && uploaded.length) {
    return show(generator, CHOOSE_AGAIN, Object.fromEntries(uploaded.map(({ name }) => [name, CHOOSE_AGAIN])));
  }
  // What has no code of ours was said by a proxy, or by nobody.
  failed(generator, error.code === "error" || error.code === "unreachable" ? LOST : error.message);
}

function failed(generator, message) {
  busy(generator, false);
  show(generator, message, {});
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
  if (on) button.dataset.sent = "sent";
  else delete button.dataset.sent;
}

function show(generator, message, fields) {
  problems.set(generator, message);
  store.say("problem", generator);
  for (const { name } of fieldsOf(generator)) mark(document.getElementById(`${generator}-${name}`), fields[name]);
  const first = Object.keys(fields)[0];
  if (first) reveal(document.getElementById(`${generator}-${first}`));
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
