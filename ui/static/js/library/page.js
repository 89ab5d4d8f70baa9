// <kinora-library project="...">: everything that was made, searched, filtered, selected.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";
import { store } from "../store.js";
import { Filters } from "./filters.js";
import { Grid } from "./grid.js";
import { Selection } from "./selection.js";
import { tile } from "./tile.js";
import { watchDrops } from "./record.js";

const PAGE = 40;

class Library extends HTMLElement {
  async connectedCallback() {
    this.project = this.getAttribute("project");
    this.told = new Set();
    const projects = await this.projects();
    if (!this.isConnected) return;
    this.filters = new Filters(() => this.restart(), { projects, fixed: this.project ? { project: this.project } : {} });
    this.selection = new Selection({
      projects: () => this.projects(), changed: (item) => this.moved(item), removed: (id) => this.removed(id),
      unselect: (id) => this.mark(id, false),
    });
    this.note = h("div", { class: "k-library-note k-soft", role: "status" });
    this.fresh = h("button", { type: "button", class: "k-button k-small k-fresh", hidden: true, onclick: () => this.restart() }, "Show new results");
    this.grid = new Grid((item) => tile(item, this, this.selection.has(item.job_id)), () => this.more());
    this.replaceChildren(this.filters.element, this.fresh, this.grid.element, this.note, this.selection.element);
    this.stop = new AbortController();
    store.addEventListener("job", ({ detail }) => this.heard(detail), { signal: this.stop.signal });
    watchDrops(this, this.stop.signal);
    this.restart();
  }

  disconnectedCallback() {
    this.stop?.abort();
    this.grid?.stop();
  }

  async projects() {
    try {
      return itemsOf(await api("projects"));
    } catch {
      return [];
    }
  }

  restart() {
    this.cursor = null;
    this.first = true;
    this.shown = 0;
    this.fresh.hidden = true;
    this.note.replaceChildren();
    this.selection.clear();
    this.grid.restart();
  }

  /** The next page's items; null when there are no more. */
  async more() {
    if (!this.first && !this.cursor) return null;
    const query = this.filters.query();
    query.set("limit", PAGE);
    if (this.cursor) query.set("cursor", this.cursor);
    const asked = query.toString();
    this.asked = asked;
    try {
      const page = await api(`library?${asked}`);
      if (asked !== this.asked) return null;
      this.first = false;
      this.cursor = page.next_cursor;
      this.shown += page.items.length;
      if (!this.shown) this.note.replaceChildren(this.nothing());
      return page.items.length ? page.items : null;
    } catch (error) {
      if (asked === this.asked) this.note.replaceChildren(h("p", { class: "k-problem" }, error.message),
        h("button", { type: "button", class: "k-button k-small", onclick: () => this.restart() }, "Try again"));
      return null;
    }
  }

  nothing() {
    if (this.filters.any) {
      return h("div", { class: "k-frame k-empty" }, h("p", { class: "k-empty-title" }, "Nothing matches this search"),
        h("button", { type: "button", class: "k-button k-small", onclick: () => this.filters.clear() }, "Clear the search"));
    }
    const place = this.project ? "this project" : "your library";
    return h("div", { class: "k-frame k-empty" }, h("div", { class: "k-empty-art", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("p", { class: "k-empty-title" }, `Everything that is made in ${place} is kept here`),
      h("p", { class: "k-soft" }, "Find it again by its words, take it home as a zip, share it by a link."),
      h("p", {}, h("a", { class: "k-button", href: this.project ? `/?project=${encodeURIComponent(this.project)}` : "/" }, "Make something")));
  }

  /** A job has ended while the page is open. */
  heard(job) {
    if (job.status !== "succeeded" || this.told.has(job.id) || this.grid.find(job.id)) return;
    this.told.add(job.id);
    if (Date.now() - Date.parse(job.finished_at) < 60e3) this.fresh.hidden = false;
  }

  async star(item, button) {
    const on = !item.favourite;
    button.setAttribute("aria-pressed", String(on));
    try {
      await api(`jobs/${encodeURIComponent(item.job_id)}`, { method: "PATCH", body: { favourite: on } });
      item.favourite = on;
    } catch (error) {
      button.setAttribute("aria-pressed", String(!on));
      button.title = error.message;
    }
  }

  /** With the shift key, all from the one that was selected last. */
  select(item, on, event) {
    const all = this.grid.items();
    const [from, to] = [all.indexOf(this.last), all.indexOf(item)];
    const range = event.shiftKey && from >= 0 && to >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [item];
    this.last = item;
    for (const each of range) {
      this.selection.set(each, on);
      this.mark(each.job_id, on);
    }
  }

  mark(id, on) {
    const element = this.grid?.find(id);
    if (!element) return;
    element.classList.toggle("k-selected", on);
    element.querySelector(".k-tile-box").checked = on;
  }

  moved(item) {
    if (this.project && item.project_id !== this.project) return this.removed(item.job_id);
    this.grid.redraw(item);
  }

  removed(id) {
    this.grid.remove(id);
    this.shown -= 1;
    if (!this.shown && !this.cursor) this.note.replaceChildren(this.nothing());
  }
}

customElements.define("kinora-library", Library);
