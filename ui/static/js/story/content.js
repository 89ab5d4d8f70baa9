// What a draft of a story holds.

/** A new draft's content, in the generator's own defaults. */
export function emptyContent(choices) {
  const names = ["style", "voice", "music", "format", "characters", "theme", "duration", "subtitles", "language", "pronunciations"];
  const settings = Object.fromEntries(names.map((name) => [name, choices.default(name) ?? null]));
  return { script: "", settings, board: null, drawn: {}, spoken: {}, open: [], film: null, orders: 0, named: false, seed: null };
}

/** A stored content with what is missing filled in: it may be from an older version, or from a program. */
export function normalContent(stored, choices) {
  const empty = emptyContent(choices);
  const content = { ...empty, ...stored, settings: { ...empty.settings, ...stored.settings } };
  if (typeof content.script !== "string") content.script = "";
  if (!Array.isArray(content.open)) content.open = [];
  if (!Number.isInteger(content.orders)) content.orders = 0;
  for (const name of ["drawn", "spoken"]) if (!content[name] || typeof content[name] !== "object") content[name] = {};
  content.board = normalBoard(content.board, choices);
  return content;
}

export function normalBoard(board, choices) {
  if (!board || !Array.isArray(board.scenes)) return null;
  const defaults = Object.fromEntries(Object.entries(choices.scene).map(([name, field]) => [name, field.default ?? null]));
  const scenes = board.scenes.filter((scene) => scene && typeof scene.id === "string").map((scene) =>
    ({ ...defaults, ...scene, text: String(scene.text ?? ""), prompt: String(scene.prompt ?? "") }));
  const characters = (Array.isArray(board.characters) ? board.characters : []).filter((who) => typeof who?.name === "string");
  return { title: "", pace: 1, seed: 0, ...board, characters, scenes };
}

/** A name from the title or the first words. */
export function nameOf({ board, script }) {
  const first = script.split("\n").map((line) => line.replace(/^[#*\s]+/, "").trim()).find(Boolean) || "";
  const words = (board?.title || "").trim() || first;
  const name = words.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").trim();
  return name.length > 60 ? `${name.slice(0, 57).trim()}…` : name || "A story";
}
