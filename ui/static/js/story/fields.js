// The controls of the wizard: a label, a control, and what is wrong with it.

import { h } from "../dom.js";

let count = 0;

/** A labelled control. `help` stands under the label and describes the control. */
export function field(label, control, { help = "", wide = false } = {}) {
  control.id ||= `story-field-${++count}`;
  const told = help ? h("p", { class: "k-sf-help", id: `${control.id}-help` }, help) : null;
  if (told) control.setAttribute("aria-describedby", told.id);
  return h("div", { class: `k-sf${wide ? " k-sf-wide" : ""}` }, h("label", { class: "k-sf-label", for: control.id }, label), told, control);
}

export function select(options, value, onchange, attributes = {}) {
  const box = h("select", attributes, options.map(([key, text]) => h("option", { value: key }, text)));
  box.value = value;
  box.addEventListener("change", () => onchange(box.value));
  return box;
}

export function textarea(value, oninput, attributes = {}) {
  const box = h("textarea", { rows: 3, ...attributes });
  box.value = value;
  box.addEventListener("input", () => oninput(box.value));
  return box;
}

export function input(value, oninput, attributes = {}) {
  const box = h("input", { type: "text", autocomplete: "off", ...attributes });
  box.value = value ?? "";
  box.addEventListener("input", () => oninput(box.value));
  return box;
}

export function tick(label, value, onchange) {
  const box = h("input", { type: "checkbox" });
  box.checked = Boolean(value);
  box.addEventListener("change", () => onchange(box.checked));
  return h("label", { class: "k-tick k-sf-tick" }, box, h("span", {}, label));
}

export const button = (label, onclick, attributes = {}) => h("button", { type: "button", class: "k-button", onclick, ...attributes }, label);

/** Say what is wrong with a control beside it, or take that away. */
export function fault(control, message) {
  const place = control.closest(".k-sf") || control.parentElement;
  place.querySelector(":scope > .k-field-problem")?.remove();
  place.classList.toggle("k-wrong", Boolean(message));
  control.toggleAttribute("aria-invalid", Boolean(message));
  if (message) place.append(h("p", { class: "k-field-problem", role: "alert" }, message));
}
