// A file that Kinora has made, dropped on a page: its record fills in the form that makes it again.

import { ApiError, toSignIn } from "../api.js";
import { h } from "../dom.js";

const KEPT = "kinora-record";

/** Reads the record of a file and opens its form. Throws ApiError. */
export async function openRecord(file) {
  const body = new FormData();
  body.append("file", file);
  const response = await fetch("/api/v1/records/read", { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } })
    .catch(() => { throw new ApiError(0, "unreachable", "Kinora cannot be reached. Check the connection and try again."); });
  const answer = await response.json().catch(() => null);
  if (response.status === 401) toSignIn();
  if (!response.ok) throw new ApiError(response.status, answer?.error?.code || "error", answer?.error?.message || "This file could not be read.");
  sessionStorage.setItem(KEPT, JSON.stringify(answer));
  location.assign("/?record=1");
}

/** Files dropped anywhere on `page` are read; what went wrong is said at its top. */
export function watchDrops(page, signal) {
  const problem = h("p", { class: "k-problem", role: "alert", hidden: true });
  const input = h("input", { type: "file", class: "k-unseen", tabindex: -1, "aria-hidden": "true", accept: "image/*,video/mp4,audio/*" });
  const choose = h("p", { class: "k-record-hint k-soft" }, "Drop a file that Kinora has made here, or ",
    h("button", { type: "button", class: "k-link-button", onclick: () => input.click() }, "choose one"), ", to make it again exactly.");
  page.prepend(problem);
  page.append(choose, input);
  const take = async (file) => {
    problem.hidden = true;
    try {
      await openRecord(file);
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
      problem.scrollIntoView({ block: "center" });
    }
  };
  input.addEventListener("change", () => input.files[0] && take(input.files[0]));
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    page.classList.add("k-drop-here");
  }, { signal });
  document.addEventListener("dragleave", (event) => !event.relatedTarget && page.classList.remove("k-drop-here"), { signal });
  document.addEventListener("drop", (event) => {
    page.classList.remove("k-drop-here");
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(file);
  }, { signal });
}
