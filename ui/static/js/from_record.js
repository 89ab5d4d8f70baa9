// "/?record=1" and "/?input=1": a form that another page wants filled in, with a file's record or with a picture.

import { makeAgain, takeFile } from "./again.js";
import { mark } from "./field_problem.js";

const KEPT = { record: "kinora-record", input: "kinora-input" };
const MISSING = "The file that this was made from is not among yours. Choose it again.";
const FILL = { record, input };

function begin() {
  const asked = new URLSearchParams(location.search);
  const kind = Object.keys(KEPT).find((name) => asked.has(name));
  if (!kind) return;
  const text = sessionStorage.getItem(KEPT[kind]);
  sessionStorage.removeItem(KEPT[kind]);
  history.replaceState(null, "", location.pathname);
  if (text) whenReady(JSON.parse(text), FILL[kind], 100);
}

function whenReady(wanted, fill, tries) {
  if (document.getElementById(`tab-${wanted.generator}-button`)) return fill(wanted);
  if (tries) setTimeout(() => whenReady(wanted, fill, tries - 1), 100);
}

function record({ generator, params, missing }) {
  makeAgain({ generator, params }, { seed: params.seed ?? null });
  setTimeout(() => missing.forEach((name) => mark(document.getElementById(`${generator}-${name}`), MISSING)), 800);
}

function input({ generator, field, file }) {
  takeFile(generator, field, file);
}

begin();
