// The tick beside a file with a face or a voice of a real person: asked once for each file that is chosen.

import { h } from "./dom.js";
import { fieldsOf, generators } from "./facts.js";

const idOf = (generator, { name }) => `${generator}-${name}`;

/** Ask beside a field, the element of a Gradio component, when what is put into it needs consent. */
export function askConsent(field) {
  const words = generators.flatMap(({ key, fields }) => fields.filter((each) => idOf(key, each) === field?.id))[0]?.consent;
  if (!words) return;
  field.querySelector(":scope > .k-consent")?.remove();
  field.append(h("div", { class: "k-consent" }, h("label", { class: "k-tick" }, h("input", { type: "checkbox" }), h("span", {}, words))));
}

/** The fields of a generator whose tick is set. */
export function agreedOf(generator) {
  const ticked = (fact) => document.getElementById(idOf(generator, fact))?.querySelector(":scope > .k-consent input")?.checked;
  return fieldsOf(generator).filter(ticked).map(({ name }) => name);
}
