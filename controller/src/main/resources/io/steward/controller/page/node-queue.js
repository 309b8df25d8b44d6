/**
 * What waits for a node and runs on it, in the order in which it will come to it.
 * @module
 */
import { button, count, el, status, time } from "./dom.js";
import { href } from "./route.js";
import { cancel } from "./command-again.js";
import { oneLine } from "./command-words.js";
import { literal, parsed, select } from "./sql-ask.js";

const MOST = 100;

export async function queuePart(name, node, done) {
  const rows = await select("select c.id, c.node, c.method, c.domain, c.status, c.overdue, c.issued_by, c.issued_at, c.started_at, c.expires_at,"
    + " case when length(c.args) <= 4000 then c.args end as args from open_command o join command_state c on c.id = o.id"
    + ` where o.node = ${literal(name)} order by case when c.status = 'STARTED' then 0 else 1 end, o.log_seq`, MOST);
  const act = (commands) => async () => { if (await cancel(commands)) done(); };
  return [
    el("div", { class: "title" }, el("h2", {}, "Queue"), rows.length > 1 ? button(`Cancel ${rows.more ? `the first ${MOST}` : `all ${rows.length}`}…`, act(rows), { class: "plain small", "data-testid": "cancel-queue" }) : ""),
    rows.length === 0
      ? el("p", { class: "empty", "data-testid": "queue-empty" }, "Nothing waits and nothing runs.")
      : el("ol", { class: "queue", "data-testid": "queue" }, rows.map((row) => el("li", { "data-id": row.id },
        el("span", { class: "line" }, status(row.status), row.overdue ? el("strong", { class: "late" }, "overdue") : ""),
        el("a", { class: "mono what", href: href("commands", row.id) }, oneLine(row.method, parsed(row.args), 90)),
        el("span", { class: "soft" }, row.started_at ? el("span", {}, "runs since ", time(row.started_at)) : el("span", {}, "sent ", time(row.issued_at)),
          ` by ${row.issued_by}`, row.expires_at ? el("span", {}, ", expires ", time(row.expires_at)) : ""),
        button("Cancel…", act([row]), { class: "plain small", "aria-label": `Cancel ${oneLine(row.method, parsed(row.args), 60)}`, "data-testid": "cancel-queued" })))),
    rows.more ? el("p", { class: "soft" }, `The first ${MOST} of ${count(node.queued + node.running)}.`) : "",
    !node.online && rows.length ? el("p", { class: "soft" }, "It is away: what waits runs as soon as it is back, in this order.") : "",
  ];
}
