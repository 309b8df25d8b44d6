/**
 * Rows of commands to look at and to choose from. Keeps what was chosen while the rows change underneath.
 * @module
 */
import { el, status, time } from "./dom.js";
import { href } from "./route.js";
import { oneLine, why } from "./command-words.js";
import { parsed } from "./sql-ask.js";

/** What a list needs of a command; long arguments stay away. */
export const COLUMNS = "c.id, c.node, c.method, c.domain, c.status, c.terminal, c.overdue, c.issued_by, c.issued_at,"
  + " c.started_at, c.finished_at, c.exit_code, c.error_message, c.reason,"
  + " case when length(c.args) <= 4000 then c.args end as args, substring(c.args from 1 for 200) as args_head,"
  + " case when c.exit_code <> 0 then right(c.stderr, 300) end as stderr";

/** @param {{choosable?: boolean, withNode?: boolean, chosen?: Set<string>, changed?: () => void}} options */
export function commandList(rows, { choosable = false, withNode = true, chosen = new Set(), changed = () => {} } = {}) {
  const heads = [choosable && "", "Status", "Command", withNode && "Node", "By", "Sent"].filter((head) => head !== false);
  return el("div", { class: "scroll" }, el("table", { class: "commands", "data-testid": "command-list" },
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head || el("span", { class: "unseen" }, "Choose"))))),
    el("tbody", {}, rows.map((row) => line(row, { choosable, withNode, chosen, changed })))));
}

function line(row, { choosable, withNode, chosen, changed }) {
  const args = row.args === null ? undefined : parsed(row.args);
  const what = args === undefined && row.args_head ? `${row.method} ${row.args_head}…` : oneLine(row.method, args);
  const reason = why(row);
  return el("tr", { "data-testid": "command-row", "data-id": row.id, "data-status": row.status },
    choosable && el("td", { class: "choose" }, tick(row, chosen, changed, what)),
    el("td", { class: "state" }, status(row.status), row.overdue ? el("span", { class: "late", title: "overdue" }, "overdue") : ""),
    el("td", { class: "what" }, el("a", { href: href("commands", row.id), class: "mono" }, what),
      reason && row.status !== "CANCELED" ? el("div", { class: "soft because" }, reason) : ""),
    withNode && el("td", { class: "node" }, el("a", { href: href("nodes", row.node) }, row.node)),
    el("td", { class: "by" }, row.issued_by), el("td", { class: "when" }, time(row.issued_at)));
}

function tick(row, chosen, changed, what) {
  const box = el("input", { type: "checkbox", "aria-label": `Choose ${what} on ${row.node}`, "data-testid": "choose" });
  box.checked = chosen.has(row.id);
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(row.id); else chosen.delete(row.id);
    changed();
  });
  return box;
}
