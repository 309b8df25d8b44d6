/**
 * The views that may be asked, with their columns; a click puts a name into the query.
 * @module
 */
import { el } from "./dom.js";
import { load } from "./loading.js";
import { select } from "./sql-ask.js";

/** Most asked for come first. */
const FIRST = ["node_state", "command_state", "command_history", "node_history", "event_log", "delivery_proof", "projection_position"];

export function viewsPart(insert) {
  const list = el("div", { class: "views", "data-testid": "sql-views" });
  load(list, "the views", async () => {
    const rows = await select("select c.table_name, c.column_name, c.data_type, t.remarks from information_schema.columns c"
      + " join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name"
      + " where lower(c.table_schema) = 'public' order by c.table_name, c.ordinal_position", 2000);
    const views = new Map();
    rows.forEach((row) => views.set(row.table_name, [...(views.get(row.table_name) ?? []), row]));
    const place = (name) => (FIRST.indexOf(name) + 1 || FIRST.length + 1);
    list.replaceChildren(...[...views].sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b)).map(([name, columns]) => view(name, columns, insert)));
  });
  return list;
}

function view(name, columns, insert) {
  return el("details", { "data-view": name }, el("summary", {}, el("span", { class: "mono" }, name.toLowerCase())),
    columns[0].remarks ? el("p", { class: "soft" }, columns[0].remarks) : "",
    el("button", { type: "button", class: "plain small", onclick: () => insert(name.toLowerCase()) }, "Insert name"),
    el("ul", {}, columns.map((column) => el("li", {},
      el("button", { type: "button", class: "word mono", title: `Insert ${column.column_name.toLowerCase()}`, onclick: () => insert(column.column_name.toLowerCase()) }, column.column_name.toLowerCase()),
      el("span", { class: "soft" }, type(column.data_type))))));
}

const SHORT = { "CHARACTER VARYING": "text", "TIMESTAMP WITH TIME ZONE": "time", "BINARY VARYING": "bytes", "DOUBLE PRECISION": "number" };

function type(name) {
  return SHORT[name.toUpperCase()] ?? name.toLowerCase();
}
