// One stream of events for this browser tab. Closed while the tab is hidden: browsers allow six connections to a
// host over HTTP/1.1, and every open tab would hold one.

import { api, toSignIn } from "./api.js";
import { isOpen, store } from "./store.js";

let source = null;
let retry = 0;

function on(type, take) {
  source.addEventListener(type, (event) => {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return; // a line cut by a closing connection; the next snapshot mends it
    }
    take(data);
  });
}

function open() {
  if (source || document.hidden) return;
  source = new EventSource("/api/v1/events");
  on("snapshot", snapshot);
  on("job", (job) => store.putJob(job.job || job));
  on("progress", (data) => store.progress(data));
  on("preview", (data) => store.preview(data));
  on("credits", (data) => store.setCredits(data));
  source.addEventListener("open", () => (retry = 0));
  source.addEventListener("error", failed);
}

function close() {
  source?.close();
  source = null;
}

/** EventSource comes back by itself after a lost connection, but not after an answer such as 401 or 503. */
async function failed() {
  if (!source || source.readyState !== EventSource.CLOSED) return;
  close();
  const status = await fetch("/api/v1/credits").then((answer) => answer.status, () => 0);
  if (status === 401) return toSignIn();
  retry = Math.min(retry + 1, 5);
  setTimeout(open, 1000 * 2 ** retry);
}

/** What is open now. Jobs that we held for open and that are not in it have ended meanwhile: ask for them. */
function snapshot({ credits, jobs = [] }) {
  if (credits) store.setCredits(credits);
  const open = new Set(jobs.map((job) => job.id));
  const ended = store.openJobs().filter((job) => !open.has(job.id));
  jobs.forEach((job) => store.putJob(job));
  ended.forEach((job) => refresh(job.id));
  store.say("snapshot");
}

export async function refresh(id) {
  try {
    const job = await api(`jobs/${encodeURIComponent(id)}`);
    store.putJob(job);
    if (!isOpen(job)) store.say("ended", job);
    return job;
  } catch {
    return null; // the stream tells it later, or the page is reloaded
  }
}

export function start() {
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
