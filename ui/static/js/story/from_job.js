// "Edit the storyboard": a draft that begins with what a finished job holds.

import { api } from "../api.js";
import { pictureKey } from "./board.js";
import { emptyContent, nameOf, normalBoard } from "./content.js";
import { Draft, newId } from "./draft.js";

/** Throws ApiError, or Error where the job has no storyboard. */
export async function draftFromJob(id, choices) {
  const job = await api(`jobs/${encodeURIComponent(id)}`);
  const file = job.artifacts.find(({ name }) => name === "storyboard.json");
  const answer = file && (await fetch(file.url));
  if (!answer?.ok) throw new Error("The storyboard of this job is no longer kept.");
  const board = normalBoard(await answer.json(), choices);
  const content = emptyContent(choices);
  for (const name of Object.keys(content.settings)) if (job.params[name] !== undefined) content.settings[name] = job.params[name];
  Object.assign(content, { script: job.params.script || "", board, seed: job.seed, film: job.params.make === "storyboard" ? null : { job: job.id } });
  board.scenes.forEach((scene, n) => {
    const name = `scene-${String(n + 1).padStart(2, "0")}.png`;
    if (job.artifacts.some((each) => each.name === name)) content.drawn[scene.id] = { job: job.id, file: name, of: pictureKey(board, scene), before: null };
  });
  const draft = new Draft(newId(), nameOf(content), content);
  draft.change(() => {});
  return draft;
}
