// What the server finds wrong with a storyboard, sorted by where it is to be said.

const SCENE = /^storyboard\.scenes\[(\d+)\]\.(\w+)/;
const WHO = /^storyboard\.characters\[(\d+)\]\.(\w+)/;

/** `scenes`: by index, messages by field; `characters`: messages by "0.kind"; `rest`: one line; `any`: whether there is any. */
export function sorted(error) {
  const told = { scenes: new Map(), characters: new Map(), rest: "", any: Boolean(error) };
  if (!error) return told;
  const fields = error.status === 422 ? error.details.fields || [] : [];
  for (const { field, message } of fields) {
    const words = message.replace(/^[\w.[\]]+: /, "");
    const [scene, who] = [SCENE.exec(field), WHO.exec(field)];
    if (scene) told.scenes.set(Number(scene[1]), (told.scenes.get(Number(scene[1])) || new Map()).set(scene[2], words));
    else if (who) told.characters.set(`${who[1]}.${who[2]}`, words);
    else told.rest ||= words;
  }
  told.rest ||= fields.length ? "Something in the storyboard needs another look." : error.message;
  return told;
}
