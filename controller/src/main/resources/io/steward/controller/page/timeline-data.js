/**
 * What a node's timeline shows, read for one stretch of time. All times are milliseconds.
 * @module
 */
import { partOf } from "./command-siblings.js";
import { oneLine } from "./command-words.js";
import { literal, parsed, select } from "./sql-ask.js";

const MOST_COMMANDS = 400;
const MOST_CHANGES = 1000;
/** Changes that come with every start of an agent and say little by themselves. */
const DULL = new Set(["agent_started_at", "boot_id", "processes"]);

export async function timelineData(node, from, to) {
  const name = literal(node);
  const [begin, end] = [from, to].map((millis) => `timestamp with time zone ${literal(new Date(millis).toISOString().replace("T", " ").replace("Z", "+00:00"))}`);
  const [commands, changes, before] = await Promise.all([
    select("select id, node, method, domain, status, exit_code, queued_at, delivered_at, started_at, finished_at, issued_by,"
      + " case when length(args) <= 2000 then args end as args from command_state"
      + ` where node = ${name} and queued_at <= ${end} and (finished_at is null or finished_at >= ${begin}) order by id desc`, MOST_COMMANDS),
    select(`select changed, old_value, new_value, at from node_history where node = ${name} and at >= ${begin} and at <= ${end} order by place desc`, MOST_CHANGES),
    select(`select new_value from node_history where node = ${name} and changed = 'online' and at < ${begin} order by place desc`, 1),
  ]);
  return {
    commands: commands.map(bar).reverse(), more: commands.more,
    stretches: stretches(changes.filter((change) => change.changed === "online").reverse(), before[0]?.new_value, from, Math.min(to, Date.now())),
    marks: changes.filter((change) => change.changed !== "online" && !DULL.has(change.changed))
      .map((change) => ({ at: Date.parse(change.at), what: change.changed, old: change.old_value, now: change.new_value })).reverse(),
  };
}

function bar(row) {
  const [asked, delivered, started, finished] = [row.queued_at, row.delivered_at, row.started_at, row.finished_at]
    .map((text) => (text ? Date.parse(text) : undefined));
  return { id: row.id, asked, delivered, started, finished, status: row.status, exit: row.exit_code, by: row.issued_by,
    tone: partOf({ ...row, online: true }).tone, what: oneLine(row.method, parsed(row.args), 80) };
}

/** When it was there and when away, as far as that is known. */
export function stretches(changes, before, from, to) {
  const found = [];
  let state = before === undefined || before === null ? undefined : before === "true";
  let since = from;
  const close = (until) => { if (state !== undefined && until > since) found.push({ from: since, to: until, online: state }); };
  for (const change of changes) {
    const at = Date.parse(change.at);
    close(at);
    state = change.new_value === "true";
    since = Math.max(at, from);
  }
  close(to);
  return found;
}

/** Puts bars that overlap in time into rows of their own; the newest rows first are kept. */
export function packed(bars, until, gap) {
  const ends = [];
  for (const one of bars) {
    const end = (one.finished ?? until) + gap;
    let row = ends.findIndex((free) => free <= one.asked);
    if (row < 0) row = ends.length;
    ends[row] = end;
    one.row = row;
  }
  return ends.length;
}
