// Says beside its field that a file was not taken. Gradio only leaves the field empty.

import { toSignIn } from "./api.js";
import { askConsent } from "./consent.js";
import { mark } from "./field_problem.js";

const FAILED = "This file could not be uploaded. Choose it again.";
let field = null; // where a file was chosen last

for (const type of ["change", "drop", "paste"]) {
  document.addEventListener(type, (event) => {
    if (type === "change" && event.target.type !== "file") return;
    field = event.target.closest?.(".k-field") || field;
    mark(field, "");
    askConsent(field);
  }, true);
}

// Gradio sends uploads by this function and keeps their failure to itself: there is no event to listen for.
const send = window.fetch;
window.fetch = async (...request) => {
  const upload = new URL(request[0]?.url || request[0], location.href).pathname === "/gradio_api/upload" && field;
  if (!upload) return send.apply(window, request);
  try {
    const response = await send.apply(window, request);
    if (response.status === 401) toSignIn();
    else if (!response.ok) mark(upload, await said(response.clone()));
    return response;
  } catch (error) {
    mark(upload, FAILED);
    throw error;
  }
};

async function said(response) {
  const answer = await response.json().catch(() => null);
  return answer?.error?.message || FAILED;
}

// Gradio calls its drop areas otherwise than they read; who speaks to a computer says what can be read.
new MutationObserver(() => {
  for (const area of document.querySelectorAll(".upload-container[aria-label]")) area.removeAttribute("aria-label");
}).observe(document.documentElement, { childList: true, subtree: true });
