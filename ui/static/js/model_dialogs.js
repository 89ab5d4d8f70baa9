// What is asked before a model is downloaded or removed.

import { h } from "./dom.js";

/** Show the licence; `yes` is called once it is accepted. */
export function askToDownload(model, yes) {
  const tick = h("input", { type: "checkbox", name: "accept" });
  const go = h("button", { type: "submit", class: "k-button k-primary", disabled: true }, `Download ${model.size_gb} GB`);
  tick.addEventListener("change", () => (go.disabled = !tick.checked));
  show(model.title, [
    h("p", {}, `${model.size_gb} GB from ${model.repo_id}. Safetensors, configurations and tokenizers only; checksums are compared.`),
    h("p", {}, "Its licence: ", h("a", { href: model.licence_url, target: "_blank", rel: "noopener noreferrer" }, model.licence)),
    model.commercial ? null : h("p", { class: "k-problem" }, "This licence does not allow commercial use. The studio never chooses this model by itself."),
    model.fits === false ? h("p", { class: "k-soft" }, `It needs a graphics card with ${model.vram_gb} GB, which this machine does not have.`) : null,
    h("label", { class: "k-tick" }, tick, h("span", {}, `I have read and accept the licence (${model.licence})`)),
  ], go, yes);
}

export function askToRemove(model, yes) {
  const begun = model.state === "begun";
  show(begun ? `Discard what has arrived of ${model.title}?` : `Remove ${model.title}?`,
    [h("p", {}, begun ? "The download starts from the beginning next time." : `Its folder with all that lies in it is deleted from this machine (${model.size_gb} GB).`)],
    h("button", { type: "submit", class: "k-button k-danger" }, begun ? "Discard" : "Remove"), yes);
}

function show(title, body, go, yes) {
  const dialog = h("dialog", { class: "k-dialog", "aria-labelledby": "k-dialog-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "k-dialog-title" }, title), body,
      h("div", { class: "k-actions" }, go, h("button", { type: "button", class: "k-button", onclick: () => dialog.close() }, "Not now"))));
  dialog.querySelector("form").addEventListener("submit", yes);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
