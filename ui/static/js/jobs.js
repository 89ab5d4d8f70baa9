// <kinora-jobs>: the user's jobs, newest first, kept up to date.

import { api, itemsOf, retry } from "./api.js";
import { h, icon } from "./dom.js";
import { ago, credits, exactTime, percent, placeInLine, timeLeft } from "./format.js";
import { generators, summaryOf, titleOf } from "./facts.js";
import { isOpen, store } from "./store.js";
import { refresh } from "./stream.js";

const STATES = { queued: "Waiting", running: "Running", succeeded: "Done", failed: "Failed", cancelled: "Cancelled" };

class Jobs extends HTMLElement {
  connectedCallback() {
    this.list = h("ul", { class: "k-jobs" });
    this.note = h("div", { class: "k-soft k-jobs-note", role: "status" }, "Loading…");
    this.more = h("button", { type: "button", class: "k-button", hidden: true, onclick: () => this.load() }, "Show older jobs");
    this.status = select("State", [["", "All states"], ...Object.entries(STATES)], () => this.restart());
    this.generator = select("Made with", [["", "All tools"], ...generators.map((g) => [g.key, g.title])], () => this.restart());
    this.replaceChildren(h("div", { class: "k-filters" }, this.status, this.generator), this.list, this.note, this.more);
    this.stop = new AbortController();
    store.addEventListener("job", ({ detail }) => this.take(detail), { signal: this.stop.signal });
    this.clock = setInterval(() => this.rows?.forEach((row) => row.tick()), 5000);
    this.restart();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearInterval(this.clock);
  }

  restart() {
    this.rows = new Map();
    this.cursor = null;
    this.list.replaceChildren();
    this.load();
  }

  async load() {
    const rows = this.rows;
    const query = new URLSearchParams({ limit: 20 });
    if (value(this.status)) query.set("status", value(this.status));
    if (value(this.generator)) query.set("generator", value(this.generator));
    if (this.cursor) query.set("cursor", this.cursor);
    try {
      const page = await api(`jobs?${query}`);
      if (rows !== this.rows) return; // another filter was chosen meanwhile
      itemsOf(page).forEach((job) => this.row(job));
      this.cursor = page.next_cursor;
      this.more.hidden = !this.cursor;
      this.note.replaceChildren(...(rows.size ? [] : [this.nothing()]));
    } catch (error) {
      this.note.replaceChildren(error.message);
    }
  }

  nothing() {
    if (value(this.status) || value(this.generator)) return h("p", {}, "No job matches this filter.");
    return h("div", { class: "k-frame k-empty" }, h("p", { class: "k-empty-title" }, "Everything you make is listed here"),
      h("p", {}, h("a", { href: "/" }, "Make something")));
  }

  /** An event: update the row, or put a new one on top if the filter lets it through. */
  take(job) {
    if (this.rows.has(job.id)) return this.rows.get(job.id).update(job);
    const wanted = (!value(this.status) || value(this.status) === job.status) && (!value(this.generator) || value(this.generator) === job.generator);
    if (wanted && isOpen(job)) this.row(job);
  }

  row(job) {
    if (this.rows.has(job.id)) return;
    const row = new Row(job);
    this.rows.set(job.id, row);
    this.note.replaceChildren();
    this.list.insertBefore(row.element, this.firstOlderThan(job));
  }

  firstOlderThan(job) {
    const rows = [...this.list.children];
    return rows.find((element) => this.rows.get(element.dataset.job).job.created_at < job.created_at) || null;
  }
}

class Row {
  constructor(job) {
    this.element = h("li", { class: "k-job", "data-job": job.id });
    this.update(job);
  }

  update(job) {
    if (job !== this.job) this.told = Date.now();
    this.job = job;
    if (isOpen(job) && this.shape === `${job.id}${job.status}`) return this.tick();
    this.shape = `${job.id}${job.status}`;
    this.fill = h("span", { class: "k-bar-fill" });
    this.state = h("span", { class: `k-state k-state-${job.status}` });
    this.when = h("time", { class: "k-soft", datetime: job.created_at, title: exactTime(job.created_at) });
    this.element.replaceChildren(thumbnail(job),
      h("div", { class: "k-job-words" },
        h("a", { class: "k-job-title", href: `/result/${encodeURIComponent(job.id)}` }, titleOf(job.generator)),
        h("p", { class: "k-job-summary" }, job.status === "failed" ? job.error?.message || "" : summaryOf(job)),
        job.status === "running" ? h("div", { class: "k-bar", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100 }, this.fill) : null),
      h("div", { class: "k-job-facts" }, this.state, this.when, h("span", { class: "k-soft k-number" }, price(job))),
      h("div", { class: "k-actions" }, this.action()));
    this.tick();
  }

  tick() {
    const { job } = this;
    const live = store.live.get(job.id);
    const left = live?.eta ? timeLeft(live.eta.seconds - (Date.now() - live.eta.at) / 1000) : "";
    this.state.textContent = job.status === "running" ? [percent(job.progress), left].filter(Boolean).join(" · ")
      : job.status === "queued" ? placeInLine(job, (Date.now() - this.told) / 1000) : STATES[job.status];
    this.when.textContent = ago(job.created_at);
    this.fill.style.transform = `scaleX(${Math.max(0.012, job.progress || 0)})`;
    this.fill.parentElement?.setAttribute("aria-valuenow", Math.round((job.progress || 0) * 100));
  }

  action() {
    const id = encodeURIComponent(this.job.id);
    if (isOpen(this.job)) return this.button("Cancel", () => api(`jobs/${id}/cancel`, { method: "POST" }));
    if (this.job.status !== "succeeded") return this.button("Try again", () => retry(this.job.id));
    return h("a", { class: "k-button k-small", href: `/result/${id}` }, "Open");
  }

  button(label, act) {
    const button = h("button", { type: "button", class: "k-button k-small" }, label);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const answer = await act();
        await refresh(answer?.job_id || this.job.id);
      } catch (error) {
        button.title = error.message;
        this.state.textContent = error.message;
      }
      button.disabled = false;
    });
    return button;
  }
}

const price = (job) => (job.charged === 0 ? "not charged" : credits(job.charged ?? job.price));

function thumbnail(job) {
  const picture = (job.artifacts || []).find((file) => file.content_type.startsWith("image/"));
  if (!picture) return h("span", { class: "k-thumb", "aria-hidden": "true" }, icon("file"));
  return h("a", { class: "k-thumb", href: `/result/${encodeURIComponent(job.id)}`, tabindex: -1, "aria-hidden": "true" },
    h("img", { src: picture.url, alt: "", loading: "lazy" }));
}

function select(label, options, onchange) {
  return h("label", { class: "k-filter" }, h("span", { class: "k-unseen" }, label),
    h("select", { onchange }, options.map(([key, text]) => h("option", { value: key }, text))));
}

const value = (label) => label.querySelector("select").value;

customElements.define("kinora-jobs", Jobs);
