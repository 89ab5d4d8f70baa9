// <kinora-webhooks>: the user's webhooks, what was sent to them, and a form for a new one.

import { api } from "./api.js";
import { h } from "./dom.js";
import { ago, exactTime } from "./format.js";

const EVENTS = { "job.succeeded": "Job succeeded", "job.failed": "Job failed", "job.cancelled": "Job cancelled" };
const STATES = { delivered: "Taken", dead: "Given up", pending: "Waiting" };
const SHOWN = 10; // messages of a webhook
const LOOK = 2000; // ms until a message that was just sent is looked at again

class Webhooks extends HTMLElement {
  connectedCallback() {
    this.trouble = h("p", { class: "k-problem", role: "alert", hidden: true });
    this.list = h("div", {}, h("p", { class: "k-soft" }, "Loading…"));
    this.replaceChildren(this.trouble, this.list, newForm((body) => this.add(body)));
    this.load();
  }

  load() {
    return this.act(async () => {
      const { items } = await api("webhooks");
      this.list.replaceChildren(...(items.length ? items.map((hook) => new Card(hook, this).element) : [nothing()]));
    });
  }

  async add(body) {
    return this.act(async () => {
      const hook = await api("webhooks", { method: "POST", body });
      if (!this.list.querySelector(".k-hook")) this.list.replaceChildren();
      const card = new Card(hook, this);
      this.list.append(card.element);
      card.showSecret(hook.secret);
    });
  }

  /** Do something and say what went wrong; true when nothing did. */
  async act(act) {
    this.trouble.hidden = true;
    try {
      await act();
      return true;
    } catch (error) {
      this.trouble.textContent = error.message;
      this.trouble.hidden = false;
      this.trouble.scrollIntoView({ block: "nearest" });
      return false;
    }
  }
}

class Card {
  constructor(hook, page) {
    this.page = page;
    this.path = `webhooks/${encodeURIComponent(hook.id)}`;
    this.secret = h("div", { class: "k-secret", role: "status", hidden: true });
    this.messages = h("ul", { class: "k-hook-messages", hidden: true, "aria-label": "Messages" });
    this.more = h("button", { type: "button", class: "k-button k-small", "aria-expanded": "false", onclick: () => this.toggle() }, "Messages");
    this.head = h("div", { class: "k-hook-head" });
    this.switch = this.button("", () => this.change({ active: !this.hook.active }));
    this.test = this.button("Send a test", () => this.sendTest());
    this.element = h("section", { class: "k-card k-section k-hook", "data-webhook": hook.id }, this.head, this.secret,
      h("div", { class: "k-actions" }, this.test, this.more, this.switch,
        this.button("New secret", () => this.renew()), this.button("Delete", () => this.remove())),
      this.messages);
    this.update(hook);
  }

  button(label, act) {
    const button = h("button", { type: "button", class: "k-button k-small" }, label);
    button.addEventListener("click", async () => {
      button.disabled = true;
      await this.page.act(act);
      button.disabled = false;
    });
    return button;
  }

  update(hook) {
    this.hook = hook;
    const told = hook.events.map((event) => EVENTS[event]).join(" · ");
    this.head.replaceChildren(h("div", {}, h("h2", {}, hook.name || new URL(hook.url).host),
      h("div", { class: "k-soft k-hook-url" }, h("code", {}, hook.url)), h("div", { class: "k-soft" }, told)),
      h("span", { class: hook.active ? "k-hook-delivered" : "k-hook-pending" }, hook.active ? "On" : "Off: messages wait"));
    this.switch.textContent = hook.active ? "Switch off" : "Switch on";
    this.test.hidden = !hook.active;
  }

  async change(body) {
    this.update(await api(this.path, { method: "PATCH", body }));
  }

  async sendTest() {
    await api(`${this.path}/test`, { method: "POST" });
    await this.show();
  }

  async renew() {
    if (!confirm("Make a new secret? Messages signed with the old one are no longer sent from then on.")) return;
    this.showSecret((await api(`${this.path}/secret`, { method: "POST" })).secret);
  }

