// Talks to the learning management system (SCORM 1.2 run-time environment, ADL 2001).
"use strict";

window.Scorm = (() => {
  const UP_TO = 10;

  function inside(start) {
    let here = start;
    for (let i = 0; here && i < UP_TO; i += 1) {
      try {
        if (here.API) return here.API;
      } catch {
        return null; // another origin
      }
      if (here === here.parent) return null;
      here = here.parent;
    }
    return null;
  }

  const api = inside(window) || (window.opener ? inside(window.opener) : null);
  const began = Date.now();
  let open = Boolean(api) && api.LMSInitialize("") === "true";

  function get(element) {
    return open ? api.LMSGetValue(element) : "";
  }

  function set(element, value) {
    return open && api.LMSSetValue(element, String(value)) === "true";
  }

  function save() {
    return open && api.LMSCommit("") === "true";
  }

  function timespan(milliseconds) {
    const all = Math.max(0, Math.round(milliseconds / 1000));
    const two = (n) => String(n).padStart(2, "0");
    return `${String(Math.floor(all / 3600)).padStart(4, "0")}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}.00`;
  }

  function end(finished) {
    if (!open) return;
    set("cmi.core.exit", finished ? "" : "suspend");
    set("cmi.core.session_time", timespan(Date.now() - began));
    save();
    api.LMSFinish("");
    open = false;
  }

  return { connected: () => open, get, set, save, end };
})();
