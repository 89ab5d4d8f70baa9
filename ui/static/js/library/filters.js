// The search box and what narrows a library down. What is chosen stands in the page's address.

import { h } from "../dom.js";
import { fieldsOf, generators } from "../facts.js";

const TYPING = 250; // ms
const KINDS = [["", "Everything"], ["image", "Pictures"], ["video", "Films"], ["audio", "Sound"], ["text", "Texts"]];
const MADE = [["", "Any renderer"], ["builtin", "Built-in renderer"], ["neural", "Neural models"]];
const RARE = ["style", "backend", "model", "seed", "after", "before", "project"];

export class Filters {
  /** `changed()` is called when another search is wanted. `fixed`: {project} of a project's page. */
  constructor(changed, { projects = [], fixed = {} } = {}) {
    this.changed = changed;
    this.fixed = fixed;
    const told = new URLSearchParams(location.search);
    const at = (name) => told.get(name) || "";
    this.controls = {
      q: h("input", { type: "search", value: at("q"), placeholder: "Search in prompts and settings", "aria-label": "Search", maxlength: 200, autocomplete: "off" }),
      generator: select("Made with", [["", "All tools"], ...generators.map((g) => [g.key, g.title])], at("generator")),
      kind: select("Kind", KINDS, at("kind")),
      style: select("Style", [["", "Any style"]], ""),
      backend: select("Made by", MADE, at("backend")),
      project: select("Project", [["", "All my results"], ...projects.map((p) => [p.id, p.name])], at("project")),
      model: input("Model", "text", at("model"), { placeholder: "Any", maxlength: 200 }),
      seed: input("Seed", "text", at("seed"), { placeholder: "Any", inputmode: "numeric", pattern: "[0-9]*", maxlength: 10 }),
      after: input("From", "date", at("after")),
      before: input("To", "date", at("before")),
    };
    this.star = h("button", { type: "button", class: "k-button k-small k-toggle", "aria-pressed": String(at("favourite") === "true"), onclick: () => this.toggle() }, "Favourites");
    this.fillStyles(at("style"));
    this.element = this.build();
    this.listen();
  }

  build() {
    const c = this.controls;
    const rare = RARE.filter((name) => name !== "project" || !this.fixed.project);
    const open = rare.some((name) => this.value(name));
    const panel = h("div", { class: "k-more-grid", id: "k-more-filters", hidden: !open }, rare.map((name) => field(c[name])));
    const more = h("button", {
      type: "button", class: "k-button k-small k-expand", "aria-expanded": String(open), "aria-controls": "k-more-filters",
      onclick: () => more.setAttribute("aria-expanded", String(!(panel.hidden = !panel.hidden))),
    }, "More filters");
    return h("form", { class: "k-library-filters", role: "search", onsubmit: (event) => event.preventDefault() },
      h("div", { class: "k-library-row" }, c.q, c.generator, c.kind, this.star, more), panel);
  }

  listen() {
    this.element.addEventListener("input", (event) => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.apply(), event.target.tagName === "SELECT" ? 0 : TYPING);
    });
    this.controls.generator.addEventListener("change", () => this.fillStyles(""));
    this.element.addEventListener("submit", () => this.apply());
  }

  /** Styles are those of the chosen tool, or of all. */
  fillStyles(chosen) {
    const keys = this.value("generator") ? [this.value("generator")] : generators.map((g) => g.key);
    const styles = new Map(keys.flatMap((key) => fieldsOf(key).find(({ name }) => name === "style")?.choices || []).map(([label, value]) => [value, label]));
    const options = [["", "Any style"], ...[...styles].map(([value, label]) => [value, label]).sort((a, b) => a[1].localeCompare(b[1]))];
    this.controls.style.replaceChildren(...options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));
  }

  toggle() {
    this.star.setAttribute("aria-pressed", String(this.star.getAttribute("aria-pressed") !== "true"));
    this.apply();
  }

  value(name) {
    return this.controls[name].value.trim();
  }

  /** Whether anything narrows the list down. */
  get any() {
    return Object.keys(this.controls).some((name) => name !== "project" && this.value(name)) || this.favourites;
  }

  get favourites() {
    return this.star.getAttribute("aria-pressed") === "true";
  }

  apply() {
    clearTimeout(this.timer);
    const told = this.told().toString();
    if (told === this.last) return;
    this.last = told;
    history.replaceState(history.state, "", location.pathname + (told ? `?${told}` : ""));
    this.changed();
  }

  told() {
    const found = new URLSearchParams();
    for (const name of Object.keys(this.controls)) if (this.value(name)) found.set(name, this.value(name));
    if (this.favourites) found.set("favourite", "true");
    return found;
  }

  /** What the server is asked. Days are those of the person who looks. */
  query() {
    const asked = this.told();
    if (asked.has("after")) asked.set("after", new Date(`${asked.get("after")}T00:00`).toISOString());
    if (asked.has("before")) asked.set("before", new Date(new Date(`${asked.get("before")}T00:00`).getTime() + 864e5).toISOString());
    if (asked.has("seed") && !/^\d{1,10}$/.test(asked.get("seed"))) asked.delete("seed");
    if (this.fixed.project) asked.set("project", this.fixed.project);
    return asked;
  }

  clear() {
    for (const control of Object.values(this.controls)) control.value = "";
    this.star.setAttribute("aria-pressed", "false");
    this.fillStyles("");
    this.apply();
  }
}

function select(label, options, chosen) {
  return h("select", { "aria-label": label }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

function input(label, type, value, more = {}) {
  return h("input", { type, value, "aria-label": label, ...more });
}

const field = (control) => h("label", {}, h("span", {}, control.getAttribute("aria-label")), control);
