// What can be done with a finished result on its page: mark, share, move, use as input, delete.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";
import { askDelete, askProject } from "./dialogs.js";
import { share } from "./share.js";
import { inputChoices, useAsInput } from "./use_as_input.js";

export function resultActions(job) {
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const row = h("div", { class: "k-actions k-result-actions" });
  const place = h("div", { class: "k-stack" }, row, problem);
  const act = async (work) => {
    problem.hidden = true;
    try {
      await work();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  };
  const path = `jobs/${encodeURIComponent(job.id)}`;
  api(`library/${encodeURIComponent(job.id)}`).then((item) => row.replaceChildren(...buttons(job, item, path, act)), () => place.remove());
  return place;
}

function buttons(job, item, path, act) {
  const star = button("Favourite", () => act(async () => {
    await api(path, { method: "PATCH", body: { favourite: !item.favourite } });
    item.favourite = !item.favourite;
    star.setAttribute("aria-pressed", String(item.favourite));
  }), "k-toggle");
  star.setAttribute("aria-pressed", String(item.favourite));
  return [
    star,
    item.own ? button("Share", () => act(() => share(path))) : null,
    useMenu(job, act),
    button("Move to a project", () => act(() => move(path))),
    item.own ? button("Delete", () => act(() => remove(path)), "k-danger") : null,
  ].filter(Boolean);
}

function useMenu(job, act) {
  const choices = inputChoices(job);
  if (!choices.length) return null;
  const select = h("select", { "aria-label": "Use as input for" }, h("option", { value: "" }, "Use as input for…"),
    choices.map(({ label }, n) => h("option", { value: n }, label)));
  select.addEventListener("change", () => act(async () => {
    const choice = choices[Number(select.value)];
    select.disabled = true;
    try {
      await useAsInput(choice);
    } finally {
      select.disabled = false;
      select.value = "";
    }
  }));
  return select;
}

async function move(path) {
  const answer = await askProject(itemsOf(await api("projects")), 1);
  if (answer) await api(path, { method: "PATCH", body: { project_id: answer.project } });
}

async function remove(path) {
  if (!(await askDelete(1))) return;
  await api(path, { method: "DELETE" });
  location.assign("/library");
}

const button = (label, onclick, more = "") => h("button", { type: "button", class: `k-button k-small ${more}`, onclick }, label);
