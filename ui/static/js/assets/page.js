// <kinora-assets>: the grid of files, newest first, by kind and by name.

import { api } from "../api.js";
import { h } from "../dom.js";
import { card } from "./card.js";
import { details } from "./details.js";
import { FILTERS, mediumOf, typesOf } from "./types.js";
import "./uploads.js";

const PAGE = 48;
const TYPING = 250; // ms after a key until the list is asked for

class Assets extends HTMLElement {
  connectedCallback() {
    this.medium = "";
    this.look = 0;
    this.search = h("input", { type: "search", placeholder: "Search by name", "aria-label": "Search by name", maxlength: "200", oninput: () => this.later() });
    this.filters = h("div", { class: "k-asset-filters", role: "group", "aria-label": "Kind of file" }, FILTERS.map(([label, medium]) =>
      h("button", { type: "button", class: "k-segment", "aria-pressed": String(medium === ""), onclick: (event) => this.choose(medium, event.currentTarget) }, label)));
    this.trouble = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.grid = h("ul", { class: "k-assets", "aria-label": "Your files" });
    this.nothing = h("div");
    this.more = h("button", { type: "button", class: "k-button", hidden: true, onclick: () => this.load(this.cursor) }, "Show more");
    this.replaceChildren(h("div", { class: "k-asset-tools" }, this.filters, this.search), this.trouble, this.grid, this.nothing, this.more);
    this.stop = new AbortController();
    document.addEventListener("asset-added", (event) => this.added(event.detail), { signal: this.stop.signal });
    this.load();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.typing);
  }

  later() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.load(), TYPING);
  }

  choose(medium, button) {
    this.medium = medium;
    for (const each of this.filters.children) each.setAttribute("aria-pressed", String(each === button));
    this.load();
  }

  /** The first page, or the one after `cursor`. Of several looks the last one counts. */
  async load(cursor = null) {
    const look = ++this.look;
    const query = new URLSearchParams({ limit: PAGE, q: this.search.value.trim() });
    for (const { type } of this.medium ? typesOf(this.medium) : []) query.append("type", type);
    if (cursor) query.set("cursor", cursor);
    try {
      const found = await api(`assets?${query}`);
      if (look !== this.look) return;
      this.show(found, cursor);
    } catch (error) {
      if (look === this.look) this.say(error.message);
    }
  }

  show({ items, next_cursor: next }, cursor) {
    this.say("");
    const cards = items.map((asset) => this.card(asset));
    if (cursor) this.grid.append(...cards);
    else this.grid.replaceChildren(...cards);
    this.cursor = next;
    this.more.hidden = !next;
    this.empty();
    if (cursor) cards[0]?.querySelector("button").focus();
  }

  empty() {
    const searched = this.search.value.trim() || this.medium;
    this.nothing.replaceChildren(...(this.grid.children.length ? [] : [h("div", { class: "k-empty k-asset-empty" },
      h("p", { class: "k-empty-title" }, searched ? "Nothing found" : "No files yet"),
      h("p", { class: "k-soft" }, searched ? "Try another word or another kind." : "What you bring is kept here and can be used again in every form: photos, garments, voices, films and texts."))]));
  }

  say(message) {
    this.trouble.textContent = message;
    this.trouble.hidden = !message;
  }

  card(asset) {
    return card(asset, (opened) => details(opened, (changed) => this.changed(opened, changed)));
  }

  /** A file has come in: it stands first, unless what is shown leaves it out. */
  added(asset) {
    this.cardOf(asset.id)?.remove();
    const fits = (!this.medium || mediumOf(asset.type) === this.medium) && !this.search.value.trim();
    if (fits) this.grid.prepend(this.card(asset));
    this.empty();
  }

  changed(asset, renamed) {
    const known = this.cardOf(asset.id);
    if (renamed) {
      known?.replaceWith(this.card(renamed));
    } else {
      const next = known?.nextElementSibling || known?.previousElementSibling;
      known?.remove();
      this.empty();
      (next?.querySelector("button") || this.search).focus();
    }
  }

  cardOf(id) {
    return this.grid.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }
}

customElements.define("kinora-assets", Assets);
