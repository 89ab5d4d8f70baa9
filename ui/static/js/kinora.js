// The start: live parts define themselves; Gradio's events find ours under `window.kinora`.

import "./story/address.js"; // before the tabs
import { dropKept, makeAgain, refill } from "./again.js";
import { order } from "./order.js";
import { refresh, start } from "./stream.js";
import "./from_record.js";
import "./header.js";
import "./in_project.js";
import "./jobs.js";
import "./models.js";
import "./panel.js";
import "./keyboard.js";
import "./story/wizard.js";
import "./tabs.js";
import "./uploads.js";
import "./verify_note.js";

window.kinora.begin({ order, refill, dropKept });

if (document.querySelector(".k-header, gradio-app") || window.gradio_config) start();

/** "/?again=<job>": the form, filled in with that job's settings. */
async function fillFromAddress() {
  const id = new URLSearchParams(location.search).get("again");
  if (!id) return;
  const job = await refresh(id);
  history.replaceState(null, "", location.pathname);
  if (job) whenReady(job, 100);
}

function whenReady(job, tries) {
  if (document.getElementById(`tab-${job.generator}-button`)) return makeAgain(job);
  if (tries) setTimeout(() => whenReady(job, tries - 1), 100);
}

fillFromAddress();
