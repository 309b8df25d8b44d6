/**
 * States of commands and nodes: for each a word, a sign and a colour, so that colour is never the only sign.
 *
 *   status("FAILED")      the chip of a command's status
 *   nodeState(row)        the key in NODE_STATES for a row of node_state
 *   nodeChip(row)         its chip
 */

const COMMAND = {
  QUEUED: ["waiting", "◔"], DELIVERED: ["waiting", "◑"], STARTED: ["running", "▶"], SUCCEEDED: ["ok", "✓"],
  FAILED: ["failed", "✕"], TIMED_OUT: ["failed", "!"], CANCELED: ["away", "■"], EXPIRED: ["away", "–"],
  REJECTED: ["failed", "⊘"], SUPERSEDED: ["away", "»"], INTERRUPTED: ["failed", "~"], LOST: ["failed", "?"],
};

/** Every state a node is shown in, in the order of the legend. */
export const NODE_STATES = {
  ok: { tone: "ok", sign: "✓", word: "online" },
  failed: { tone: "failed", sign: "✕", word: "online, last failed" },
  running: { tone: "running", sign: "▶", word: "running" },
  waiting: { tone: "waiting", sign: "◔", word: "online, work waiting" },
  away: { tone: "away", sign: "○", word: "away" },
  never: { tone: "never", sign: "·", word: "never heard" },
};

/** A word with its sign, coloured by tone: ok, running, waiting, failed, away, never. */
export function chip(tone, sign, word, title) {
  const element = document.createElement("span");
  element.className = `chip ${tone}`;
  if (title) element.title = title;
  const mark = document.createElement("span");
  mark.setAttribute("aria-hidden", "true");
  mark.className = "sign";
  mark.textContent = sign;
  element.append(mark, word);
  return element;
}

/** The chip of a command's status; an empty text for none. */
export function status(word) {
  if (!word) return "";
  const [tone, sign] = COMMAND[word] ?? ["away", "?"];
  const made = chip(tone, sign, word);
  made.dataset.status = word;
  return made;
}

export function failedLast(row) {
  return Boolean(row.last_status) && row.last_status !== "SUCCEEDED";
}

/** What is most worth knowing about the node: a key of NODE_STATES. */
export function nodeState(row) {
  if (!row.online) return row.last_seen || row.boot_id || row.agent_version ? "away" : "never";
  if (row.running > 0) return "running";
  if (row.queued > 0) return "waiting";
  return failedLast(row) ? "failed" : "ok";
}

export function nodeChip(row) {
  const { tone, sign, word } = NODE_STATES[nodeState(row)];
  const made = chip(tone, sign, word);
  made.dataset.state = nodeState(row);
  return made;
}
