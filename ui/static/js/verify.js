// The page that reads where a file comes from.

import { ApiError, toSignIn } from "./api.js";
import { h } from "./dom.js";
import { exactTime, megabytes } from "./format.js";

const TITLES = {
  signed_here: "Made here, unchanged",
  signed_elsewhere: "Signed by somebody else",
  changed: "Changed since it was signed",
  none: "Not signed",
  unreadable: "No signature could be read",
};

class Verify extends HTMLElement {
  connectedCallback() {
    const input = h("input", { type: "file", "aria-label": "File to verify", onchange: () => this.#take(input.files[0]) });
    const place = h("div", { class: "k-verify-drop" }, h("strong", {}, "Choose a file, or drop it here"),
      h("span", { class: "k-soft" }, "PNG, JPEG, WebP, WAV, MP3, MP4 and others, up to 512 MB"), input);
    place.addEventListener("dragover", () => place.classList.add("k-over"));
    for (const end of ["dragleave", "drop"]) place.addEventListener(end, () => place.classList.remove("k-over"));
    this.answer = h("div", { role: "status", "aria-live": "polite" });
    this.replaceChildren(place, this.answer);
    this.input = input;
  }

  async #take(file) {
    if (!file) return;
    const turn = (this.turn = {});
    this.answer.replaceChildren(h("p", { class: "k-soft" }, `Checking ${file.name} (${megabytes(file.size)})…`));
    let shown;
    try {
      shown = found(file, await send(file));
    } catch (error) {
      shown = h("p", { class: "k-problem", role: "alert" }, error.message);
    }
    if (turn !== this.turn) return; // another file was chosen meanwhile
    this.input.value = ""; // so that the same file can be chosen again
    this.answer.replaceChildren(shown);
  }
}

async function send(file) {
  const body = new FormData();
  body.append("file", file);
  let response;
  try {
    response = await fetch("/api/v1/verify", { method: "POST", body, credentials: "same-origin" });
  } catch {
    throw new ApiError(0, "unreachable", "The file could not be sent. It may be larger than 512 MB, or the connection broke.");
  }
  if (response.status === 401) toSignIn();
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, "error", answer?.error?.message || `The server answered ${response.status}.`);
  return answer;
}

function found(file, answer) {
  const facts = [
    ["File", file.name],
    ["Signed by", answer.signer],
    ["Software", answer.software],
    ["How", answer.source_words],
    ["When", answer.made_at && exactTime(answer.made_at)],
    ["Problem", answer.problems.join(", ")],
  ].filter(([, value]) => value);
  return h("section", { class: "k-card k-verify-found", "data-state": answer.state },
    h("h2", {}, TITLES[answer.state]), h("p", {}, answer.verdict),
    h("dl", { class: "k-facts" }, facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    answer.record ? h("details", {}, h("summary", {}, "Show Kinora's record"),
      h("pre", { tabindex: 0 }, JSON.stringify(answer.record, null, 2))) : null);
}

customElements.define("kinora-verify", Verify);
