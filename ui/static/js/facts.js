// What the page says about the generators.

const list = JSON.parse(document.querySelector('meta[name="kinora-generators"]')?.content || "[]");
const byKey = new Map(list.map((facts) => [facts.key, facts]));

export const generators = list;
export const titleOf = (key) => byKey.get(key)?.title || key;
export const fieldsOf = (key) => byKey.get(key)?.fields || [];

/** The label of a value in a generator's form, such as "Oil painting" for "oil". */
export function labelOf(key, name, value) {
  const choice = fieldsOf(key).find((field) => field.name === name)?.choices.find(([, v]) => v === value);
  return choice ? choice[0] : String(value);
}

/** The title of a storyboard, or the first words that are said in it. */
function titleIn(storyboard) {
  try {
    const { title, scenes } = JSON.parse(storyboard || "{}");
    return title || scenes?.find(({ text }) => text)?.text || "";
  } catch {
    return "";
  }
}

/** One line that tells jobs apart: the words that were typed, or the first choice that was made. */
export function summaryOf(job) {
  const params = job.params || {};
  const words = ["prompt", "topic", "script", "text"].map((name) => params[name]).find(Boolean) || titleIn(params.storyboard);
  const said = String(words).replace(/^#+\s*/, ""); // a script may begin with its title
  if (words) return params.make === "storyboard" ? `Storyboard: ${said}` : said;
  const field = fieldsOf(job.generator).find(({ choices, name }) => choices.length && params[name] !== undefined);
  return field ? `${field.label}: ${labelOf(job.generator, field.name, params[field.name])}` : "";
}
