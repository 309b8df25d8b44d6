/** Times in words. Pure: the present is a parameter where it matters. */

const UNITS = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

/** "3 min ago", "in 2 h", "just now"; two units above an hour. */
export function relative(text, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(text)) / 1000);
  if (Number.isNaN(seconds)) return text;
  if (Math.abs(seconds) < 2) return "just now";
  const words = span(Math.abs(seconds));
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

/** A number of seconds: "45 s", "12 min", "3 h 20 min", "4 d 2 h". */
export function span(seconds) {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first < 0) return `${Math.round(seconds * 1000)} ms`;
  const [unit, size] = UNITS[first];
  const whole = `${Math.floor(seconds / size)} ${unit}`;
  if (first > 1) return whole;
  const [smaller, smallSize] = UNITS[first + 1];
  const rest = Math.floor((seconds % size) / smallSize);
  return rest ? `${whole} ${rest} ${smaller}` : whole;
}

/** Date and time in the reader's zone. */
export function exact(text) {
  return new Date(text).toLocaleString(undefined, {
    year: "numeric", month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** 14:03:59 */
export function clock(millis) {
  return new Date(millis).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}
