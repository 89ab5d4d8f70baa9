// Who is in a project, and for its owners a form that lets others in.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";

const ROLES = [["viewer", "Viewer: sees everything"], ["editor", "Editor: also makes things"], ["owner", "Owner: also decides who is in"]];

export function members(project, role, changed) {
  const list = h("ul", { class: "k-keys" });
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const act = async (work) => {
    problem.hidden = true;
    try {
      await work();
      changed();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  };
  const path = `projects/${project}/members`;
  api(path).then((page) => list.replaceChildren(...itemsOf(page).map((member) => row(member, role, path, act))),
    (error) => act(() => Promise.reject(error)));
  return h("div", { class: "k-card k-members" }, list, role === "owner" ? invite(path, act) : null, leave(path, act), problem);
}

function row(member, role, path, act) {
  const choice = select(member.role, `Role of ${member.name || member.email}`);
  choice.addEventListener("change", () => act(() => api(`${path}/${member.user_id}`, { method: "PATCH", body: { role: choice.value } })));
  const out = h("button", { type: "button", class: "k-button k-small", "aria-label": `Take ${member.email} out`,
    onclick: () => act(() => api(`${path}/${member.user_id}`, { method: "DELETE" })) }, "Take out");
  return h("li", {}, h("div", {}, h("strong", {}, member.name || member.email), h("span", { class: "k-soft" }, member.email)),
    role === "owner" ? h("div", { class: "k-actions" }, choice, out) : h("span", { class: "k-soft" }, member.role));
}

function invite(path, act) {
  const email = h("input", { type: "email", required: true, maxlength: 254, placeholder: "Address of an account here", "aria-label": "Address", autocomplete: "off" });
  const role = select("editor", "Role");
  const send = (event) => {
    event.preventDefault();
    act(() => api(path, { method: "POST", body: { email: email.value, role: role.value } }));
  };
  return h("form", { class: "k-new-project", onsubmit: send }, email, role, h("button", { type: "submit", class: "k-button" }, "Let in"));
}

function leave(path, act) {
  const go = async () => {
    const me = await api("auth/me");
    await api(`${path}/${(me.user || me).id}`, { method: "DELETE" });
    location.assign("/projects");
  };
  return h("p", {}, h("button", { type: "button", class: "k-link-button", onclick: () => act(go) }, "Leave this project"));
}

function select(chosen, label) {
  return h("select", { "aria-label": label }, ROLES.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}
