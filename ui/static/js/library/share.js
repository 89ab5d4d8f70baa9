// The links to one result: made, copied, taken back.

import { api, itemsOf } from "../api.js";
import { h } from "../dom.js";
import { exactTime } from "../format.js";

const DAY = 86400;
const LIFETIMES = [[3600, "One hour"], [DAY, "One day"], [7 * DAY, "A week"], [30 * DAY, "30 days"], [90 * DAY, "90 days"]];

/** Throws ApiError where the links cannot be read. */
export async function share(path) {
  const links = itemsOf(await api(`${path}/share`));
  const list = h("ul", { class: "k-keys" });
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const made = h("div", { class: "k-secret", hidden: true });
  const lifetime = h("select", { "aria-label": "How long it works" }, LIFETIMES.map(([seconds, text]) => h("option", { value: seconds, selected: seconds === 7 * DAY }, text)));
  const prompt = h("input", { type: "checkbox" });
  const tell = (error) => {
    problem.textContent = error.message;
    problem.hidden = false;
  };
  const revoke = (link) => api(`${path}/share/${link.id}`, { method: "DELETE" }).then(() => {
    links.splice(links.indexOf(link), 1);
    draw();
  }, tell);
  const draw = () => list.replaceChildren(...links.map((link) => row(link, revoke)));
  const make = async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const link = await api(`${path}/share`, { method: "POST", body: { expires_in: Number(lifetime.value), with_prompt: prompt.checked } });
      links.unshift(link);
      show(made, link.url);
      draw();
    } catch (error) {
      tell(error);
    }
  };
  const box = h("dialog", { class: "k-dialog k-share", "aria-label": "Share this result" }, h("h2", {}, "Share this result"),
    h("p", { class: "k-soft" }, "Whoever has the link sees the result, without an account, until it ends or you revoke it."),
    h("form", { onsubmit: make }, lifetime, h("label", { class: "k-tick" }, prompt, "Show what it was made from, the prompt too"),
      h("div", { class: "k-actions" }, h("button", { type: "submit", class: "k-button k-primary" }, "Make a link"),
        h("button", { type: "button", class: "k-button", onclick: () => box.close() }, "Done"))),
    problem, made, list);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  draw();
  box.showModal();
}

function show(place, url) {
  const code = h("code", {}, url);
  place.hidden = false;
  place.replaceChildren(h("p", {}, "Copy it now: it is shown once."), h("kinora-copy", {}, code));
}

function row(link, revoke) {
  return h("li", {}, h("div", {}, h("strong", {}, `Until ${exactTime(link.expires_at)}`),
    h("span", { class: "k-soft" }, link.with_prompt ? "With the prompt" : "Without the prompt")),
    h("button", { type: "button", class: "k-button k-small k-danger", onclick: () => revoke(link) }, "Revoke"));
}
