/**
 * What a query answered: any number of rows, of which only those in sight are drawn; each can be opened and read whole.
 * @module
 */
import { button, copy, count, el, facts, show } from "./dom.js";
import { href } from "./route.js";
import { VirtualTable } from "./virtual.js";
import { saved } from "./command-save.js";
import { csv } from "./sql-csv.js";

const SAMPLE = 200;
const WIDEST = 44;
/** About the width of one, in rem: head and rows have different letters and must have the same columns. */
const CHARACTER = 0.5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @returns {{element: Element, close: function(): void}} */
export function resultsPart({ columns, rows, more }, { millis, limit }) {
  const widths = columns.map((column, i) => Math.min(WIDEST, Math.max(column.length + 2, 4, ...rows.slice(0, SAMPLE).map((row) => show(row[i]).length))) + 1);
  const numeric = columns.map((_, i) => rows.slice(0, SAMPLE).every((row) => row[i] === null || typeof row[i] === "number") && rows.length > 0);
  const list = rows.map((cells, index) => ({ cells, index }));
  const table = new VirtualTable({
    label: "Result", testid: "sql-rows", rowHeight: 32, narrowHeight: 32,
    columns: columns.map((column, i) => ({ key: `${i}`, title: column, width: `minmax(${widths[i] * CHARACTER}rem, ${numeric[i] ? 1 : 3}fr)`, numeric: numeric[i], cell: (row) => cell(columns[i], row.cells[i]), sort: (row) => row.cells[i] })),
    rowKey: (row) => row.index, open: (row) => whole(columns, row.cells), empty: "No row answers this question.",
  });
  table.element.style.setProperty("--sql-width", `calc(${widths.reduce((sum, one) => sum + one, 0) * CHARACTER}rem + ${columns.length} * var(--s3) + var(--s4))`);
  table.setRows(list);
  const name = `steward-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.csv`;
  const element = el("section", { class: "sql-results", "data-testid": "sql-results" },
    el("div", { class: "title" },
      el("p", { role: "status", "data-testid": "sql-words", "data-rows": rows.length }, `${count(rows.length)} row${rows.length === 1 ? "" : "s"} in ${millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`}`,
        more ? el("strong", { class: "wait" }, `, and more: the limit of ${count(limit)} rows was reached`) : ""),
      button("Save as CSV", () => saved(new Blob([csv(columns, rows)], { type: "text/csv;charset=utf-8" }), name), { "data-testid": "sql-csv" })),
    table.element);
  return { element, close: () => table.close() };
}

function cell(column, value) {
  if (value === null) return el("span", { class: "soft null" }, "null");
  const text = show(value);
  if (column === "node") return el("a", { href: href("nodes", text) }, text);
  if (UUID.test(text) && /(^|_)id$/.test(column) && !/boot|journal/.test(column)) return el("a", { class: "mono", href: href("commands", text) }, text);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function whole(columns, cells) {
  const dialog = el("dialog", { class: "row-dialog", "aria-label": "The whole row", "data-testid": "sql-row", onclose: () => dialog.remove() },
    facts(columns.map((column, i) => [column, el("pre", {}, pretty(cells[i]))])),
    el("div", { class: "buttons" }, copy(JSON.stringify(Object.fromEntries(columns.map((column, i) => [column, cells[i]])), null, 2), "Copy as JSON"), button("Close", () => dialog.close())));
  document.body.append(dialog);
  dialog.showModal();
}

function pretty(value) {
  if (value === null) return "null";
  try {
    const json = typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value;
    return typeof json === "object" ? JSON.stringify(json, null, 2) : String(json);
  } catch {
    return String(value);
  }
}
