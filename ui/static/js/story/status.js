// How saving goes, and what to do where it does not.

import { h } from "../dom.js";
import { button } from "./fields.js";

const at = (time) => time.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false });

/** What stands beside the name: "Saved 12:03". */
export function statusWords(draft) {
  if (draft.state === "saving" || draft.state === "dirty") return draft.savedAt ? `Saving… (last saved ${at(draft.savedAt)})` : "Saving…";
  if (draft.state === "saved" && draft.savedAt) return `Saved ${at(draft.savedAt)}`;
  return { waiting: "Not saved", conflict: "Not saved", gone: "Not saved", refused: "Not saved" }[draft.state] || "Not saved yet";
}

/** What went wrong and the ways out; null where all is well. */
export function trouble(draft) {
  const copy = button("Keep mine as a copy", () => draft.keepAsCopy(), { class: "k-button k-small" });
  if (draft.state === "conflict")
    return place("This story was changed in another tab or on another device. What you see here is not saved.",
      button("Load the other one", () => draft.reload(), { class: "k-button k-small" }), copy);
  if (draft.state === "gone")
    return place("This story was deleted in another tab or on another device.",
      button("Keep what is here", () => draft.keepAsCopy(draft.name), { class: "k-button k-small" }));
  if (draft.state === "waiting") return place(`${draft.problem} It is tried again by itself; keep this page open.`);
  if (draft.state === "refused") return place(draft.problem);
  return null;
}

const place = (words, ...ways) => h("div", { class: "k-problem k-story-trouble", role: "alert" }, h("span", {}, words), ways.length ? h("div", { class: "k-actions" }, ways) : null);
