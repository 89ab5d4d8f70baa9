// Numbers and times as people read them.

export const credits = (n) => `${n} ${n === 1 ? "credit" : "credits"}`;

/** "0:07", "2:05", "1:00:03" */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const pad = (n) => String(n).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** "about 35 s left", "about 2 min left" */
export function timeLeft(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return "";
  if (seconds < 3) return "almost done";
  if (seconds < 55) return `about ${seconds < 10 ? Math.round(seconds) : Math.round(seconds / 5) * 5} s left`;
  return `about ${Math.max(1, Math.round(seconds / 60))} min left`;
}

/** "3rd in line, starts in about 4 min" for a queued job; `waited`: seconds since it was told when it starts. */
export function placeInLine(job, waited = 0) {
  if (job.attempt > 1) return "The worker stopped; this goes on in a moment";
  const place = job.queue_position;
  const left = (job.starts_in || 0) - waited;
  if (place == null || (place === 1 && left < 3)) return "Starting in a moment";
  const line = place === 1 ? "Next in line" : `${ordinal(place)} in line`;
  return left < 3 ? line : `${line}, starts in ${timeLeft(left).replace(/ left$/, "")}`;
}

function ordinal(n) {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" };
  return n + ending[new Intl.PluralRules("en", { type: "ordinal" }).select(n)];
}

export function megabytes(bytes) {
  if (bytes < 1e4) return `${Math.max(1, Math.round(bytes / 1e3))} kB`; // a script's text
  const size = bytes / 1e6;
  return `${size < 1 ? Math.max(0.01, size).toFixed(2) : size < 10 ? size.toFixed(1) : size.toFixed(0)} MB`;
}

export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 7 * 86400) return `${Math.round(seconds / 86400)} d ago`;
  return new Date(iso).toLocaleDateString("en", { year: "numeric", month: "short", day: "numeric" });
}

export const exactTime = (iso) => new Date(iso).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });

export const percent = (fraction) => `${Math.round(Math.min(1, Math.max(0, fraction || 0)) * 100)} %`;
