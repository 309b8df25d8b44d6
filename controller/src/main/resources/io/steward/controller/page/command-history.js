/**
 * Every transition of a command with both times: when it happened, by the clock of whoever says so, and when the log
 * learned of it.
 * @module
 */
import { el, status, table, time } from "./dom.js";
import { span } from "./command-words.js";

/** Under this a difference is no news. */
const LARGE = 5000;

const WORDS = {
  QUEUED: "the log has it", DELIVERED: "on the node's disk", STARTED: "the work began", SUCCEEDED: "ended with exit code 0",
  FAILED: "ended otherwise", TIMED_OUT: "stopped at its timeout", CANCELED: "canceled", EXPIRED: "too late to start",
  REJECTED: "refused by the node", SUPERSEDED: "replaced by a later one", INTERRUPTED: "the machine went down in the middle",
  LOST: "the node's journal is gone",
};

export function historyTable(steps) {
  let before;
  const rows = steps.map((step) => {
    const late = new Date(step.recorded_at) - new Date(step.at);
    const since = before ? new Date(step.at) - new Date(before) : undefined;
    before = step.at;
    return [status(step.status), el("span", { class: "soft" }, WORDS[step.status] ?? ""), time(step.at, { absolute: true }),
      since === undefined ? "" : `+${span(Math.max(0, since))}`, time(step.recorded_at, { absolute: true }),
      lateness(late), el("span", { class: "soft mono", title: "Place in the log" }, step.log_seq)];
  });
  return table(["Status", "Meaning", "Happened", "After", "Known", "Known later by", "Log"], rows, { "data-testid": "history" });
}

function lateness(millis) {
  if (millis >= LARGE) return el("strong", { class: "wait", title: "The node was away, or its clock is wrong" }, span(millis));
  if (millis <= -LARGE) return el("strong", { class: "bad", title: "It says it happened after it was known: the node's clock is ahead" }, `clock ahead ${span(-millis)}`);
  return el("span", { class: "soft" }, span(Math.max(0, millis)));
}
