// Questions that are asked before results are moved or deleted.

import { h } from "../dom.js";

/** Resolves to what `answer()` gives when it was confirmed, else to null. */
export function ask(title, body, confirm, { danger = false, answer = () => true } = {}) {
  return new Promise((resolve) => {
    const yes = h("button", { type: "submit", class: `k-button ${danger ? "k-danger" : "k-primary"}` }, confirm);
    const form = h("form", { method: "dialog" }, h("h2", {}, title), body,
      h("div", { class: "k-actions" }, yes, h("button", { type: "button", class: "k-button", onclick: () => box.close() }, "Back")));
    const box = h("dialog", { class: "k-dialog", "aria-label": title }, form);
    let given = null;
    form.addEventListener("submit", () => (given = answer()));
    box.addEventListener("close", () => {
      box.remove();
      resolve(given);
    });
    document.body.append(box);
    box.showModal();
  });
}

export function askProject(projects, count) {
  const open = projects.filter((project) => project.role !== "viewer");
  const choice = h("select", { "aria-label": "Project" }, h("option", { value: "" }, "No project"), open.map((project) => h("option", { value: project.id }, project.name)));
  const text = open.length ? "Everybody in the project sees what is in it." : "You are in no project yet. Make one under Projects.";
  return ask(`Move ${results(count)}`, h("div", {}, h("p", { class: "k-soft" }, text), choice), "Move", { answer: () => ({ project: choice.value || null }) });
}

export const askDelete = (count) => ask(`Delete ${results(count)}?`,
  h("p", {}, "All files go, for good. Links that you have shared stop working. The credits stay spent."), "Delete", { danger: true });

export const results = (count) => (count === 1 ? "1 result" : `${count} results`);
