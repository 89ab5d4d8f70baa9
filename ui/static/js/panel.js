// <kinora-panel generator="restyle"> or <kinora-panel job="..."> : shows one job, whatever its state.

import { api, itemsOf, retry } from "./api.js";
import { h } from "./dom.js";
import { credits } from "./format.js";
import { titleOf } from "./facts.js";
import { makeAgain } from "./again.js";
import { resultView } from "./result.js";
import { isOpen, store } from "./store.js";
import { refresh } from "./stream.js";
import { WorkView } from "./work.js";

const SHOW_LAST_FOR = 24 * 3600e3;
const SAY_EVERY = 10e3;

class Panel extends HTMLElement {
  connectedCallback() {
    this.generator = this.getAttribute("generator");
    this.body ??= h("div", { class: "k-panel" });
    this.voice ??= h("p", { class: "k-unseen", role: "status", "aria-live": "polite" });
    this.replaceChildren(this.body, this.voice);
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const type of ["job", "preview", "snapshot", "chosen"])
      store.addEventListener(type, () => this.soon(), { signal });
    this.clock = setInterval(() => this.work?.tick(), 1000);
    this.draw();
    this.find();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearInterval(this.clock);
  }

  /** The job as it stands on the server: after a reload, on another device, in a second tab. */
  async find() {
    const fixed = this.getAttribute("job");
    if (fixed) return refresh(fixed).then((job) => job || this.lost());
    if (store.newestOf(this.generator)) return;
    try {
      const [job] = itemsOf(await api(`jobs?generator=${encodeURIComponent(this.generator)}&limit=1`));
      if (job) store.putJob(job);
    } catch {
      // The stream will tell of open jobs; until then the panel shows how to begin.
    }
  }

  lost() {
    this.body.replaceChildren(h("p", { class: "k-problem" }, "This job could not be loaded. Reload the page to try again."));
  }

  job() {
    const fixed = this.getAttribute("job");
    if (fixed) return store.jobs.get(fixed);
    const job = store.jobs.get(store.chosen.get(this.generator)) || store.newestOf(this.generator);
    const old = job && !isOpen(job) && Date.now() - Date.parse(job.finished_at) > SHOW_LAST_FOR;
    return old ? undefined : job;
  }

  /** Many events in one moment make one redraw. */
  soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      if (this.isConnected) this.draw();
    });
  }

  draw() {
    const job = this.job();
    const state = job ? `${job.id} ${isOpen(job) ? "open" : job.status} ${linksOf(job)}` : "empty";
    if (state === this.state) {
      this.work?.update(job);
    } else {
      this.state = state;
      this.work = job && isOpen(job) ? new WorkView(job) : null;
      this.body.replaceChildren(this.work?.element || this.still(job));
    }
    if (job) this.say(job);
  }

  still(job) {
    if (!job) return this.getAttribute("job") ? loading() : empty(this.generator);
    if (job.status === "succeeded") return resultView(job, { page: !this.generator, again: makeAgain });
    return ended(job);
  }

  /** Screen readers hear of a change of state at once, and of progress now and then. */
  say(job) {
    const now = Date.now();
    if (job.status === this.saidStatus && (job.status !== "running" || now - this.saidAt < SAY_EVERY)) return;
    const first = this.saidStatus === undefined && !isOpen(job);
    [this.saidStatus, this.saidAt] = [job.status, now];
    if (!first) this.voice.textContent = spoken(job);
  }
}

const linksOf = (job) => (job.artifacts || []).map((file) => file.url).join(" ");

function spoken(job) {
  const title = titleOf(job.generator);
  const current = (job.stages || []).find((stage) => stage.status === "running");
  return {
    queued: `${title}: waiting to start.`,
    running: `${title}: ${current ? `${current.title}, ` : ""}${Math.round((job.progress || 0) * 100)} percent.`,
    succeeded: `${title}: done.`,
    failed: `${title} failed. ${job.error?.message || ""}`,
    cancelled: `${title}: cancelled.`,
  }[job.status];
}

const loading = () => h("div", { class: "k-frame k-empty" }, h("p", { class: "k-soft" }, "Loading…"));

function empty(generator) {
  const art = h("div", { class: "k-empty-art", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("div", { class: "k-frame k-empty" }, art,
    h("p", { class: "k-empty-title" }, `Your ${titleOf(generator).toLowerCase()} will appear here`),
    h("p", { class: "k-soft" }, "Fill in the form or start from an example. You can close the page while it is being made."));
}

function ended(job) {
  const failed = job.status === "failed";
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const again = h("button", { type: "button", class: "k-button", onclick: () => tryAgain(job, again, problem) },
    failed ? "Try again" : "Start again");
  return h("div", { class: `k-frame k-ended${failed ? " k-failed" : ""}` },
    h("p", { class: "k-ended-title" }, failed ? "This did not work out" : "Cancelled"),
    failed ? h("p", {}, job.error?.message || "The job ended without a result.") : null,
    h("p", { class: "k-soft" }, job.charged ? `${credits(job.charged)} charged.` : "Nothing was charged."),
    h("div", { class: "k-actions" }, again), problem);
}

async function tryAgain(job, button, problem) {
  button.disabled = true;
  problem.hidden = true;
  try {
    const answer = await retry(job.id);
    const id = answer.job_id || answer.id;
    if (!document.querySelector(`kinora-panel[generator="${CSS.escape(job.generator)}"]`)) {
      location.assign(`/result/${encodeURIComponent(id)}`);
      return;
    }
    store.chosen.set(job.generator, id);
    await refresh(id);
    store.say("chosen");
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
  button.disabled = false;
}

customElements.define("kinora-panel", Panel);
