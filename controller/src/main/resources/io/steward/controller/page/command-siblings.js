/**
 * The commands of one request at a glance: how many are done, failed, running, waiting, away; one small square for each;
 * and what can be done about them together.
 * @module
 */
import { button, count, el } from "./dom.js";
import { here, href } from "./route.js";
import { cancel, runAgain } from "./command-again.js";
import { FAILED, OPEN, statusWords } from "./command-words.js";
import { MOST_ROWS, literal, select } from "./sql-ask.js";

/** Where one command of a request stands, in the words of its progress. */
export const PARTS = [
  { name: "done", tone: "ok", of: (row) => row.status === "SUCCEEDED" },
  { name: "failed", tone: "failed", of: (row) => FAILED.includes(row.status) },
  { name: "running", tone: "running", of: (row) => row.status === "STARTED" },
  { name: "waiting", tone: "waiting", of: (row) => OPEN.includes(row.status) && row.online },
  { name: "away", tone: "away", of: (row) => OPEN.includes(row.status) && !row.online },
];

export function partOf(row) {
  return PARTS.find((part) => part.of(row)) ?? PARTS.at(-1);
}

/** The commands of the request with this key, by node. Who is online is asked once for all: a join would ask per row. */
export async function ofRequest(key) {
  const rows = await select(
    "select c.id, c.node, c.method, c.domain, c.status, c.terminal, c.exit_code, c.error_message, c.finished_at, c.started_at, c.overdue,"
    + " case when c.exit_code <> 0 then right(c.stderr, 200) end as stderr"
    + ` from request_command r join command_state c on c.id = r.command_id where r.request_key = ${literal(key)} order by c.node`, MOST_ROWS);
  const open = rows.some((row) => !row.terminal);
  const online = new Set(open ? (await select("select node from node_state where online", MOST_ROWS)).map((row) => row.node) : []);
  rows.forEach((row) => { row.online = online.has(row.node); });
  return rows;
}

/** How many of each part. */
export function tally(rows) {
  const counts = Object.fromEntries(PARTS.map((part) => [part.name, 0]));
  rows.forEach((row) => { counts[partOf(row).name]++; });
  return counts;
}

/** A bar whose pieces are as long as their share, and the same in words. */
export function progressBar(counts, total) {
  const words = PARTS.map((part) => `${counts[part.name]} ${part.name}`).join(", ");
  return el("div", { class: "progress", role: "img", "aria-label": `Of ${total}: ${words}`, "data-testid": "progress-bar" },
    PARTS.filter((part) => counts[part.name]).map((part) =>
      el("span", { class: `piece ${part.tone}`, title: `${counts[part.name]} ${part.name}`, style: { "flex-grow": String(counts[part.name]) } })));
}

/** One small square per command. */
export function squares(rows, id) {
  return el("ul", { class: "squares", "data-testid": "squares" }, rows.map((row) => {
    const words = `${row.node}: ${statusWords(row.status)}${row.exit_code ? `, exit code ${row.exit_code}` : ""}`;
    return el("li", {}, el("a", { href: href("commands", row.id), class: `square ${partOf(row).tone}`, title: words, "aria-label": words,
      "aria-current": row.id === id ? "true" : undefined, "data-status": row.status,
      // Very many are walked through faster in the table of the request.
      tabindex: rows.length > 40 ? "-1" : undefined }));
  }));
}

/** Buttons for all of them together; `done` hears when something was done. Nothing can be done to the past. */
export function togetherButtons(rows, done = () => {}) {
  if (here().moment) return "";
  const failed = rows.filter((row) => FAILED.includes(row.status));
  const open = rows.filter((row) => OPEN.includes(row.status));
  const act = (work) => async () => { if (await work()) done(); };
  return el("div", { class: "buttons" },
    failed.length > 0 && button(`Run on the ${count(failed.length)} failed only`, act(() => runAgain(failed,
      { same: true, title: `Run again on the ${failed.length === 1 ? "node" : `${count(failed.length)} nodes`} where it failed?` })), { class: "primary", "data-testid": "run-failed" }),
    button("Run on all again", act(() => runAgain(rows, { same: true })), { "data-testid": "run-all" }),
    open.length > 0 && button(`Cancel ${count(open.length)} not ended`, act(() => cancel(open)), { "data-testid": "cancel-open" }));
}
