// The stages of a job as a list. Stages that differ in their numbers only, as the parts of a film, share one row.

import { h } from "./dom.js";
import { clock } from "./format.js";

const FOLDED_FROM = 3;

export class StageRows {
  constructor(stages) {
    this.rows = grouped(stages).map((group) => new Row(group.map((stage) => stage.name)));
    this.element = h("ol", { class: "k-stages" }, this.rows.map((row) => row.element));
  }

  /** `elapsed(name)`: seconds since a running stage was last told of. */
  update(stages, elapsed) {
    const named = new Map(stages.map((stage) => [stage.name, stage]));
    for (const row of this.rows) row.update(row.names.map((name) => named.get(name)).filter(Boolean), elapsed);
  }
}

class Row {
  constructor(names) {
    this.names = names;
    this.title = h("span");
    this.time = h("time", { class: "k-number" });
    this.element = h("li", {}, h("i", { "aria-hidden": "true" }), this.title, this.time);
  }

  update(stages, elapsed) {
    if (!stages.length) return;
    const running = stages.find((stage) => stage.status === "running");
    const next = running || stages.find((stage) => stage.status !== "done");
    const begun = running || stages.some((stage) => stage.status === "done");
    const status = !next ? "done" : begun && next.status === "pending" ? "running" : next.status;
    const title = (next || stages.at(-1)).title || (next || stages.at(-1)).name;
    if (this.title.textContent !== title) this.title.textContent = title;
    this.element.className = status;
    this.element.toggleAttribute("aria-current", false);
    if (status === "running") this.element.setAttribute("aria-current", "step");
    this.time.textContent = told(stages, running, elapsed);
  }
}

function told(stages, running, elapsed) {
  const done = stages.filter((stage) => stage.status === "done");
  if (done.length === stages.length && done.every((stage) => stage.reused)) return "kept";
  const spent = done.filter((stage) => stage.seconds != null && !stage.reused);
  if (!spent.length && !running) return "";
  const seconds = spent.reduce((sum, stage) => sum + stage.seconds, 0);
  return clock(running ? seconds + (running.seconds || 0) + elapsed(running.name) : seconds);
}

/** Neighbours with the same words, from FOLDED_FROM on, together; all others alone. */
function grouped(stages) {
  const groups = [];
  for (const stage of stages) {
    const last = groups.at(-1);
    if (last && words(last[0]) === words(stage)) last.push(stage);
    else groups.push([stage]);
  }
  return groups.flatMap((group) => (group.length < FOLDED_FROM ? group.map((stage) => [stage]) : [group]));
}

const words = (stage) => (stage.title || stage.name).replace(/\d+(\.\d+)?/g, "#");
