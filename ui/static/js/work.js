// A job at work: stages in plain words, one bar, time left, and what can be seen of the result so far.

import { api } from "./api.js";
import { h } from "./dom.js";
import { percent, placeInLine, timeLeft } from "./format.js";
import { StageRows } from "./stage_rows.js";
import { store } from "./store.js";

export class WorkView {
  constructor(job) {
    this.rows = new StageRows(job.stages || []);
    this.picture = h("img", { alt: "The unfinished result", class: "k-preview", hidden: true });
    this.fill = h("span", { class: "k-bar-fill" });
    this.bar = h("div", {
      class: "k-bar", role: "progressbar", "aria-label": "Progress", "aria-valuemin": 0, "aria-valuemax": 100,
    }, this.fill);
    this.done = h("span", { class: "k-number" });
    this.left = h("span", { class: "k-number" });
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.cancel = h("button", { type: "button", class: "k-button k-small", onclick: () => this.stop() }, "Cancel");
    this.wait = h("div", { class: "k-lamp-wait", "aria-hidden": "true" }, (this.words = h("p")));
    this.element = h("div", { class: "k-work" },
      h("div", { class: "k-frame k-frame-work" }, this.wait, this.picture),
      h("div", { class: "k-progress" }, this.rows.element, this.bar,
        h("div", { class: "k-meta" }, this.done, this.left, this.cancel), this.problem));
    this.update(job);
  }

  update(job) {
    if (job !== this.job) this.told = Date.now();
    this.job = job;
    const running = job.status === "running";
    this.fill.style.transform = `scaleX(${Math.max(running ? 0.012 : 0, job.progress || 0)})`;
    this.bar.setAttribute("aria-valuenow", Math.round((job.progress || 0) * 100));
    if (running) this.done.textContent = percent(job.progress);
    this.element.classList.toggle("k-is-queued", !running);
    const current = (job.stages || []).find((stage) => stage.status === "running");
    this.words.textContent = running ? job.message || current?.title || "" : "Waiting for its turn";
    this.showPreview(store.previews.get(job.id));
    this.tick();
  }

  /** What changes with the clock alone; called every second. */
  tick() {
    const live = this.job.status === "running" ? store.live.get(this.job.id) : undefined;
    const now = Date.now();
    if (this.job.status === "queued") this.done.textContent = placeInLine(this.job, (now - this.told) / 1000);
    const elapsed = (name) => (live?.since[name] ? (now - live.since[name]) / 1000 : 0);
    this.rows.update(this.job.stages || [], elapsed);
    this.left.textContent = live?.eta ? timeLeft(live.eta.seconds - (now - live.eta.at) / 1000) : "";
  }

  showPreview(url) {
    if (!url || this.shown === url) return;
    this.shown = url;
    const next = new Image();
    // Shown when it is there in full, so that the old one does not blink away.
    next.onload = () => {
      this.picture.src = next.src;
      this.picture.hidden = false;
      this.wait.hidden = true;
    };
    next.src = url;
  }

  async stop() {
    this.cancel.disabled = true;
    this.cancel.textContent = "Stopping…";
    this.problem.hidden = true;
    try {
      const job = await api(`jobs/${encodeURIComponent(this.job.id)}/cancel`, { method: "POST" });
      if (job?.status && job.id) store.putJob({ ...this.job, ...job });
    } catch (error) {
      this.cancel.disabled = false;
      this.cancel.textContent = "Cancel";
      this.problem.textContent = error.message;
      this.problem.hidden = false;
    }
  }
}
