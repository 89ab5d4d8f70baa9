// What is wrong with a field, said beside it.

import { h } from "./dom.js";

/** Put a message beside a field, the element of a Gradio component; without one, take the last away. */
export function mark(field, message) {
  if (!field) return;
  field.querySelector(":scope > .k-field-problem")?.remove();
  const input = field.querySelector("input, textarea");
  field.classList.toggle("k-wrong", Boolean(message));
  if (!message) return input?.removeAttribute("aria-invalid");
  const id = `${field.id}-problem`;
  field.append(h("p", { class: "k-field-problem", id }, message));
  input?.setAttribute("aria-invalid", "true");
  input?.setAttribute("aria-describedby", id);
}
