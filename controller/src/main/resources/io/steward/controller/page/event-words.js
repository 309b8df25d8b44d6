/** What an event says, on one line and in full. Pure. */

const LINES = ["line", "text", "message", "msg"];

/** A log line as it is; anything else as JSON on one line. */
export function lineOf({ body }) {
  if (body === null || body === undefined) return "";
  if (typeof body !== "object") return String(body);
  const key = LINES.find((name) => typeof body[name] === "string");
  return key ? body[key].replace(/\n$/, "").replaceAll("\n", " ⏎ ") : JSON.stringify(body);
}

export function prettyOf({ body }) {
  return typeof body === "object" && body !== null ? JSON.stringify(body, null, 2) : String(body ?? "");
}
