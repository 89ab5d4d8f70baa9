// A file's own dialog: look, rename, download, delete.

import { api } from "../api.js";
import { h, icon } from "../dom.js";
import { fieldsOf, generators, titleOf } from "../facts.js";
import { ago, exactTime } from "../format.js";
import { facts, player, used } from "./card.js";
import { labelOf } from "./types.js";

/** A list of the forms that take this file; the page goes there. Nothing when none does. */
function useMenu(asset) {
  const takers = generators.flatMap(({ key }) => fieldsOf(key).filter((field) => field.accepts?.includes(asset.type) && !field.hidden)
    .map((field) => ({ generator: key, field: field.name, words: `${titleOf(key)}: ${field.label.toLowerCase()}` })));
  if (!takers.length) return null;
  const menu = h("select", { class: "k-asset-use", "aria-label": "Use in a form" }, h("option", { value: "" }, "Use in…"),
    takers.map(({ words }, n) => h("option", { value: n }, words)));
  const go = h("button", { type: "button", class: "k-button", disabled: true, onclick: () => {
    const { generator, field } = takers[Number(menu.value)];
    const file = { id: asset.id, name: asset.name, url: asset.thumb_url };
    sessionStorage.setItem("kinora-input", JSON.stringify({ generator, field, file }));
    location.assign("/?input=1");
  } }, "Open form");
  menu.addEventListener("change", () => (go.disabled = menu.value === ""));
  return h("div", { class: "k-inline k-asset-forms" }, menu, go);
}

/** `changed` is called with the renamed file, or with null once it is deleted. */
export function details(asset, changed) {
  const path = `assets/${encodeURIComponent(asset.id)}`;
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const name = h("input", { name: "name", value: asset.name, maxlength: "200", autocomplete: "off", required: true });
  const save = h("button", { type: "submit", class: "k-button", disabled: true }, "Rename");
  const remove = h("div", { class: "k-actions" });
  const dialog = h("dialog", { class: "k-dialog k-asset-dialog", "aria-label": asset.name },
    h("div", { class: "k-asset-player" }, player(asset)),
    h("form", { class: "k-inline k-asset-rename" }, h("label", {}, "Name", name), save),
    h("p", { class: "k-soft k-number" }, `${labelOf(asset.type)} · ${facts(asset)}`),
    h("p", { class: "k-soft" }, h("span", { title: exactTime(asset.created_at) }, `Added ${ago(asset.created_at)}`), ` · ${used(asset) || "Not used in a job yet"}`),
    asset.consent ? h("p", { class: "k-asset-consent" }, `Confirmed ${exactTime(asset.consent.at)}: “${asset.consent.text}”`) : null,
    useMenu(asset),
    problem,
    h("div", { class: "k-actions k-asset-actions" },
      h("a", { class: "k-button", href: asset.url, download: asset.name }, icon("download"), "Download"), remove,
      h("button", { type: "button", class: "k-button k-asset-close", onclick: () => dialog.close() }, "Close")));

  const attempt = async (act) => {
    problem.hidden = true;
    try {
      await act();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  };
  const ask = () => {
    const sure = h("button", { type: "button", class: "k-button k-danger", onclick: () => attempt(async () => {
      await api(path, { method: "DELETE" });
      dialog.close();
      changed(null);
    }) }, "Delete for good");
    remove.replaceChildren(sure, h("button", { type: "button", class: "k-button", onclick: offer }, "Keep"));
    sure.focus();
  };
  const offer = (event) => {
    remove.replaceChildren(h("button", { type: "button", class: "k-button k-danger", onclick: ask }, "Delete"));
    if (event) remove.querySelector("button").focus();
  };
  offer();
  name.addEventListener("input", () => (save.disabled = !name.value.trim() || name.value === asset.name));
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const renamed = await api(path, { method: "PATCH", body: { name: name.value } });
      asset.name = name.value = renamed.name;
      save.disabled = true;
      changed(renamed);
    });
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".k-asset-close").focus();
}
