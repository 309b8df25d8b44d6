/**
 * Whom a command is for: named nodes, a label, a condition in SQL, or all; and a preview of who that is, how many, and
 * who is away now and will get it later.
 * @module
 */
import { api } from "./api.js";
import { afterPause, announce, count, el, time } from "./dom.js";
import { href } from "./route.js";
import { area, modes } from "./send-field.js";
import { labelPicker } from "./send-labels.js";
import { nodePicker } from "./send-nodes.js";
import { MOST_ROWS, literals, select } from "./sql-ask.js";

const SHOWN = 60;
/** A query has a longest length. */
const FEW = 1000;

export function targetPart() {
  const preview = el("div", { class: "preview", role: "status", "data-testid": "preview" });
  let turn = 0;
  let meant;
  const later = afterPause(() => look(), 250);
  const nodes = nodePicker(later);
  const labels = labelPicker(later);
  const where = area("Condition over node_state", { rows: 2, placeholder: "online and os = 'Linux' and (labels).site = 'north'", oninput: later },
    { testid: "target-where", hint: "Any condition of SQL; columns: node, online, last_seen, agent_version, os, arch, labels, queued, running, failed, last_status …" });
  const all = el("p", { class: "soft" }, "Every enrolled node, also those that are away now.");
  const mode = modes("Whom", [["nodes", "Nodes by name", nodes.element], ["labels", "By label", labels.element], ["where", "By SQL", where.element], ["all", "All", all]],
    { testid: "by", changed: later });

  /** What the request says; undefined while nobody is named. */
  function targets() {
    switch (mode.value()) {
      case "nodes": return nodes.value().length ? { nodes: nodes.value() } : undefined;
      case "labels": return labels.value() ? { where: labels.value() } : undefined;
      case "where": return where.input.value.trim() ? { where: where.input.value.trim() } : undefined;
      default: return { all: true };
    }
  }

  function tell(problem) {
    if (mode.value() === "nodes") nodes.tell(problem);
    else if (mode.value() === "where") where.tell(problem);
    else if (problem) preview.replaceChildren(el("p", { class: "fault" }, problem));
    if (problem) (mode.value() === "nodes" ? nodes.input : mode.value() === "where" ? where.input : mode.element.querySelector("input:checked")).focus();
  }

  /** Looks up who is meant now: {rows, away, strangers}, or undefined if nobody is or it can't be said. */
  async function look() {
    const mine = ++turn;
    const wanted = targets();
    meant = undefined;
    if (!wanted) {
      preview.replaceChildren(el("p", { class: "soft" }, "Nobody is chosen yet."));
      return undefined;
    }
    try {
      const found = await who(wanted);
      if (mine !== turn) return undefined;
      meant = found;
      tell("");
      preview.replaceChildren(...shown(found));
      announce(headline(found));
    } catch (error) {
      if (mine === turn) {
        preview.replaceChildren();
        tell(error.message);
      }
    }
    return meant;
  }

  function set(query) {
    if (query.get("nodes")) { mode.choose("nodes"); nodes.set(query.get("nodes").split(",").filter(Boolean)); }
    else if (query.get("where")) { mode.choose("where"); where.input.value = query.get("where"); }
    else if (query.get("all")) mode.choose("all");
    look();
  }

  return { element: el("div", { class: "targets" }, mode.element, preview), targets, look: () => { nodes.settle(); return look(); }, tell, set };
}

async function who(targets) {
  if (targets.nodes) {
    const wanted = new Set(targets.nodes);
    const rows = wanted.size > FEW ? (await named("true")).filter((row) => wanted.has(row.node)) : await named(`node in (${literals(targets.nodes)})`);
    const known = new Set(rows.map((row) => row.node));
    return meaning(rows, targets.nodes.filter((name) => !known.has(name)));
  }
  // The same door that will judge the condition when it is sent judges it now.
  if (targets.where) await api.get("/api/v1/nodes", { where: targets.where, limit: 1 });
  return meaning(await named(targets.where ? `(${targets.where})` : "true"), []);
}

function named(condition) {
  return select(`select node, online, last_seen from node_state where enrolled and ${condition} order by online, node`, MOST_ROWS);
}

function meaning(rows, strangers) {
  return { rows, strangers, away: rows.filter((row) => !row.online) };
}

/** "42 nodes, 3 of them away now" */
export function headline({ rows, away }) {
  const all = `${count(rows.length)}${rows.more ? " or more" : ""} node${rows.length === 1 ? "" : "s"}`;
  if (!away.length) return rows.length ? `${all}, ${rows.length === 1 ? "online" : "all online"}` : "no node";
  return rows.length === 1 ? `${all}, away now` : `${all}, ${away.length === rows.length ? "all" : count(away.length)} of them away now`;
}

function shown({ rows, strangers, away }) {
  const online = rows.filter((row) => row.online);
  const names = (some, words) => (some.length ? [el("p", { class: "soft" }, words), el("ul", { class: "names" },
    some.slice(0, SHOWN).map((row) => el("li", {}, el("a", { href: href("nodes", row.node) }, row.node),
      row.online ? "" : el("span", { class: "soft" }, " ", row.last_seen ? time(row.last_seen) : "never heard"))),
    some.length > SHOWN ? el("li", { class: "soft" }, `and ${count(some.length - SHOWN)} more`) : "")] : []);
  return [
    el("p", { class: "headline", "data-testid": "preview-headline", "data-count": rows.length, "data-away": away.length },
      rows.length ? headline({ rows, away }) : "No enrolled node is meant. Nothing would be sent."),
    strangers.length ? el("p", { class: "fault" }, `Not enrolled: ${strangers.slice(0, 10).join(", ")}${strangers.length > 10 ? " …" : ""}. Take ${strangers.length === 1 ? "it" : "them"} away, or enrol ${strangers.length === 1 ? "it" : "them"} first.`) : "",
    ...names(away, "Away now; they get it when they are back:"), ...names(online, away.length ? "Online:" : ""),
  ];
}
