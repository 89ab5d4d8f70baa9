// Links to the files of finished jobs, by job and name. A link works for an hour, so they are asked for again in time.

import { api } from "../api.js";
import { store } from "../store.js";

const FRESH = 45 * 60e3; // ms
const asked = new Map(); // job id -> {at, found: Promise of the job}

/** The link, or null where the file is gone. */
export async function linkOf({ job, file }) {
  const known = asked.get(job);
  if (!known || Date.now() - known.at > FRESH) {
    const found = api(`jobs/${encodeURIComponent(job)}`).then((answer) => {
      store.putJob(answer);
      return answer;
    });
    asked.set(job, { at: Date.now(), found });
    found.catch(() => asked.delete(job));
  }
  const answer = await asked.get(job).found.catch(() => null);
  return answer?.artifacts.find(({ name }) => name === file)?.url || null;
}
