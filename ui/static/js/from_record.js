// "/?record=1": the form, filled in with the record of a file that was dropped on another page.

import { makeAgain } from "./again.js";
import { mark } from "./field_problem.js";

const KEPT = "kinora-record";
const MISSING = "The file that this was made from is not among yours. Choose it again.";

function begin() {
  if (!new URLSearchParams(location.search).has("record")) return;
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, "", location.pathname);
  if (text) whenReady(JSON.parse(text), 100);
}

function whenReady(record, tries) {
  if (document.getElementById(`tab-${record.generator}-button`)) return fill(record);
  if (tries) setTimeout(() => whenReady(record, tries - 1), 100);
}

function fill({ generator, params, missing }) {
  makeAgain({ generator, params }, { seed: params.seed ?? null });
  setTimeout(() => missing.forEach((name) => mark(document.getElementById(`${generator}-${name}`), MISSING)), 800);
}

begin();
