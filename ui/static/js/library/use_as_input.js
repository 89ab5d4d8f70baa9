// A result's picture becomes a file of one's own, and goes into another tool's form.

import { ApiError, toSignIn } from "../api.js";
import { fieldsOf, generators, titleOf } from "../facts.js";

const PHOTO = "photo"; // faces and garments are asked about where they are uploaded
const EXTRAS = /^(before-after|sheet|thumbnail)/;

/** The forms that take a picture of this job: [{label, file, generator, field}]. */
export function inputChoices(job) {
  const pictures = (job.artifacts || []).filter((file) => file.content_type.startsWith("image/") && !EXTRAS.test(file.name));
  const takers = generators.flatMap(({ key }) => fieldsOf(key).filter((field) => field.accepts?.includes(PHOTO) && !field.hidden)
    .map((field) => ({ generator: key, field: field.name, words: `${titleOf(key)}: ${field.label.toLowerCase()}` })));
  return pictures.slice(0, 4).flatMap((file) => takers.map((taker) => ({
    ...taker, file, label: pictures.length > 1 ? `${taker.words} (${file.name})` : taker.words,
  })));
}

/** Throws ApiError. */
export async function useAsInput({ file, generator, field }) {
  const blob = await fetch(file.url).then((answer) => (answer.ok ? answer.blob() : null), () => null);
  if (!blob) throw new ApiError(0, "gone", "This picture is no longer kept.");
  const body = new FormData();
  body.append("type", PHOTO);
  body.append("file", blob, file.name);
  const response = await fetch("/api/v1/assets", { method: "POST", body, credentials: "same-origin" });
  const answer = await response.json().catch(() => null);
  if (response.status === 401) toSignIn();
  if (!response.ok) throw new ApiError(response.status, answer?.error?.code || "error", answer?.error?.message || "This picture could not be taken over.");
  sessionStorage.setItem("kinora-input", JSON.stringify({ generator, field, file: { id: answer.id, name: answer.name, url: answer.url } }));
  location.assign("/?input=1");
}
