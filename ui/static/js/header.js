// The header's live parts: credits, running jobs, theme, account.

import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { ago, credits, exactTime } from "./format.js";
import { store } from "./store.js";

class Chips extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    for (const type of ["job", "credits", "snapshot"]) store.addEventListener(type, () => this.draw(), { signal: this.stop.signal });
    this.draw();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  draw() {
    const open = store.openJobs();
    const running = open.filter((job) => job.status === "running").length;
    const text = running ? `${running} running` : open.length ? `${open.length} waiting` : "";
    const balance = store.credits?.balance;
    const state = `${text}|${balance}|${store.credits?.held}`;
    if (state === this.state) return;
    this.state = state;
    const held = store.credits?.held ? `${credits(store.credits.held)} set aside for open jobs` : "Credits to spend";
    this.replaceChildren(...[
      text ? h("a", { class: "k-chip", href: "/jobs" }, h("i", { class: `k-dot${running ? " k-live" : ""}`, "aria-hidden": "true" }), text) : null,
      balance === undefined ? null : h("span", { class: "k-chip", title: held }, h("i", { class: "k-coin", "aria-hidden": "true" }), credits(balance)),
    ].filter(Boolean));
  }
}

class Theme extends HTMLElement {
  connectedCallback() {
    this.draw();
    document.addEventListener("kinora-theme", () => this.draw());
  }

  draw() {
    const dark = window.kinoraTheme.isDark();
    this.replaceChildren(h("button", {
      type: "button", class: "k-icon-button", "aria-label": dark ? "Switch to light" : "Switch to dark",
      onclick: () => window.kinoraTheme.toggle(),
    }, icon(dark ? "sun" : "moon")));
  }
}

class Account extends HTMLElement {
  connectedCallback() {
    const menu = this.closest("details");
    menu?.addEventListener("toggle", () => menu.open && this.load());
    if (menu?.open) this.load(); // opened before this script was there
    document.addEventListener("click", (event) => menu && !menu.contains(event.target) && (menu.open = false));
    menu?.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  async load() {
    if (this.loaded) return;
    const answer = await api("auth/me").catch(() => null);
    const user = answer?.user || answer;
    if (!user) return;
    this.loaded = true;
    this.replaceChildren(h("p", { class: "k-account" }, h("strong", {}, user.name), h("span", {}, user.email)),
      ...(user.role === "admin" ? [h("a", { href: "/admin/models" }, "Models")] : []));
  }
}

class Time extends HTMLElement {
  connectedCallback() {
    const at = this.getAttribute("at");
    this.replaceChildren(h("time", { datetime: at, title: exactTime(at) }, ago(at)));
  }
}

class Copy extends HTMLElement {
  connectedCallback() {
    const code = this.querySelector("code");
    if (!code || !navigator.clipboard || this.querySelector("button")) return; // no clipboard outside HTTPS and localhost
    const button = h("button", { type: "button", class: "k-button k-small" }, "Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    });
    this.append(button);
  }
}

customElements.define("kinora-chips", Chips);
customElements.define("kinora-theme", Theme);
customElements.define("kinora-account", Account);
customElements.define("kinora-time", Time);
customElements.define("kinora-copy", Copy);
