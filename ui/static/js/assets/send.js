// Sends one file into the object store and has it checked.

import { api, ApiError } from "../api.js";

/**
 * The asset that a file becomes. Throws ApiError, or DOMException "AbortError" when `signal` was given.
 * `told` is called with the share that has been sent, 0 to 1; with 1 while the server looks at the file.
 */
export async function send(file, { type, consent, signal, told }) {
  const order = { type, name: file.name, size: file.size, content_type: plainType(file), consent };
  const place = await api("assets/upload-url", { method: "POST", body: order, signal });
  try {
    await put(place, file, signal, told);
    told(1);
    return await api(`assets/${place.id}/confirm`, { method: "POST", signal });
  } catch (error) {
    giveUp(place.id);
    throw signal.aborted ? new DOMException("Cancelled", "AbortError") : error;
  }
}

/** The file is not awaited any more. When this is lost, the server forgets it within the hour. */
function giveUp(id) {
  api(`assets/${id}`, { method: "DELETE" }).catch(() => {});
}

/** The media type without parameters, or what stands for none. */
function plainType(file) {
  const type = file.type.split(";")[0].trim().toLowerCase();
  return /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(type) ? type : "application/octet-stream";
}

function put(place, file, signal, told) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch tells nobody how far it has come
    const lost = () => fail(new ApiError(0, "unreachable", "The upload broke off. Check the connection and try again."));
    request.upload.onprogress = ({ loaded, total }) => told(total ? Math.min(loaded / total, 0.999) : 0);
    request.onload = () => (request.status < 300 ? done() : fail(refusal(request)));
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = () => fail(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.send(bodyOf(place, file));
  });
}

/** A store that takes forms wants its fields first and the file last. */
function bodyOf(place, file) {
  if (!Object.keys(place.fields || {}).length) return file;
  const form = new FormData();
  for (const [name, value] of Object.entries(place.fields)) form.append(name, value);
  form.append("file", file);
  return form;
}

function refusal(request) {
  let error = {};
  try {
    error = JSON.parse(request.responseText).error || {};
  } catch { /* the store's own words are for programs */ }
  return new ApiError(request.status, error.code || "error", error.message || `The store refused the file (${request.status}).`);
}
