// What is selected, and the bar that says what can be done with it.

import { api } from "../api.js";
import { h } from "../dom.js";
import { megabytes } from "../format.js";
import { askDelete, askProject, results } from "./dialogs.js";

const ZIP_JOBS = 100;
const ZIP_BYTES = 2e9;
const AT_ONCE = 4;

export class Selection {
  /** `host`: {projects(), changed(item), removed(id), unselect(id), say(text)} */
  constructor(host) {
    this.host = host;
    this.items = new Map();
    this.count = h("span", { class: "k-number", role: "status" });
    this.zip = button("Download zip", () => this.download());
    this.move = button("Move to a project", () => this.moveAll());
    this.gone = button("Delete", () => this.deleteAll(), "k-danger");
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.element = h("div", { class: "k-selection", role: "region", "aria-label": "Selected results", hidden: true },
      this.count, h("div", { class: "k-actions" }, this.zip, this.move, this.gone, button("Clear", () => this.clear())), this.problem);
  }

  has(id) {
    return this.items.has(id);
  }

  set(item, on) {
    if (on) this.items.set(item.job_id, item);
    else this.items.delete(item.job_id);
    this.draw();
  }

  clear() {
    const ids = [...this.items.keys()];
    this.items.clear();
    ids.forEach((id) => this.host.unselect(id));
    this.draw();
  }

  draw() {
    const all = [...this.items.values()];
    this.element.hidden = !all.length;
    this.count.textContent = `${results(all.length)} selected · ${megabytes(all.reduce((sum, item) => sum + item.bytes, 0))}`;
    this.gone.hidden = !all.some((item) => item.own);
    this.tell("");
  }

  tell(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  download() {
    const all = [...this.items.values()];
    const bytes = all.reduce((sum, item) => sum + item.bytes, 0);
    if (all.length > ZIP_JOBS) return this.tell(`A zip takes ${ZIP_JOBS} results. Select fewer.`);
    if (bytes > ZIP_BYTES) return this.tell(`These results have ${(bytes / 1e9).toFixed(1)} GB together; a zip holds 2 GB. Select fewer.`);
    const query = new URLSearchParams(all.map((item) => ["job", item.job_id]));
    const link = h("a", { href: `/api/v1/library/zip?${query}`, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  }

  async moveAll() {
    const answer = await askProject(await this.host.projects(), this.items.size);
    if (!answer) return;
    await this.each((item) => api(`jobs/${item.job_id}`, { method: "PATCH", body: { project_id: answer.project } }), (item) => {
      item.project_id = answer.project;
      this.host.changed(item);
    });
  }

  async deleteAll() {
    for (const item of [...this.items.values()]) {
      if (item.own) continue;
      this.items.delete(item.job_id); // only who has ordered it may delete it
      this.host.unselect(item.job_id);
    }
    this.draw();
    if (!(await askDelete(this.items.size))) return;
    await this.each((item) => api(`jobs/${item.job_id}`, { method: "DELETE" }), (item) => this.host.removed(item.job_id));
  }

  /** A few requests at a time. What has worked is no longer selected; what has not stays, with the reason. */
  async each(act, done) {
    const waiting = [...this.items.values()];
    const problems = new Set();
    const work = async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        try {
          await act(item);
          this.items.delete(item.job_id);
          this.host.unselect(item.job_id);
          done(item);
        } catch (error) {
          problems.add(error.message);
        }
        this.count.textContent = `${results(waiting.length)} left`;
      }
    };
    this.element.setAttribute("aria-busy", "true");
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    this.element.removeAttribute("aria-busy");
    this.draw();
    this.tell([...problems].join(" "));
  }
}

const button = (label, onclick, more = "") => h("button", { type: "button", class: `k-button k-small ${more}`, onclick }, label);
