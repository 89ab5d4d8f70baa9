// One file in the grid: its picture, its name, what it is.

import { h, icon } from "../dom.js";
import { clock, megabytes } from "../format.js";
import { labelOf, mediumOf } from "./types.js";

export function card(asset, open) {
  return h("li", { class: "k-asset", "data-id": asset.id },
    h("button", { type: "button", class: "k-asset-open", onclick: () => open(asset) },
      h("span", { class: "k-asset-picture" }, picture(asset), asset.duration ? h("span", { class: "k-asset-time k-number" }, clock(asset.duration)) : null),
      h("span", { class: "k-asset-name" }, asset.name),
      h("span", { class: "k-asset-facts k-number" }, [labelOf(asset.type), used(asset)].filter(Boolean).join(" · "))));
}

function picture(asset) {
  if (asset.thumb_url) return h("img", { src: asset.thumb_url, alt: "", loading: "lazy" });
  return asset.waveform ? waveform(asset.waveform) : icon("file");
}

export const used = ({ usage }) => (usage?.jobs ? `Used in ${usage.jobs} ${usage.jobs === 1 ? "job" : "jobs"}` : "");

/** Sides or length, and size. */
export function facts(asset) {
  const sides = asset.width ? `${asset.width} × ${asset.height}` : "";
  const rate = asset.fps ? `${Number(asset.fps.toFixed(2))} frames a second` : "";
  return [sides, asset.duration ? clock(asset.duration) : "", rate, megabytes(asset.size)].filter(Boolean).join(" · ");
}

/** A sound's loudness as bars; `levels` from 0 to 255. */
export function waveform(levels) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of [["viewBox", `0 0 ${levels.length * 4} 100`], ["class", "k-waveform"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(name, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", levels.map((level, n) => `M${n * 4 + 2} ${50 - reach(level)}V${50 + reach(level)}`).join(""));
  svg.append(path);
  return svg;
}

const reach = (level) => Math.round(Math.max(1.5, (level / 255) * 48) * 10) / 10;

/** The file itself, to look at or to listen to. */
export function player(asset) {
  const medium = mediumOf(asset.type);
  if (medium === "image") return h("img", { src: asset.url, alt: asset.name });
  if (medium === "video") return h("video", { src: asset.url, poster: asset.thumb_url, controls: true, playsinline: true, preload: "none" });
  if (medium === "audio") return h("div", { class: "k-asset-sound" }, waveform(asset.waveform || []), h("audio", { src: asset.url, controls: true, preload: "none" }));
  const text = h("pre", { class: "k-asset-text", tabindex: "0" }, "Loading…");
  fetch(asset.url).then((answer) => answer.text()).then((words) => (text.textContent = words.slice(0, 20000)), () => (text.textContent = "This text could not be loaded."));
  return text;
}
