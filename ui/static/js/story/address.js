// The wizard's place in the address, so that reload, back and a second tab find it: #story=<draft>&step=<step>.

const STEPS = ["script", "board", "film"];
const MODE = "kinora-story-mode";
const TAB = "kinora-tab"; // of tabs.js

/** {draft, step, from}: `draft` is null where none is open, `from` is a job whose storyboard is to be edited. */
export function place() {
  const params = new URLSearchParams(location.hash.slice(1));
  const step = params.get("step");
  return { draft: params.get("story"), step: STEPS.includes(step) ? step : "script", from: params.get("story-from") };
}

export function goTo(draft, step, { replace = false } = {}) {
  const hash = draft ? `#story=${draft}&step=${step}` : "#story=";
  if (hash === location.hash) return;
  history[replace ? "replaceState" : "pushState"](history.state, "", location.pathname + location.search + hash);
}

export function leave() {
  if (location.hash.startsWith("#story")) history.replaceState(history.state, "", location.pathname + location.search);
}

/** Whether stories are made step by step ("steps") or at one go ("form"): as it was chosen last. */
export function mode() {
  if (location.hash.startsWith("#story")) return "steps";
  try {
    return localStorage.getItem(MODE) || "form";
  } catch {
    return "form";
  }
}

export function keepMode(value) {
  try {
    localStorage.setItem(MODE, value);
  } catch {
    // storage may be switched off; the choice then lasts as long as the page
  }
}

// A link to the wizard opens its tab: this runs before the tabs are chosen.
if (location.hash.startsWith("#story")) sessionStorage.setItem(TAB, "tab-story-button");
