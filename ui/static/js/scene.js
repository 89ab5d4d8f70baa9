// What a result's scene.json tells: words that could not be shown, remarks, and a way to edit it.

import { fieldsOf } from "./facts.js";
import { h } from "./dom.js";

const SHOWN_AFTER = 400; // ms in which the form is filled in

export function sceneRemarks(job, file, again) {
  const place = h("div", { class: "k-remarks" });
  fetch(file.url)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((scene) => fill(place, job, scene, again))
    .catch(() => place.remove()); // The file itself is in the list of downloads.
  return place;
}

function fill(place, job, scene, again) {
  const unknown = scene.unknown_words || [];
  const lines = [
    unknown.length ? `Not shown, for these words are not known: ${unknown.join(", ")}.` : "",
    ...(scene.notes || []),
  ].filter(Boolean);
  place.replaceChildren(...lines.map((line) => h("p", { class: "k-soft" }, line)), ...editor(job, scene, again));
}

/** Open what the field is folded away in (it is not on the page before) and go to it. */
function reveal(generator, tries = 20) {
  const field = document.getElementById(`${generator}-scene`);
  if (!field?.offsetParent) {
    document.querySelector(`#${CSS.escape(generator)}-form .k-more > button:not(.open)`)?.click();
    if (tries) setTimeout(() => reveal(generator, tries - 1), 100);
    return;
  }
  field.scrollIntoView({ block: "center" });
  field.querySelector("textarea")?.focus({ preventScroll: true });
}

/** The form takes a scene back only where its generator has a field for it, and only from the page with the form. */
function editor(job, scene, again) {
  if (!fieldsOf(job.generator).some(({ name }) => name === "scene")) return [];
  if (!document.getElementById(`tab-${job.generator}-button`)) return [];
  const edit = () => {
    again(job, { scene: JSON.stringify(scene, null, 2), seed: job.seed });
    setTimeout(() => reveal(job.generator), SHOWN_AFTER);
  };
  return [h("button", { type: "button", class: "k-button k-small", onclick: edit }, "Edit the scene")];
}
