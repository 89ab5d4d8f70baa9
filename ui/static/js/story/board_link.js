// The way from a finished story to its storyboard in the wizard.

import { h } from "../dom.js";
import { store } from "../store.js";

export function boardLink(job) {
  if (job.generator !== "story" || !(job.artifacts || []).some(({ name }) => name === "storyboard.json")) return null;
  const here = document.querySelector("kinora-story");
  if (here) return h("button", { type: "button", class: "k-button k-small k-edit-board", onclick: () => store.say("edit-board", job.id) }, "Edit the storyboard");
  return h("a", { class: "k-button k-small k-edit-board", href: `/#story-from=${encodeURIComponent(job.id)}` }, "Edit the storyboard");
}
