/**
 * How far a request is: one command per node, counted as done, failed, running, waiting, away; live until the last one
 * has ended.
 * @module
 */
import { count, el, status, time } from "./dom.js";
import { href } from "./route.js";
import { VirtualTable } from "./virtual.js";
import { messages } from "./command-again.js";
import { redraw } from "./command-focus.js";
import { throttled } from "./command-pace.js";
import { PARTS, ofRequest, partOf, progressBar, squares, tally, togetherButtons } from "./command-siblings.js";
import { oneLine, span, why } from "./command-words.js";

const SQUARES = 600;

export async function request(main, key) {
  let rows = await ofRequest(key);
  if (rows.length === 0) {
    main.append(el("section", {}, el("h1", {}, "No such request"), el("p", {}, "The log holds no command of it. It may be older than what the log keeps, or the address is cut off. ",
      el("a", { href: href("commands") }, "All commands"))));
    return { title: "Request" };
  }
  const message = (await messages([rows[0].id])).get(rows[0].id) ?? {};
  const what = oneLine(rows[0].method, message.args, 120);
  const shown = new Set();
  const top = el("section", { class: "request-head", "data-testid": "request" });
  const table = new VirtualTable({
    label: "Commands of this request", testid: "request-commands", rowHeight: 36, narrowHeight: 60,
    columns: [
      { key: "node", title: "Node", width: "minmax(8rem, 14rem)", cell: (row) => el("a", { href: href("nodes", row.node) }, row.node), sort: (row) => row.node },
      { key: "status", title: "Status", width: "9.5rem", cell: (row) => el("a", { href: href("commands", row.id), "aria-label": `${row.node}: ${row.status}` }, status(row.status)), sort: (row) => PARTS.indexOf(partOf(row)) },
      { key: "exit", title: "Exit", width: "3.5rem", numeric: true, cell: (row) => row.exit_code ?? "", sort: (row) => row.exit_code },
      { key: "ended", title: "Ended", width: "8rem", cell: (row) => time(row.finished_at), sort: (row) => row.finished_at },
      { key: "why", title: "Why", width: "minmax(10rem, 1fr)", cell: words },
    ],
    rowKey: (row) => row.id, open: (row) => { location.hash = href("commands", row.id); }, tone: (row) => partOf(row).tone,
    empty: "None is in this state.",
  });
  const list = el("section", {}, el("h2", {}, "Nodes"), table.element);
  main.append(top, list);

  function draw() {
    const counts = tally(rows);
    const ended = rows.filter((row) => row.terminal).length;
    const last = rows.reduce((latest, row) => (row.finished_at > latest ? row.finished_at : latest), "");
    redraw(top,
      el("p", { class: "crumbs" }, el("a", { href: href("commands") }, "Commands"), " / request"),
      el("h1", { class: "mono", "data-testid": "request-title" }, what),
      el("p", { class: "soft" }, `on ${rows.more ? "the first " : ""}${count(rows.length)} node${rows.length === 1 ? "" : "s"} by ${message.issuedBy ?? ""} `, time(message.issuedAt),
        message.reason ? el("span", {}, ", because: ", el("em", {}, message.reason)) : "",
        message.expiresAt ? el("span", {}, ", expires ", time(message.expiresAt)) : ""),
      progressBar(counts, rows.length), chips(counts),
      el("p", { role: "status", "data-testid": "request-words" }, ended === rows.length ? `All ended, the last one ${span(Math.max(0, new Date(last) - new Date(message.issuedAt)))} after it was sent.`
        : `${count(ended)} of ${count(rows.length)} have ended.${counts.away ? ` ${count(counts.away)} run when their nodes are back.` : ""}`),
      rows.length <= SQUARES ? squares(rows) : "", togetherButtons(rows, refresh));
    table.setRows(shown.size ? rows.filter((row) => shown.has(partOf(row).name)) : rows);
  }

  function chips(counts) {
    return el("div", { class: "line", role: "group", "aria-label": "Show only" }, PARTS.map((part) => el("button", {
      type: "button", class: `plain count ${part.tone}`, "aria-pressed": String(shown.has(part.name)), "data-testid": `part-${part.name}`, "data-count": counts[part.name],
      onclick: () => {
        if (!shown.delete(part.name)) shown.add(part.name);
        draw();
      } }, el("strong", {}, count(counts[part.name])), ` ${part.name}`)));
  }

  async function refresh() {
    rows = await ofRequest(key);
    draw();
  }

  const mine = () => new Set(rows.map((row) => row.id));
  let ids = mine();
  const soon = throttled(async () => { await refresh(); ids = mine(); }, rows.length > 1000 ? 1500 : 400);
  draw();
  table.sortBy("node", false);
  return {
    title: `${what} on ${rows.length} nodes`, refresh,
    changed: (type, news) => { if (type === "node" ? news.changed === "online" : ids.has(news.command_id)) soon(); },
    leave: () => { soon.stop(); table.close(); },
  };
}

function words(row) {
  const text = row.terminal ? why(row) : row.overdue ? "overdue" : "";
  return el("span", { class: "soft", title: text }, text);
}
