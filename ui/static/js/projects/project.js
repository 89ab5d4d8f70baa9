// <kinora-project project role-here>: what a project is about, who is in it, and how to make things in it.

import { api } from "../api.js";
import { h } from "../dom.js";
import { ask } from "../library/dialogs.js";
import { members } from "./members.js";

class Project extends HTMLElement {
  connectedCallback() {
    this.id = this.getAttribute("project");
    this.role = this.getAttribute("role-here");
    this.problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.replaceChildren(this.problem);
    this.load();
  }

  async load() {
    try {
      this.draw(await api(`projects/${this.id}`));
    } catch (error) {
      this.tell(error.message);
    }
  }

  draw(project) {
    document.getElementById("project-name").textContent = project.name;
    const actions = h("div", { class: "k-actions" },
      this.role === "viewer" ? null : h("a", { class: "k-button k-small", href: `/?project=${this.id}` }, "Make something in it"),
      this.role === "owner" ? button("Rename", () => this.change(project)) : null,
      this.role === "owner" ? button("Delete", () => this.end(project), "k-danger") : null);
    const people = h("details", { class: "k-details k-people" }, h("summary", {}, project.members === 1 ? "Only you are in it" : `${project.members} people`));
    people.addEventListener("toggle", () => people.open && !people.children[1] && people.append(members(this.id, this.role, () => this.load())));
    this.replaceChildren(project.description ? h("p", { class: "k-project-about" }, project.description) : "", actions, people, this.problem);
  }

  tell(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  async change(project) {
    const name = h("input", { type: "text", value: project.name, maxlength: 120, required: true, "aria-label": "Name" });
    const about = h("input", { type: "text", value: project.description, maxlength: 2000, "aria-label": "Description", placeholder: "What it is about" });
    const body = await ask("Rename the project", h("div", {}, name, about), "Save", { answer: () => ({ name: name.value, description: about.value }) });
    if (body) this.act(() => api(`projects/${this.id}`, { method: "PATCH", body }), () => this.load());
  }

  async end(project) {
    const words = h("p", {}, "What was made in it stays with those who made it. Everybody else loses sight of it.");
    if (!(await ask(`Delete “${project.name}”?`, words, "Delete", { danger: true }))) return;
    this.act(() => api(`projects/${this.id}`, { method: "DELETE" }), () => location.assign("/projects"));
  }

  async act(work, then) {
    this.tell("");
    try {
      await work();
      then();
    } catch (error) {
      this.tell(error.message);
    }
  }
}

const button = (label, onclick, more = "") => h("button", { type: "button", class: `k-button k-small ${more}`, onclick }, label);

customElements.define("kinora-project", Project);
