/**
 * One command: why it failed if it did, what it is, how it went, what it printed, and how the same went elsewhere.
 * @module
 */
import { ask } from "./api.js";
import { button, copy, count, el, facts, show, status, time } from "./dom.js";
import { trouble } from "./loading.js";
import { pastNote } from "./past.js";
import { here, href } from "./route.js";
import { redraw } from "./command-focus.js";
import { throttled } from "./command-pace.js";
import { cancel, cancelWords, messages, requestOf, runAgain } from "./command-again.js";
import { historyTable } from "./command-history.js";
import { outputPane } from "./command-output.js";
import { PARTS, ofRequest, progressBar, squares, tally, togetherButtons } from "./command-siblings.js";
import { between, fullText, isSealed, isoMillis, oneLine, span, why } from "./command-words.js";

const OWN_PAUSE = 300;
/** A request may go to thousands of nodes. */
const OTHERS_PAUSE = 2000;

export async function command(main, id) {
  const path = `/api/v1/commands/${encodeURIComponent(id)}`;
  let row;
  try {
    row = await ask(path);
  } catch (error) {
    if (error.status !== 404 && error.status !== 400) throw error;
    main.append(el("section", { "data-testid": "no-command" }, el("h1", {}, "No such command"), el("p", {}, error.message),
      el("p", {}, "It may be older than what the log keeps, or the address is cut off. ", el("a", { href: href("commands") }, "All commands"))));
    return { title: "No such command" };
  }
  const message = (await messages([id]).catch(() => new Map())).get(id) ?? {};
  const key = await requestOf(id).catch(() => undefined);
  const head = el("section", { class: "command-head", "data-testid": "command-head" });
  const about = el("section", { class: "command-about", "data-testid": "command-about" });
  const history = el("section", {});
  const siblings = el("section", { hidden: true, "data-testid": "siblings" });
  const output = outputPane(row.id);
  main.append(head, output.element, siblings, history, about);
  let others = new Set();

  let shown = "";
  function draw() {
    const now = JSON.stringify([row.status, row.attempts, row.conflicts, row.history.length, row.overdue]);
    if (now === shown) return;
    shown = now;
    redraw(head, ...headline(row, message, refresh));
    redraw(about, el("h2", {}, "About"), ...aboutRows(row, message));
    redraw(history, el("h2", {}, "How it went"), historyTable(row.history));
  }

  draw();

  async function drawSiblings() {
    if (!key) return;
    const rows = await ofRequest(key);
    others = new Set(rows.map((one) => one.id));
    siblings.hidden = rows.length < 2;
    if (rows.length < 2) return;
    const counts = tally(rows);
    redraw(siblings, el("h2", {}, `The same request on ${count(rows.length)} nodes `, el("a", { href: href("requests", key), class: "more", "data-testid": "to-request" }, "Progress")),
      progressBar(counts, rows.length),
      el("p", { class: "soft" }, PARTS.filter((part) => counts[part.name]).map((part) => `${count(counts[part.name])} ${part.name}`).join(" · ")),
      rows.length <= 600 ? squares(rows, row.id) : "", togetherButtons(rows, refresh));
  }

  async function refresh() {
    row = await ask(path);
    draw();
    await output.update(row);
    await drawSiblings();
  }

  const soon = throttled(refresh, OWN_PAUSE);
  const othersSoon = throttled(drawSiblings, OTHERS_PAUSE);
  await guarded(output.element, () => output.update(row));
  await guarded(siblings, drawSiblings);
  return {
    title: `${oneLine(row.method, row.args, 50)} on ${row.node}`, refresh,
    changed: (type, news) => {
      if (news.command_id === row.id) soon();
      else if (others.has(news.command_id)) othersSoon();
      // What a row says of being away or late depends on its node.
      else if (type === "node" && news.node === row.node && !row.terminal) soon();
    },
    leave: () => { output.close(); soon.stop(); othersSoon.stop(); },
  };
}

// What can't be had now is no reason to show nothing of the rest.
async function guarded(part, work) {
  try {
    await work();
  } catch (error) {
    part.hidden = false;
    trouble(part, error, () => guarded(part, work));
  }
}

