// A finished job: its pictures, players or text, downloads, and how it was made.

import { h, icon } from "./dom.js";
import { clock, credits, exactTime, megabytes } from "./format.js";
import { labelOf, fieldsOf } from "./facts.js";
import { resultActions } from "./library/actions.js";
import { refresh } from "./stream.js";
import { sceneRemarks } from "./scene.js";
import { boardLink } from "./story/board_link.js";
import { words } from "./words.js";

const RENEW_EVERY = 600e3; // ms
const renewed = new Map(); // job id -> when its links were renewed

const isImage = (file) => file.content_type.startsWith("image/");
const isVideo = (file) => file.content_type.startsWith("video/");
const isAudio = (file) => file.content_type.startsWith("audio/");
const stem = (file) => file.name.replace(/\.[^.]+$/, "");
const onePerSound = (file, place, all) => all.findIndex((other) => stem(other) === stem(file)) === place; // WAV and MP3 are one
const isText = (file) => /^text\/(markdown|plain)/.test(file.content_type);

export function resultView(job, { page = false, again } = {}) {
  if (job.files_removed_at) return removedView(job, again);
  const files = job.artifacts || [];
  const poster = files.some(isVideo) ? files.find((file) => file.name === "thumbnail.jpg") : null;
  const scene = files.find((file) => file.name === "scene.json");
  return h("div", { class: "k-result" },
    files.filter(isVideo).map((file) => player(job, file, poster)),
    gallery(job, files.filter((file) => isImage(file) && file !== poster)),
    files.filter(isAudio).filter(onePerSound).map((file) => h("audio", { controls: true, preload: "metadata", src: file.url })),
    files.filter(isText).slice(0, 1).map(reader),
    h("div", { class: "k-result-bar" }, badge(job), h("div", { class: "k-actions" },
      boardLink(job),
      h("button", { type: "button", class: "k-button k-small k-again", onclick: () => again(job) }, "Make again"),
      page ? null : h("a", { class: "k-button k-small", href: `/result/${encodeURIComponent(job.id)}` }, "Open"))),
    scene ? sceneRemarks(job, scene, again) : null,
    page ? resultActions(job) : null,
    downloads(job, files),
    details(job));
}

/** A job whose files were not kept: what it was, and how to have it again. */
function removedView(job, again) {
  const days = Math.max(1, Math.floor((Date.parse(job.files_removed_at) - Date.parse(job.finished_at)) / 864e5));
  return h("div", { class: "k-result" },
    h("p", { class: "k-soft" }, `The files of this job were removed after ${days} ${days === 1 ? "day" : "days"}. Make it again; results that are marked as favourites are kept.`),
    h("div", { class: "k-result-bar" }, badge(job), h("div", { class: "k-actions" },
      h("button", { type: "button", class: "k-button k-small k-again", onclick: () => again(job) }, "Make again"))),
    details(job));
}

export function badge(job) {
  const name = job.backend?.name || (job.backend?.kind === "builtin" ? "built-in renderer" : "");
  const imitation = job.backend?.kind === "builtin" && job.params?.voice_sample ? ", an imitation" : "";
  return name ? h("span", { class: "k-badge", title: "What made this" }, name + imitation) : null;
}

function gallery(job, pictures) {
  if (!pictures.length) return null;
  // A sheet beside the pictures is an extra: it comes after them, across the whole width.
  const sheets = pictures.length > 1 ? pictures.filter((file) => /^(before-after|sheet)/.test(file.name)) : [];
  const main = pictures.filter((file) => !sheets.includes(file));
  return h("div", { class: "k-gallery", "data-count": Math.min(4, main.length) },
    main.map((file) => figure(job, file)), sheets.map((file) => figure(job, file, true)));
}

function figure(job, file, wide = false) {
  const image = h("img", {
    src: file.url, alt: describe(job, file), loading: "lazy", decoding: "async", width: file.width, height: file.height,
  });
  image.addEventListener("error", () => renewLinks(job.id), { once: true });
  return h("figure", { class: `k-frame${wide ? " k-wide" : ""}` },
    h("button", { type: "button", class: "k-open", "aria-label": `Enlarge ${file.name}`, onclick: () => enlarge(file, image.alt) }, image));
}

