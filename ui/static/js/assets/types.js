// What files can be, as the page says, and which of that a file on this computer seems to be.

const list = JSON.parse(document.querySelector('meta[name="kinora-asset-types"]')?.content || "[]");
const byType = new Map(list.map((facts) => [facts.type, facts]));
const ENDINGS = { image: /\.(jpe?g|png|gif|webp)$/i, audio: /\.(wav|mp3|m4a|ogg|oga|opus|flac|aac)$/i, video: /\.(mp4|m4v|mov|webm|mkv|avi|ts)$/i, text: /\.(txt|md|markdown|text)$/i };

export const ACCEPTED = "image/jpeg,image/png,image/gif,image/webp,audio/*,video/*,.mkv,.txt,.md";
export const FILTERS = [["All", ""], ["Pictures", "image"], ["Sounds", "audio"], ["Films", "video"], ["Texts", "text"]];

export const labelOf = (type) => byType.get(type)?.label || type;
export const mediumOf = (type) => byType.get(type)?.medium || "";
export const consentOf = (type) => byType.get(type)?.consent || "";
export const maxBytesOf = (type) => byType.get(type)?.max_bytes || 0;
export const typesOf = (medium) => list.filter((facts) => facts.medium === medium);

/** "image", "audio", "video" or "text"; "" for what cannot be taken. The server looks at the content. */
export function mediumOfFile(file) {
  const known = Object.entries(ENDINGS).find(([, ending]) => ending.test(file.name));
  const medium = known ? known[0] : file.type.split("/")[0];
  return typesOf(medium).length ? medium : "";
}
