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
    await request(place.method, place.url, { headers: place.headers, body: bodyOf(place, file), signal, told });
    told(1);
    return await api(`assets/${place.id}/confirm`, { method: "POST", signal });
  } catch (error) {
    giveUp(place.id);
    // A store elsewhere may not let pages of this site write to it: then the file goes through the studio.
    if (error.status === 0 && !signal.aborted && new URL(place.url, location).origin !== location.origin)
      return through(file, { type, consent, signal, told });
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

async function through(file, { type, consent, signal, told }) {
  const form = formOf({ type, consent }, file);
  return JSON.parse(await request("POST", "/api/v1/assets", { headers: {}, body: form, signal, told }));
}

/** What the answer says. `told` hears how much of the body has been sent. */
function request(method, url, { headers, body, signal, told }) {
  return new Promise((done, fail) => {
    const sending = new XMLHttpRequest(); // fetch tells nobody how far it has come
    const lost = () => fail(new ApiError(0, "unreachable", "The upload broke off. Check the connection and try again."));
    sending.upload.onprogress = ({ loaded, total }) => told(total ? Math.min(loaded / total, 0.999) : 0);
    sending.onload = () => (sending.status < 300 ? done(sending.responseText) : fail(refusal(sending)));
    sending.onerror = lost;
    sending.ontimeout = lost;
    sending.onabort = () => fail(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => sending.abort());
    sending.open(method, url);
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    sending.send(body);
  });
}

/** A store that takes forms wants its fields first and the file last. */
function bodyOf(place, file) {
  return Object.keys(place.fields || {}).length ? formOf(place.fields, file) : file;
}

function formOf(fields, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
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
