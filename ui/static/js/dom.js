// Builds elements. Text only ever becomes text: nothing here parses HTML.

/**
 * h("a", {class: "k-link", href: url, onclick: fn}, "words", child, null)
 * Attributes that are null, undefined or false are left out; true gives an empty attribute.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "href" || name === "src") element.setAttribute(name, safeUrl(value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A URL of http(s), blob or this site; anything else, such as "javascript:", becomes "about:blank". */
export function safeUrl(value) {
  try {
    const url = new URL(String(value), location.origin);
    return ["http:", "https:", "blob:"].includes(url.protocol) ? String(value) : "about:blank";
  } catch {
    return "about:blank";
  }
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const ICONS = {
  download: "M10 3v9m0 0 3.5-3.5M10 12 6.5 8.500M4 15.500h12",
  file: "M6 2.800h5.200L15 6.600v10.600H6zM11 3v4h4",
  sun: "M10 6.600a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.800M10 2v1.800M10 16.200V18M2 10h1.800M16.2 10H18M4.3 4.300l1.3 1.300M14.4 14.400l1.3 1.300M15.7 4.300l-1.3 1.300M5.6 14.400l-1.3 1.3",
  moon: "M16.2 11.700A6.6 6.6 0 0 1 8.3 3.800a6.6 6.6 0 1 0 7.9 7.9",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["class", "k-icon"], ["aria-hidden", "true"], ["focusable", "false"]])
    svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
