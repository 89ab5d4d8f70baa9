// Editing a storyboard, without a page: each function gives a new storyboard or a fact about one.

/** 53 bits of a text, as a word: enough to see whether something changed. (cyrb53, public domain) */
export function digest(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** The same for equal values, whatever the order of their keys. */
export const keyOf = (value) => digest(JSON.stringify(value, (_, part) =>
  part && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));

/** What a scene's picture depends on. Characters count where the prompt names them. */
export function pictureKey(board, scene) {
  const prompt = scene.prompt.toLowerCase();
  const seen = (board.characters || []).filter(({ name }) => prompt.includes(name.toLowerCase()));
  return keyOf([scene.prompt, scene.scene || null, scene.shot, scene.seed, board.style, board.format, seen]);
}

/** What the sound of a scene's words depends on. */
export function voiceKey(board, scene, settings) {
  return keyOf([scene.text, board.voice, board.pace, settings.language, settings.pronunciations]);
}

export const saysSomething = (scene) => /[\p{L}\p{N}]/u.test(scene.text || "");

export const findScene = (board, id) => board?.scenes.find((scene) => scene.id === id);

export function moved(board, from, to) {
  const scenes = [...board.scenes];
  scenes.splice(to, 0, ...scenes.splice(from, 1));
  return { ...board, scenes };
}

export function without(board, id) {
  return { ...board, scenes: board.scenes.filter((scene) => scene.id !== id) };
}

export function withScene(board, scene, at = board.scenes.length) {
  const scenes = [...board.scenes];
  scenes.splice(at, 0, scene);
  return { ...board, scenes };
}

export const randomSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

export function newScene(choices) {
  const empty = Object.fromEntries(Object.entries(choices.scene).map(([name, field]) => [name, field.default ?? null]));
  return { ...empty, id: `n${randomSeed().toString(36)}`, shot: "medium", seed: randomSeed() };
}

/** Another seed for a scene: the same one for the same click, so that a click sent twice orders one picture. */
export function nextSeed(scene, count) {
  return parseInt(digest(`${scene.id} ${scene.seed} ${count}`), 36) % 4294967296;
}

/** About how long a scene is, in seconds: 150 words a minute, in scripts without spaces 5 characters a second. */
export function roughSeconds(scene) {
  const text = scene.text || "";
  if (!saysSomething(scene)) return scene.duration || 3;
  const spoken = /\s/.test(text.trim()) || text.length < 20 ? text.trim().split(/\s+/).length / 2.5 : text.length / 5;
  return Math.max(1.5, spoken + (scene.pause_after || 0));
}