  async remove() {
    if (!confirm(`Delete the webhook to ${this.hook.url}? Messages that wait are not sent.`)) return;
    await api(this.path, { method: "DELETE" });
    const { list } = this.page;
    this.element.remove();
    if (!list.children.length) list.replaceChildren(nothing());
  }

  showSecret(secret) {
    this.secret.replaceChildren(h("p", {}, h("strong", {}, "Copy this secret now."), " It is not shown again. Your server checks signatures with it."),
      h("kinora-copy", {}, h("code", {}, secret)));
    this.secret.hidden = false;
    this.secret.scrollIntoView({ block: "nearest" });
  }

  async toggle() {
    if (this.messages.hidden) return this.page.act(() => this.show());
    this.messages.hidden = true;
    this.more.setAttribute("aria-expanded", "false");
  }

  async show() {
    clearTimeout(this.again);
    const { items } = await api(`${this.path}/deliveries?limit=${SHOWN}`);
    this.messages.replaceChildren(...(items.length ? items.map((each) => this.message(each)) : [h("li", { class: "k-soft" }, "Nothing was sent yet.")]));
    this.messages.hidden = false;
    this.more.setAttribute("aria-expanded", "true");
    if (items.some((each) => each.status === "pending" && Date.parse(each.next_at) - Date.now() < 60000 && this.element.isConnected))
      this.again = setTimeout(() => this.messages.hidden || this.show().catch(() => {}), LOOK);
  }

  message(each) {
    const at = h("time", { datetime: each.created_at, title: exactTime(each.created_at) }, ago(each.created_at));
    const tries = each.attempts ? ` · ${each.attempts} ${each.attempts === 1 ? "try" : "tries"}` : "";
    const next = each.status === "pending" && each.attempts ? ` Next try ${exactTime(each.next_at)}.` : "";
    const what = EVENTS[each.event] || "Test";
    const replay = each.status === "pending" ? null : this.button("Send again", async () => {
      await api(`${this.path}/deliveries/${encodeURIComponent(each.id)}/replay`, { method: "POST" });
      await this.show();
    });
    replay?.setAttribute("aria-label", `Send again: ${what}, ${ago(each.created_at)}`);
    return h("li", {}, h("div", {},
      h("span", { class: `k-hook-${each.status}` }, STATES[each.status]), ` · ${what} · `, at, tries,
      each.job_id ? [" · ", h("a", { href: `/result/${encodeURIComponent(each.job_id)}` }, "the job")] : null,
      each.error ? h("div", { class: "k-soft" }, each.error + next) : null), replay);
  }
}

function newForm(add) {
  const url = h("input", { type: "url", name: "url", required: true, maxlength: 2000, placeholder: "https://example.org/kinora", spellcheck: "false" });
  const name = h("input", { type: "text", name: "name", maxlength: 100, placeholder: "Our archive" });
  const ticks = Object.entries(EVENTS).map(([event, label]) => {
    const tick = h("input", { type: "checkbox", name: "events", value: event, checked: true });
    return h("label", { class: "k-tick" }, tick, h("span", {}, label));
  });
  const none = h("p", { class: "k-problem", role: "alert", hidden: true }, "Choose at least one.");
  const go = h("button", { type: "submit", class: "k-button k-primary" }, "Add webhook");
  const form = h("form", { class: "k-hook-new" },
    h("label", {}, h("span", { class: "k-label" }, "Address"), url),
    h("label", {}, h("span", {}, "Name ", h("span", { class: "k-optional" }, "optional")), name),
    h("fieldset", { class: "k-hook-events" }, h("legend", {}, "Tell it of"), ticks), none, go);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const events = new FormData(form).getAll("events");
    none.hidden = events.length > 0;
    if (!events.length) return;
    go.disabled = true;
    const done = await add({ url: url.value.trim(), name: name.value.trim(), events });
    go.disabled = false;
    if (done) form.reset();
  });
  return h("section", { class: "k-card k-section" }, h("h2", {}, "New webhook"), form);
}

const nothing = () => h("p", { class: "k-soft" }, "There is no webhook yet. Add one, and it is shown here with what was sent to it.");

customElements.define("kinora-webhooks", Webhooks);