/** A link works for an hour; a page may stay open longer. A file that is gone must not be asked for again and again. */
function renewLinks(id) {
  const now = Date.now();
  if (now - (renewed.get(id) || 0) < RENEW_EVERY) return;
  renewed.set(id, now);
  refresh(id);
}

function describe(job, file) {
  const style = job.params?.style ? `, ${labelOf(job.generator, "style", job.params.style)}` : "";
  return `${file.name}${style}`;
}

function enlarge(file, alt) {
  const box = h("dialog", { class: "k-lightbox", "aria-label": file.name },
    h("img", { src: file.url, alt }),
    h("button", { type: "button", class: "k-button k-small", onclick: () => box.close() }, "Close"));
  box.addEventListener("click", (event) => event.target.tagName !== "BUTTON" && box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function player(job, file, poster) {
  const video = h("video", {
    controls: true, playsinline: true, preload: "metadata", src: file.url, poster: poster?.url,
    width: file.width, height: file.height, "aria-label": describe(job, file),
  });
  video.addEventListener("error", () => renewLinks(job.id), { once: true });
  return h("div", { class: "k-frame" }, video);
}

function reader(file) {
  const place = h("div", { class: "k-reader", tabindex: 0, role: "region", "aria-label": file.name },
    h("p", { class: "k-soft" }, "Loading the text…"));
  fetch(file.url)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((text) => place.replaceChildren(words(text)))
    .catch(() => place.replaceChildren(h("p", { class: "k-soft" }, "The text cannot be shown here. Download it below.")));
  return place;
}

function downloads(job, files) {
  return h("ul", { class: "k-files", "aria-label": "Files" }, files.map((file) =>
    h("li", {}, h("a", { href: file.url, download: file.name },
      icon("download"), h("span", { class: "k-file-name" }, file.name),
      h("span", { class: "k-soft k-number" }, sizeOf(file))), otherFormats(job, file))));
}

const FORMATS = [["image/", "png", "image/png"], ["image/", "jpg", "image/jpeg"], ["image/", "webp", "image/webp"],
  ["video/", "webm", "video/webm", 60], ["video/", "gif", "image/gif", 20]]; // with the most seconds

/** What else a file can be had as; films are converted while one waits, so only short ones. */
function otherFormats(job, file) {
  const offered = FORMATS.filter(([kind, , type, longest]) => file.content_type.startsWith(kind) && type !== file.content_type && !(longest < file.duration));
  if (!offered.length) return null;
  const path = `/api/v1/jobs/${encodeURIComponent(job.id)}/artifacts/${encodeURIComponent(file.name)}`;
  return h("span", { class: "k-formats" }, offered.map(([, format]) =>
    h("a", { href: `${path}?format=${format}`, download: "", "aria-label": `${file.name} as ${format}` }, format.toUpperCase())));
}

function sizeOf(file) {
  const parts = [file.width && file.height ? `${file.width} × ${file.height}` : null,
    file.duration ? clock(file.duration) : null, megabytes(file.size)];
  return parts.filter(Boolean).join(" · ");
}

function details(job) {
  const seconds = (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000;
  const model = [job.backend?.name, job.backend?.revision].filter(Boolean).join(", ");
  const rows = [
    ["Origin", "AI-generated; marked so in each file"],
    ["Made by", model],
    ["Seed", String(job.seed)],
    ["Time", Number.isFinite(seconds) ? clock(seconds) : ""],
    ["Price", credits(job.charged ?? job.price)],
    ["Finished", job.finished_at ? exactTime(job.finished_at) : ""],
    ...settings(job),
  ];
  return h("details", { class: "k-details" }, h("summary", {}, "Details"),
    h("dl", { class: "k-facts" }, rows.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])));
}

function settings(job) {
  return fieldsOf(job.generator)
    .filter(({ name, asset, hidden }) => !asset && !hidden && name !== "seed" && name !== "backend")
    .map(({ name, label }) => [name, label, job.params?.[name]])
    .filter(([, , value]) => value !== undefined && value !== null && value !== "")
    .map(([name, label, value]) => [label, labelOf(job.generator, name, value)]);
}
