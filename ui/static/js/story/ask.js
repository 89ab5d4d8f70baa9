// Questions that must be answered before something is lost or written over.

import { h } from "../dom.js";
import { field } from "./fields.js";

/** True once "yes" is pressed, false however else the question goes away. */
export const confirmed = (title, words, yes, { danger = false } = {}) =>
  shown(title, h("p", {}, words), yes, { danger }).then((answer) => answer !== null);

/** The text that was given, without spaces around it; null where none was. */
export function askText(title, label, value, yes) {
  const box = h("input", { type: "text", maxlength: 120, required: true, autocomplete: "off" });
  box.value = value;
  return shown(title, field(label, box), yes, {})
    .then((answer) => (answer === null ? null : box.value.trim() || null));
}

function shown(title, body, yes, { danger }) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "k-dialog", "aria-label": title },
      h("form", { method: "dialog" }, h("h2", {}, title), body,
        h("div", { class: "k-actions" },
          h("button", { type: "submit", value: "yes", class: `k-button ${danger ? "k-danger" : "k-primary k-small"}` }, yes),
          h("button", { type: "button", class: "k-button", onclick: () => dialog.close("") }, "Not now"))));
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? "yes" : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
