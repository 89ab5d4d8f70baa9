// <kinora-projects>: the projects that one is in, and a form for a new one.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";
import { ago, exactTime } from "../format.js";

class Projects extends HTMLElement {
  connectedCallback() {
    this.list = h("ul", { class: "k-projects" });
    this.note = h("div", { class: "k-soft", role: "status" }, "Loading…");
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.name = h("input", { type: "text", maxlength: 120, required: true, placeholder: "Spring campaign", autocomplete: "off" });
    const form = h("form", { class: "k-new-project", onsubmit: (event) => this.create(event) },
      h("label", {}, h("span", {}, "New project"), this.name), h("button", { type: "submit", class: "k-button" }, "Make it"));
    this.replaceChildren(form, this.problem, this.list, this.note);
    this.load();
  }

  async load() {
    try {
      const items = itemsOf(await api("projects"));
      this.list.replaceChildren(...items.map(row));
      this.note.replaceChildren(...(items.length ? [] : [nothing()]));
    } catch (error) {
      this.note.replaceChildren(error.message);
    }
  }

  async create(event) {
    event.preventDefault();
    this.problem.hidden = true;
    try {
      const made = await api("projects", { method: "POST", body: { name: this.name.value } });
      location.assign(`/projects/${made.id}`);
    } catch (error) {
      this.problem.textContent = error.message;
      this.problem.hidden = false;
      this.name.focus();
    }
  }
}

const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

function row(project) {
  return h("li", {}, h("a", { href: `/projects/${project.id}` },
    h("strong", {}, project.name),
    h("span", { class: "k-soft k-project-words" }, project.description || "No description"),
    h("span", { class: "k-soft k-number" }, `${counted(project.jobs, "job")} · ${project.members === 1 ? "only you" : `${project.members} people`} · ${project.role} · `,
      h("time", { datetime: project.updated_at, title: exactTime(project.updated_at) }, ago(project.updated_at)))));
}

function nothing() {
  return h("div", { class: "k-frame k-empty" }, h("p", { class: "k-empty-title" }, "Projects keep the work of a campaign together"),
    h("p", {}, "Give one a name above, then let others in: viewers see everything in it, editors also make things in it."));
}

customElements.define("kinora-projects", Projects);
