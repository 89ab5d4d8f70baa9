// Shows a text result. Understands just enough Markdown to be read comfortably; builds elements, never HTML.

import { h } from "./dom.js";

const ESCAPED = /\\([!-/:-@[-`{-~])|&(lt|gt|amp|quot|#\d{1,3});/g;
const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"' };
const ASIDE = 0xe000; // a character that means itself waits in Unicode's private use area while marks are looked for

export function words(text) {
  const view = h("div", { class: "k-words" });
  let list = null;
  for (const block of text.replace(/\r/g, "").replace(ESCAPED, aside).split("\n")) {
    const line = block.trim();
    const item = /^[-*]\s+(.*)/.exec(line);
    if (!item) list = null;
    if (item) {
      if (!list) view.append((list = h("ul")));
      list.append(h("li", {}, inline(item[1])));
    } else if (/^#{1,6}\s/.test(line)) {
      // The page has its own first heading.
      const depth = Math.min(5, line.indexOf(" ") + 1);
      view.append(h(`h${depth}`, {}, inline(line.replace(/^#+\s+/, ""))));
    } else if (/^(-{3,}|\*{3,})$/.test(line)) {
      view.append(h("hr"));
    } else if (line) {
      const quote = line.startsWith(">");
      view.append(h(quote ? "blockquote" : "p", {}, inline(quote ? line.slice(1).trim() : line)));
    }
  }
  return view;
}

function inline(text) {
  return text.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|_[^_\s][^_]*_|`[^`]+`)/).filter(Boolean).map((part) => {
    if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return h("strong", {}, back(part.slice(2, -2)));
    if (part.length > 2 && /^([*_]).*\1$/s.test(part)) return h("em", {}, back(part.slice(1, -1)));
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return h("code", {}, back(part.slice(1, -1)));
    return back(part);
  });
}

/** `\*`, `&lt;` and `&#58;` stand for characters that are no marks. */
function aside(all, mark, entity) {
  const code = (mark || NAMED[entity] || "").charCodeAt(0) || Number(entity.slice(1));
  return code < 128 ? String.fromCharCode(ASIDE + code) : all;
}

const back = (text) => text.replace(/[\ue000-\ue07f]/g, (char) => String.fromCharCode(char.charCodeAt(0) - ASIDE));
