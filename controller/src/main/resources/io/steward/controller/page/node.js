/**
 * One node: what it is, whether it is there, what waits for it and runs on it, its days on a time axis, and what it
 * reports, live.
 * @module
 */
import { api } from "./api.js";
import { button, count, el, time } from "./dom.js";
import { shortcut } from "./keys.js";
import { trouble } from "./loading.js";
import { pastNote } from "./past.js";
import { here, href, momentParams } from "./route.js";
import { nodeChip } from "./status.js";
import { redraw } from "./command-focus.js";
import { throttled } from "./command-pace.js";
import { FAILED, span } from "./command-words.js";
import { commandList, COLUMNS } from "./command-list.js";
import { changesTable, factsPart, latestFacts, processesPart } from "./node-facts.js";
import { queuePart } from "./node-queue.js";
import { eventsPart } from "./node-events.js";
import { Timeline } from "./timeline.js";
import { literal, select } from "./sql-ask.js";

const PAUSE = 500;
const NEWEST = 12;
/** A clock that is further off than this makes times hard to compare. */
const SKEW = 2;

export async function node(main, name) {
  const moment = here().moment;
  const path = `/api/v1/nodes/${encodeURIComponent(name)}`;
  let row;
  try {
    row = await api.get(path, momentParams(moment));
  } catch (error) {
    if (error.status !== 404 && error.status !== 400) throw error;
    return nobody(main, name, error, moment);
  }
  const parts = Object.fromEntries(["head", "facts", "queue", "newest", "changes"].map((part) => [part, el("section", { class: `node-${part}`, "data-testid": `node-${part}` })]));
  const timeline = new Timeline(name, moment);
  const events = moment ? undefined : eventsPart(name);
  main.append(parts.head, timeline.element, el("div", { class: "pair" }, el("div", { class: "view" }, parts.queue, parts.newest), parts.facts), ...(events ? [events.element] : []), parts.changes);

  async function draw() {
    redraw(parts.head, ...headline(row, moment));
    await Promise.all([
      part(parts.facts, async () => {
        const facts = moment ? [] : await latestFacts(name);
        return [factsPart(row, facts), processesPart(row, facts)];
      }),
      part(parts.queue, () => (moment ? [pastNote(moment)] : queuePart(name, row, soon))),
      part(parts.newest, async () => newest(name, moment ? row.commands : await newestOf(name))),
      part(parts.changes, async () => [el("details", {}, el("summary", {}, el("h2", {}, "Changes")), changesTable(row.history))]),
      part(timeline.element, async () => { await timeline.refresh(); }),
    ]);
  }

  async function refresh() {
    row = await api.get(path, momentParams(moment));
    await draw();
  }

  const soon = throttled(refresh, PAUSE);
  const unkey = shortcut("x", "its newest command that failed", () => {
    const [failed] = [...parts.newest.querySelectorAll("[data-status][data-id]")].filter((one) => FAILED.includes(one.dataset.status));
    if (failed) location.hash = href("commands", failed.dataset.id);
  });
  await draw();
  return {
    title: name, refresh,
    changed: (type, news) => { if (news.node === name) soon(); },
    leave: () => { unkey(); soon.stop(); timeline.close(); events?.close(); },
  };
}

function nobody(main, name, error, moment) {
  main.append(el("section", { "data-testid": "no-node" }, el("h1", {}, `No node ${name}`), el("p", {}, error.message),
    el("p", {}, moment ? "It may not have been there yet at that moment. " : "Names are case-sensitive. ", el("a", { href: href() }, "All nodes"))));
  return { title: name };
}

// A part that can't be had says so and leaves the others alone.
async function part(place, work) {
  try {
    const children = await work();
    if (children) redraw(place, ...children);
  } catch (error) {
    trouble(place, error, () => part(place, work));
  }
}

function headline(row, moment) {
  const skew = row.clock_skew === null || row.clock_skew === undefined ? undefined : Number(row.clock_skew);
  return [
    el("p", { class: "crumbs" }, el("a", { href: href() }, "Fleet"), " / node"),
    el("div", { class: "title" }, el("h1", { "data-testid": "node-title" }, row.node), nodeChip(row)),
    el("p", { class: "soft" }, row.last_seen ? el("span", {}, row.online ? "heard " : "last heard ", time(row.last_seen)) : moment ? "as it was then" : "never heard of",
      row.agent_version ? ` · agent ${row.agent_version}` : "", row.os ? ` · ${row.os} ${row.arch ?? ""}` : "",
      skew === undefined || Math.abs(skew) < SKEW ? "" : el("strong", { class: "wait", "data-testid": "clock-skew" }, ` · its clock is ${span(Math.abs(skew) * 1000)} ${skew > 0 ? "ahead" : "behind"}: its times are off by that`)),
    row.condition ? el("p", { class: "why", role: "status", "data-testid": "node-condition" }, `Its agent says: ${row.condition}`) : "",
    row.enrolled === false ? el("p", { class: "why" }, "It is not enrolled: nothing can be sent to it. Enrol it with ‘steward enrol’.") : "",
    Object.keys(row.labels ?? {}).length ? el("ul", { class: "labels", "aria-label": "Labels" }, Object.entries(row.labels).map(([key, value]) =>
      el("li", {}, el("a", { href: labelPlace(key, value), class: "label" }, el("span", { class: "soft" }, `${key}=`), value)))) : "",
    el("ul", { class: "figures" }, [["waiting", row.queued], ["running", row.running], ["succeeded", row.succeeded], ["failed", row.failed], ["acks to tell", row.outbox], ["events dropped", row.dropped_events]]
      .filter(([word, number]) => number || ["waiting", "running", "succeeded", "failed"].includes(word))
      .map(([word, number]) => el("li", { class: word }, el("strong", {}, count(number)), ` ${word}`))),
    moment ? "" : el("div", { class: "buttons" },
      el("a", { class: "button primary", href: href("send", { nodes: row.node }), "data-testid": "send-here" }, "Send to this node"),
      el("a", { class: "button", href: href("commands", { node: row.node }), "data-testid": "its-commands" }, "All its commands"),
      el("a", { class: "button", href: href("events", { node: row.node }), "data-testid": "its-events" }, "Its events"),
      button("Failed ones", () => { location.hash = href("commands", { node: row.node, status: "failed" }); })),
  ];
}

/** The fleet, narrowed to a label. */
function labelPlace(key, value) {
  return href({ where: `(labels)."${key.replaceAll('"', '""')}" = ${literal(value)}` });
}

function newestOf(name) {
  return select(`select ${COLUMNS} from command_state c where c.node = ${literal(name)} order by c.id desc`, NEWEST);
}

function newest(name, rows) {
  return [el("h2", {}, "Newest commands"), rows.length ? commandList(rows.slice(0, NEWEST), { withNode: false })
    : el("p", { class: "empty" }, "Nothing was ever sent to it.")];
}
