// One result in the grid: its picture, title, what is in it; a star and a box to select it.

import { h } from "../dom.js";
import { ago, clock, exactTime } from "../format.js";
import { titleOf } from "../facts.js";

const STAR = "M10 2.6l2.300 4.700 5.200.750-3.750 3.650.900 5.150L10 14.400l-4.650 2.450.900-5.150L2.500 8.050l5.200-.750z";

/** `on`: {star(item, on), select(item, on, event)}. */
export function tile(item, on, selected) {
  const title = item.title || titleOf(item.generator);
  const box = h("input", {
    type: "checkbox", class: "k-tile-box", checked: selected, "aria-label": `Select ${title}`,
    onclick: (event) => on.select(item, box.checked, event),
  });
  const element = h("li", { class: `k-tile${selected ? " k-selected" : ""}`, "data-job": item.job_id },
    h("a", { class: "k-tile-link", href: `/result/${encodeURIComponent(item.job_id)}` },
      h("span", { class: "k-tile-art" }, art(item, title), h("span", { class: "k-tile-badges" }, badges(item).map((text) => h("span", {}, text)))),
      h("span", { class: "k-tile-title" }, title),
      h("span", { class: "k-tile-facts k-soft" }, `${titleOf(item.generator)} · `,
        h("time", { datetime: item.created_at, title: exactTime(item.created_at) }, ago(item.created_at)))),
    star(item, on, title), h("label", { class: "k-tile-select" }, box));
  return element;
}

function art(item, title) {
  if (!item.thumbnail_url) return words(title, item);
  const image = h("img", { src: item.thumbnail_url, alt: "", loading: "lazy", decoding: "async" });
  image.addEventListener("error", () => image.replaceWith(words(title, item)), { once: true });
  return image;
}

const words = (title, item) => h("span", { class: `k-tile-words${item.kinds.includes("audio") ? " k-tile-sound" : ""}`, "aria-hidden": "true" }, title);

function badges(item) {
  const found = [];
  if (item.pictures > 1 && !item.kinds.includes("video")) found.push(`${item.pictures} pictures`);
  if (item.duration) found.push(clock(item.duration));
  return found;
}

function star(item, on, title) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", STAR);
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  const button = h("button", {
    type: "button", class: "k-tile-star", "aria-pressed": String(item.favourite), "aria-label": `Favourite: ${title}`,
    onclick: () => on.star(item, button),
  }, svg);
  return button;
}
