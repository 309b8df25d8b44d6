/** The fleet as a table: one line per node, every column sortable. */

import { el, time } from "./dom.js";
import { href } from "./route.js";
import { nodeChip, nodeState, status } from "./status.js";
import { VirtualTable } from "./virtual.js";

const ORDER = ["failed", "running", "waiting", "ok", "away", "never"];

const COLUMNS = [
  { key: "node", title: "Node", width: "minmax(7rem, 1fr)", sort: (row) => row.node, cell: (row) => el("a", { href: href("nodes", row.node), tabindex: -1 }, row.node) },
  { key: "state", title: "State", width: "10rem", sort: (row) => ORDER.indexOf(nodeState(row)), cell: nodeChip },
  { key: "last_seen", title: "Last seen", width: "6.5rem", sort: (row) => row.last_seen, cell: (row) => time(row.last_seen) },
  { key: "queued", title: "Waiting", width: "4.2rem", numeric: true, sort: (row) => row.queued, cell: (row) => number(row.queued, "wait") },
  { key: "running", title: "Running", width: "4.2rem", numeric: true, sort: (row) => row.running, cell: (row) => number(row.running) },
  { key: "succeeded", title: "OK", width: "3rem", numeric: true, sort: (row) => row.succeeded, cell: (row) => number(row.succeeded) },
  { key: "failed", title: "Failed", width: "3.4rem", numeric: true, sort: (row) => row.failed, cell: (row) => number(row.failed, "bad") },
  { key: "last", title: "Last result", width: "minmax(14rem, 1.2fr)", sort: (row) => row.last_finished_at, cell: last },
  { key: "labels", title: "Labels", width: "minmax(9.5rem, 1.8fr)", sort: labels, cell: (row) => el("span", { class: "soft", title: labels(row) }, labels(row)) },
  { key: "version", title: "Agent", width: "minmax(5.5rem, .5fr)", sort: (row) => row.agent_version, cell: (row) => el("span", { class: "soft", title: row.agent_version }, row.agent_version) },
];

export function nodeTable(open, sorted, sort) {
  return new VirtualTable({ label: "Nodes", testid: "nodes", columns: COLUMNS, rowHeight: 36, narrowHeight: 84, rowKey: (row) => row.node,
    open, sorted, sort: sort.replace(/^-/, ""), down: sort.startsWith("-"), tone: nodeState, empty: "No node is meant by this filter." });
}

function number(value, tone) {
  return el("span", { class: value ? tone : "soft" }, value ?? "");
}

function last(row) {
  if (!row.last_status) return "";
  return [el("a", { class: "plainlink", href: href("commands", row.last_command_id), tabindex: -1 }, status(row.last_status)), " ",
    el("span", { class: "soft" }, time(row.last_finished_at), " ", row.last_method)];
}

function labels(row) {
  return Object.entries(row.labels).map(([key, value]) => `${key}=${value}`).join("  ");
}