function headline(row, message, refresh) {
  const reason = why(row, message);
  const text = fullText(row.method, row.args);
  const lines = text.split("\n").length;
  return [
    el("p", { class: "crumbs" }, el("a", { href: href("commands") }, "Commands"), " / ", el("a", { href: href("nodes", row.node) }, row.node)),
    el("div", { class: "title" }, el("h1", { class: "mono", "data-testid": "command-title" }, oneLine(row.method, row.args)), status(row.status)),
    el("p", { class: "soft" }, "on ", el("a", { href: href("nodes", row.node), "data-testid": "command-node" }, row.node), ` by ${row.issued_by} `, time(row.issued_at),
      row.reason ? el("span", {}, ", because: ", el("em", {}, row.reason)) : "", took(row)),
    reason ? el("p", { class: "why", role: "status", "data-testid": "why" }, reason) : "",
    row.status !== "SUCCEEDED" && !row.terminal ? el("p", { class: row.overdue ? "why late" : "soft", "data-testid": "waiting-for" }, waiting(row)) : "",
    row.conflicts ? el("p", { class: "why" }, `${row.conflicts} message${row.conflicts > 1 ? "s" : ""} in the log contradict this outcome; the first one stands. See the view command_conflict.`) : "",
    lines > 1 || text.length > 140 ? el("details", { open: lines <= 12 }, el("summary", {}, `The whole ${row.args?.script ? "script" : "command"}, ${lines} line${lines > 1 ? "s" : ""}`), el("pre", { "data-testid": "command-text" }, text)) : "",
    pastNote(here().moment) ?? el("div", { class: "buttons" },
      !row.terminal && button("Cancel…", async () => { if (await cancel([row])) refresh(); }, { class: "danger", title: cancelWords(row.status), "data-testid": "cancel" }),
      button("Run again…", () => runAgain([row]), { "data-testid": "run-again" }), el("a", { class: "button", href: href("send", { nodes: row.node, like: row.id }), "data-testid": "change-and-send" }, "Change and send…"), copy(text, "Copy command"), copy(row.id, "Copy id")),
  ];
}

function took(row) {
  const ran = between(row.started_at, row.finished_at);
  const waited = between(row.queued_at, row.started_at);
  return [ran === undefined ? "" : ` · ran ${span(Math.max(0, ran))}`, waited > 2000 ? ` after waiting ${span(waited)}` : ""].join("");
}

function waiting(row) {
  const late = row.overdue ? "Overdue: its expiry or timeout has passed and the node has not said so yet. " : "";
  if (row.status === "STARTED") return `${late}It is running.`;
  if (row.status === "DELIVERED") return `${late}The node has it on its disk; it runs when those before it are done.`;
  return `${late}It waits for ${row.node}: it runs as soon as the node takes it.`;
}

function aboutRows(row, message) {
  const timeout = isoMillis(message.timeout);
  return [facts([
    ["Id", el("span", { class: "mono" }, row.id)],
    ["Process", el("span", { class: "mono" }, `${row.method}.${row.domain}`)],
    ["Sent", time(row.issued_at, { absolute: true })], ["By", show(row.issued_by)], ["Reason", show(row.reason)],
    ["Timeout", timeout === undefined ? "the agent's default" : span(timeout)],
    ["Expires", row.expires_at ? time(row.expires_at, { absolute: true }) : "never"],
    ["If the machine goes down", message.onCrash === "repeat" ? "it runs again" : "it is not run twice; it would end INTERRUPTED"],
    ["Supersedes", message.supersedes ? "earlier ones of its kind that have not started" : ""],
    ["Exit code", show(row.exit_code)], ["Error", [row.error_code, row.error_message].filter(Boolean).join(": ")],
    ["Attempts", row.attempts > 1 ? show(row.attempts) : ""],
    ...shellFacts(row.args)]),
  el("details", {}, el("summary", {}, "Raw"), el("pre", { "data-testid": "raw" }, JSON.stringify(Object.keys(message).length ? message : row.args, null, 2)))];
}

function shellFacts(args) {
  if (!args || typeof args !== "object") return [];
  return [
    ["Interpreter", args.script ? show(args.interpreter ?? "/bin/sh") : ""], ["Folder", show(args.cwd)],
    ["Environment", args.env ? Object.entries(args.env).map(([name, value]) => (isSealed(value) ? `${name} (sealed)` : name)).join(", ") : ""],
    ["Standard input", isSealed(args.stdin) ? "•••• (sealed)" : typeof args.stdin === "string" ? `${count(args.stdin.length)} characters` : ""],
    ["Output while it runs", args.stream ? "yes" : ""]];
}
