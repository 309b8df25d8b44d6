/**
 * Commands in words a person reads at once: what it does, how long it took, why it failed. Pure.
 * @module
 */

/** Statuses in which a command has not ended. */
export const OPEN = ["QUEUED", "DELIVERED", "STARTED"];
/** Statuses that ended it other than well. */
export const FAILED = ["FAILED", "TIMED_OUT", "CANCELED", "EXPIRED", "REJECTED", "SUPERSEDED", "INTERRUPTED", "LOST"];
export const STATUSES = [...OPEN, "SUCCEEDED", ...FAILED];

const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** good, wait or bad: how a status is coloured. */
export function tone(status) {
  if (status === "SUCCEEDED") return "good";
  return OPEN.includes(status) ? "wait" : "bad";
}

export function statusWords(status) {
  return String(status ?? "").toLowerCase().replace("_", " ");
}

/** A list of words as one would type it in a shell. */
export function shellQuoted(argv) {
  return argv.map((word) => (PLAIN_WORD.test(word) ? word : `'${String(word).replaceAll("'", "'\\''")}'`)).join(" ");
}

/** JSON in which what only the node can read is short. */
function jsonText(value) {
  return JSON.stringify(value, (_, each) => (isSealed(each) ? "•••• (sealed)" : each));
}

/** Whether it stands for a value that only the node can read. */
export function isSealed(value) {
  return value !== null && typeof value === "object" && "$sealed" in value;
}

/** What it does, whole. */
export function fullText(method, args) {
  if (args && typeof args === "object") {
    if (Array.isArray(args.argv)) return unwrapped(args.argv) ?? shellQuoted(args.argv);
    if (typeof args.script === "string") return args.script;
    if (method === "cancel" && args.commandId) return `cancel ${args.commandId}`;
    return Object.entries(args).map(([key, value]) => `${key}=${typeof value === "string" ? value : isSealed(value) ? "•••• (sealed)" : jsonText(value)}`).join(" ");
  }
  return String(args ?? "");
}

/** sh -c 'script' reads best as its script. */
function unwrapped(argv) {
  return argv.length === 3 && /(^|\/)(ba|da|z)?sh$/.test(argv[0]) && argv[1] === "-c" ? argv[2] : undefined;
}

/** What it does, on one line. */
export function oneLine(method, args, longest = 140) {
  const lines = fullText(method, args).split("\n").filter((line) => line.trim());
  // What a script begins with is seldom what it is about.
  const first = lines.find((line) => !/^\s*(#|set [-+]|cd |export |PATH=)/.test(line)) ?? lines[0];
  const text = lines.length > 1 ? `${first.trim()} … (${lines.length} lines)` : first ?? "";
  return text.length > longest ? `${text.slice(0, longest)}…` : text || method;
}

const STEPS = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];

/** A length of time in words. */
export function span(millis) {
  const sign = millis < 0 ? "−" : "";
  const seconds = Math.abs(millis) / 1000;
  if (seconds < 1) return `${sign}${Math.round(Math.abs(millis))} ms`;
  if (seconds < 60) return `${sign}${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const [big, bigWord, small, smallWord] = STEPS.find(([least]) => seconds >= least);
  const rest = Math.floor((seconds % big) / small);
  return `${sign}${Math.floor(seconds / big)} ${bigWord}${rest ? ` ${rest} ${smallWord}` : ""}`;
}

export function between(from, to) {
  return from && to ? new Date(to) - new Date(from) : undefined;
}

/** An ISO 8601 duration in milliseconds; undefined if it is none. */
export function isoMillis(text) {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text ?? "");
  if (!match || match[0] === "P" || match[0].endsWith("T")) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

const EXITS = {
  126: "it was found but may not be run", 127: "it was not found", 130: "it was interrupted",
  137: "it was killed, perhaps for want of memory", 139: "it crashed", 143: "it was told to end",
};

function lastLine(text) {
  const line = (text ?? "").trimEnd().split("\n").pop().trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** In one sentence: why it did not end well; empty if it did, or has not ended. */
export function why(row, message = {}) {
  const said = row.error_message ?? "";
  switch (row.status) {
    case "FAILED": return failed(row, said);
    case "TIMED_OUT": {
      const limit = isoMillis(message.timeout) ?? between(row.started_at, row.finished_at);
      return `It was stopped at its timeout${limit === undefined ? "" : `, after ${span(limit)}`}.`;
    }
    case "CANCELED": return row.started_at ? "It was canceled while it ran." : "It was canceled before it started: it had no effect.";
    case "EXPIRED": return "It came too late to start: its expiry had passed when the node could have begun. It had no effect.";
    case "REJECTED": return `The node refused it${said ? `: ${said}` : ""}. It had no effect.`;
    case "SUPERSEDED": return "A later command of the same kind replaced it before it started. It had no effect.";
    case "INTERRUPTED": return "The machine went down while it ran: whether it finished can't be known. Look at the node before you run it again.";
    case "LOST": return "The node came back with another journal (a new disk, say): what became of it can't be known.";
    default: return "";
  }
}

function failed(row, said) {
  if (row.exit_code === null || row.exit_code === undefined) return `It failed${said ? `: ${said}` : " without saying why"}.`;
  const meaning = EXITS[row.exit_code] ? `: ${EXITS[row.exit_code]}` : "";
  const last = lastLine(row.stderr) || said;
  return `It exited with code ${row.exit_code}${meaning}.${last ? ` Its last words: ${last}` : " It said nothing on stderr."}`;
}
