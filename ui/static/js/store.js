// What this tab knows of the user's jobs and credits. Views listen for "job", "credits" and "preview".

export const OPEN = new Set(["queued", "running"]);
export const isOpen = (job) => OPEN.has(job.status);

class Store extends EventTarget {
  jobs = new Map();
  previews = new Map();
  live = new Map(); // job id -> {eta, stage, since: {stage name: ms}}
  chosen = new Map(); // generator -> id of the job that its panel shows
  credits = null;

  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Take a job as the server gives it. An answer that is older than what is known here is dropped. */
  putJob(job) {
    const known = this.jobs.get(job.id);
    if (known && !isOpen(known) && isOpen(job)) return;
    if (!isOpen(job)) {
      this.previews.delete(job.id);
      this.live.delete(job.id);
    }
    this.jobs.set(job.id, job);
    this.say("job", job);
  }

  progress({ job_id: id, progress, message, stage, eta }) {
    const job = this.jobs.get(id);
    if (!job || !isOpen(job)) return;
    job.status = "running";
    job.queue_position = null;
    if (typeof progress === "number") job.progress = Math.max(job.progress || 0, progress);
    if (message) job.message = message;
    const live = this.live.get(id) || { since: {} };
    live.eta = typeof eta === "number" ? { seconds: eta, at: Date.now() } : null;
    if (stage) enterStage(job, live, stage);
    this.live.set(id, live);
    this.say("job", job);
  }

  preview({ job_id: id, url }) {
    this.previews.set(id, url);
    this.say("preview", id);
  }

  setCredits(credits) {
    this.credits = { ...this.credits, ...credits };
    this.say("credits", this.credits);
  }

  openJobs() {
    return [...this.jobs.values()].filter(isOpen);
  }

  /** The newest job of a generator, if any is known. */
  newestOf(generator) {
    return [...this.jobs.values()]
      .filter((job) => job.generator === generator)
      .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))[0];
  }
}

/** Stages before the current one are done; how long the last one took is measured here until the server says it. */
function enterStage(job, live, name) {
  const now = Date.now();
  const at = (job.stages || []).findIndex((stage) => stage.name === name);
  if (at < 0) return;
  live.since[name] ??= now;
  job.stages.forEach((stage, index) => {
    if (index < at && stage.status !== "done") {
      stage.status = "done";
      if (stage.seconds == null && live.since[stage.name]) stage.seconds = (now - live.since[stage.name]) / 1000;
    }
  });
  job.stages[at].status = "running";
}

export const store = new Store();
