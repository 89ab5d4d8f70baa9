// Refused orders: what was refused and why, asking for a review, and deciding about it.

import { api } from "./api.js";
import { h } from "./dom.js";
import { fieldsOf, titleOf } from "./facts.js";
import { exactTime } from "./format.js";

class Refusals extends HTMLElement {
  path = "moderation/refusals";
  empty = "No order of yours was refused.";

  connectedCallback() {
    this.replaceChildren(h("p", { class: "k-soft", role: "status" }, "Loading…"));
    this.load();
  }

  async load() {
    try {
      const { items } = await api(this.path);
      this.replaceChildren(items.length
        ? h("ul", { class: "k-refusals" }, items.map((item) => h("li", { class: "k-card" }, this.shown(item))))
        : h("p", { class: "k-soft" }, this.empty));
    } catch (error) {
      this.replaceChildren(h("p", { class: "k-problem", role: "alert" }, error.message));
    }
  }

  shown(item) {
    return [...head(item), item.can_be_appealed ? this.asking(item) : answer(item)];
  }

  asking(item) {
    const words = h("textarea", { rows: 3, maxlength: 1000, required: true });
    const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    return h("form", {
      class: "k-stack",
      onsubmit: (event) => {
        event.preventDefault();
        send(this, "moderation/appeals", { refusal_id: item.id, message: words.value }, problem);
      },
    }, h("label", {}, h("span", { class: "k-label" }, "Why is this a mistake?"), words), problem,
    h("button", { class: "k-button", type: "submit" }, "Ask for a review"));
  }
}

class Appeals extends Refusals {
  path = "admin/moderation/appeals";
  empty = "Nothing waits.";

  shown(item) {
    const note = h("textarea", { rows: 2, maxlength: 1000 });
    const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
    const decide = (outcome) => () => send(this, `admin/moderation/appeals/${encodeURIComponent(item.id)}`, { outcome, note: note.value }, problem);
    return [...head(item), h("p", {}, `“${item.message}”`),
      h("div", { class: "k-stack" }, h("label", {}, h("span", { class: "k-label" }, "Answer (may be empty)"), note)), problem,
      h("div", { class: "k-actions" },
        h("button", { class: "k-button k-small", type: "button", onclick: decide("allowed") }, "Allow this text"),
        h("button", { class: "k-button k-small", type: "button", onclick: decide("upheld") }, "Keep it refused"))];
  }
}

async function send(list, path, body, problem) {
  problem.hidden = true;
  try {
    await api(path, { method: "POST", body });
    await list.load();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

function head(item) {
  const place = fieldsOf(item.generator).find(({ name }) => name === item.field)?.label || item.field;
  return [
    h("strong", {}, item.reason),
    h("blockquote", {}, item.excerpt),
    h("p", { class: "k-soft" }, `${titleOf(item.generator)}, ${place} · ${exactTime(item.created_at)}`),
  ];
}

function answer(item) {
  if (item.outcome) {
    const said = item.outcome === "allowed" ? "Allowed: you can order this text now." : "It stays refused.";
    return h("p", { class: "k-refusals-answer", "data-outcome": item.outcome }, item.note ? `${said} “${item.note}”` : said);
  }
  return h("p", { class: "k-soft" }, item.appealed_at ? "A person will look at it again." : "This is never made here.");
}

customElements.define("kinora-refusals", Refusals);
customElements.define("kinora-appeals", Appeals);
