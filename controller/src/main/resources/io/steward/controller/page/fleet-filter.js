/**
 * Which nodes are meant, and how the page reads it from the address: q (words; key=value for a label), where (SQL over
 * node_state), state (one of SUMMARY), group, sort, show. Pure, but for the cache of what a row says in words.
 */

import { failedLast, nodeState } from "./status.js";

/** What is counted on top, and what choosing it leaves. */
export const SUMMARY = {
  all: { word: "nodes", tone: "", holds: () => true },
  online: { word: "online", tone: "ok", sign: "✓", holds: (row) => row.online },
  away: { word: "away", tone: "away", sign: "○", holds: (row) => !row.online },
  owed: { word: "away, work waiting", tone: "waiting", sign: "◔", holds: (row) => !row.online && row.queued > 0 },
  failed: { word: "last failed", tone: "failed", sign: "✕", holds: failedLast },
  running: { word: "running", tone: "running", sign: "▶", holds: (row) => row.running > 0 },
};

export function wishOf(query) {
  const text = (name) => query.get(name) ?? "";
  return { q: text("q"), where: text("where"), sql: query.has("where"), state: text("state") in SUMMARY ? text("state") : "all",
    group: text("group"), sort: text("sort") || "node", show: text("show") || "both" };
}

const said = new WeakMap();

// What the words of a filter are looked for in.
function words(row) {
  let text = said.get(row);
  if (text === undefined) {
    const labels = Object.entries(row.labels).map(([key, value]) => `${key}=${value}`);
    text = [row.node, ...labels, row.os, row.arch, row.agent_version, row.last_method, row.last_domain, row.last_status, row.condition]
      .filter(Boolean).join(" ").toLowerCase();
    said.set(row, text);
  }
  return text;
}

/** A test for rows: all words must be found; key=value is a label with exactly this value. */
export function matcher(q, names) {
  const parts = q.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => (!names || names.has(row.node)) && parts.every((part) => (part.includes("=") ? labelled(row, part) : words(row).includes(part)));
}

function labelled(row, part) {
  const [key, value] = [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)];
  return Object.entries(row.labels).some(([name, text]) => name.toLowerCase() === key && String(text).toLowerCase() === value);
}

export function counts(rows) {
  const all = Object.fromEntries(Object.keys(SUMMARY).map((key) => [key, 0]));
  for (const row of rows) for (const key of Object.keys(SUMMARY)) if (SUMMARY[key].holds(row)) all[key]++;
  return all;
}

/** What the nodes can be grouped by: every label that some node has, and a few facts. */
export function groupings(rows) {
  const labels = new Set();
  for (const row of rows) for (const key of Object.keys(row.labels)) labels.add(key);
  return [...[...labels].sort().map((key) => [`label.${key}`, key]), ["state", "state"], ["os", "system"], ["agent_version", "agent version"]];
}

/** [{ name, rows }] in order of name; one without a name if they are not grouped. */
export function grouped(rows, group) {
  if (!group) return [{ name: "", rows }];
  const groups = new Map();
  for (const row of rows) {
    const name = groupOf(row, group);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true })).map(([name, members]) => ({ name, rows: members }));
}

function groupOf(row, group) {
  if (group === "state") return nodeState(row);
  const value = group.startsWith("label.") ? row.labels[group.slice(6)] : row[group];
  return value === undefined || value === null || value === "" ? "(none)" : String(value);
}
