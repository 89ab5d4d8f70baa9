// An endless grid that stays small: pages far from the window give up their elements and keep their height.

import { h } from "../dom.js";

const NEAR = "1200px 0px";

export class Grid {
  /** `draw(item)` gives an item's element; `more()` loads the next page and resolves to its items, or null at the end. */
  constructor(draw, more) {
    this.draw = draw;
    this.more = more;
    this.pages = [];
    this.end = h("div", { class: "k-grid-end", "aria-hidden": "true" });
    this.element = h("div", { class: "k-grid" });
    this.watch = new IntersectionObserver((seen) => seen.forEach((each) => this.seen(each)), { rootMargin: NEAR });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.restart();
  }

  restart() {
    this.watch.disconnect();
    this.pages = [];
    this.loading = false;
    this.done = false;
    this.round = (this.round || 0) + 1;
    this.element.replaceChildren(this.end);
    this.watch.observe(this.end);
  }

  stop() {
    this.watch.disconnect();
  }

  seen({ target, isIntersecting }) {
    if (target === this.end) {
      if (isIntersecting) this.load();
      return;
    }
    const page = this.pages.find((each) => each.list === target);
    if (page) isIntersecting ? this.fill(page) : this.empty(page);
  }

  async load() {
    if (this.loading || this.done) return;
    this.loading = true;
    const round = this.round;
    const items = await this.more();
    if (round !== this.round) return; // another search was begun meanwhile
    this.loading = false;
    if (!items) {
      this.done = true;
      return;
    }
    const page = { items, list: h("ul", { class: "k-tiles" }), full: false };
    this.pages.push(page);
    this.fill(page);
    this.end.before(page.list);
    this.watch.observe(page.list);
    this.watch.unobserve(this.end); // asked again whether the end is near
    this.watch.observe(this.end);
  }

  fill(page) {
    if (page.full) return;
    page.full = true;
    page.list.style.minHeight = "";
    page.list.replaceChildren(...page.items.map(this.draw));
  }

  empty(page) {
    if (!page.full || page.list.contains(document.activeElement)) return;
    page.list.style.minHeight = `${page.list.offsetHeight}px`;
    page.full = false;
    page.list.replaceChildren();
  }

  /** Draw an item again after it has changed. */
  redraw(item) {
    this.find(item.job_id)?.replaceWith(this.draw(item));
  }

  remove(id) {
    for (const page of this.pages) page.items = page.items.filter((item) => item.job_id !== id);
    this.find(id)?.remove();
  }

  find(id) {
    return this.element.querySelector(`[data-job="${CSS.escape(id)}"]`);
  }

  items() {
    return this.pages.flatMap((page) => page.items);
  }

  /** Arrow keys go from tile to tile. */
  key(event) {
    const links = [...this.element.querySelectorAll(".k-tile-link")];
    const at = links.indexOf(document.activeElement);
    const columns = getComputedStyle(this.pages[0]?.list || this.element).gridTemplateColumns.split(" ").length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (at < 0 || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = links[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}
