// The project that this tab works in: chosen by "/?project=<id>", told above the forms, sent with each order.

import { api } from "./api.js";
import { h } from "./dom.js";

const KEPT = "kinora-project";
let told = null;

/** The id that orders go into; null for none. */
export function chosenProject() {
  return sessionStorage.getItem(KEPT);
}

function begin() {
  const id = new URLSearchParams(location.search).get("project");
  if (location.pathname !== "/") return;
  if (id && /^[0-9a-f]{32}$/.test(id)) {
    sessionStorage.setItem(KEPT, id);
    history.replaceState(history.state, "", location.pathname + location.hash);
  }
  if (chosenProject()) show(100);
}

async function show(tries) {
  const tabs = document.querySelector(".k-tabs");
  if (!tabs) return void (tries && setTimeout(() => show(tries - 1), 100));
  const project = await api(`projects/${encodeURIComponent(chosenProject())}`).catch(() => null);
  if (!project) return leave(); // it has ended, or somebody has taken us out
  told?.remove();
  told = h("p", { class: "k-in-project", role: "status" }, "Working in ", h("a", { href: `/projects/${project.id}` }, project.name),
    h("button", { type: "button", class: "k-button k-small", "aria-label": "Work in no project", onclick: leave }, "Leave"));
  tabs.before(told);
}

function leave() {
  sessionStorage.removeItem(KEPT);
  told?.remove();
}

begin();
