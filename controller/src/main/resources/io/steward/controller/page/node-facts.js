/**
 * What a node says of itself, its processes, and how that changed.
 * @module
 */
import { copy, el, facts, table, time } from "./dom.js";
import { literal, select } from "./sql-ask.js";

/** The newest value of everything the node ever told, with its time. */
export function latestFacts(name) {
  return select("select h.changed, h.new_value, h.at from node_history h join"
    + ` (select changed, max(place) as place from node_history where node = ${literal(name)} group by changed) l on l.place = h.place`
    + " order by h.changed");
}

export function factsPart(row, latest) {
  const of = Object.fromEntries(latest.map((fact) => [fact.changed, fact.new_value]));
  const more = latest.filter(({ changed, new_value }) => changed.startsWith("facts.") && new_value !== null);
  return el("div", {}, el("h2", {}, "Facts"), facts([
    ["Host name", of.hostname], ["System", [row.os, row.arch].filter(Boolean).join(" ")], ["Processors", of.cpus],
    ["Memory", memory(of.memory_bytes)], ["Agent", row.agent_version],
    ["Agent started", of.agent_started_at ? time(of.agent_started_at) : ""], ["First seen", row.first_seen ? time(row.first_seen) : ""],
    ["Clock", clock(row.clock_skew)],
    ...more.map(({ changed, new_value }) => [changed.slice("facts.".length), new_value]),
    ["Boot", id(row.boot_id)], ["Journal", id(row.journal_id)]]));
}

function memory(bytes) {
  return bytes ? `${(Number(bytes) / 2 ** 30).toFixed(1)} GiB` : "";
}

function clock(skew) {
  if (skew === null || skew === undefined) return "";
  const seconds = Number(skew);
  return Math.abs(seconds) < 0.1 ? "right" : `${Math.abs(seconds).toFixed(seconds > 10 ? 0 : 2)} s ${seconds > 0 ? "ahead" : "behind"}`;
}

function id(text) {
  return text ? el("span", { class: "with-copy" }, el("span", { class: "mono short", title: text }, text), copy(text)) : "";
}

/** The processes that its agent started with. */
export function processesPart(row, latest) {
  const told = latest.find((fact) => fact.changed === "processes");
  const names = (told?.new_value ?? "").split(" ").filter(Boolean);
  return el("div", { "data-testid": "node-processes" }, el("h2", {}, "Processes"), names.length
    ? el("div", {}, el("ul", { class: "names" }, names.map((name) => el("li", { class: "mono" }, name))),
      el("p", { class: "soft" }, "As its agent began, ", time(told.at), "."))
    : el("p", { class: "soft" }, "None was told when its agent began; those that commands need start by themselves."));
}

export function changesTable(history) {
  return history.length ? table(["When", "What", "From", "To"], history.map((change) =>
    [time(change.at), change.changed, { wide: change.old_value ?? "" }, { wide: change.new_value ?? "" }]))
    : el("p", { class: "soft" }, "Nothing has changed yet.");
}
