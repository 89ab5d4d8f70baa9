// Under the header, until the e-mail address is confirmed: what to do about it. Only where the studio sends e-mail.

import { api } from "./api.js";
import { h } from "./dom.js";

class VerifyNote extends HTMLElement {
  async connectedCallback() {
    if (!document.querySelector("meta[name=kinora-mail]")) return;
    const user = await api("auth/me").catch(() => null);
    if (!user || user.email_verified || !this.isConnected) return;
    this.replaceChildren(h("div", { class: "k-note", role: "status" },
      h("span", {}, "Confirm your e-mail address: open the link in the letter to ", h("strong", {}, user.email), "."),
      h("button", { type: "button", class: "k-button k-small", onclick: (event) => this.again(event.currentTarget) }, "Send it again")));
  }

  async again(button) {
    button.disabled = true;
    try {
      await api("auth/verify-email/resend", { method: "POST" });
      button.textContent = "On its way";
    } catch (error) {
      this.querySelector("span").textContent = error.message;
    }
  }
}

customElements.define("kinora-verify-note", VerifyNote);
