/**
 * A table of any length: only the rows in sight are elements. Keys: up, down, page up and down, home, end move from row to
 * row, enter opens one. Rows of one height; below 640 px each row is a block of narrowHeight, laid out by the style sheet
 * (.vrow[data-narrow], cells carry data-col).
 *
 *   const list = new VirtualTable({
 *     label: "Nodes", testid: "nodes", rowHeight: 36, narrowHeight: 72, follow: false,
 *     columns: [{ key: "node", title: "Node", width: "minmax(8rem, 1fr)", numeric: false,
 *                 cell: (row) => text or element, sort: (row) => value }],
 *     rowKey: (row) => row.node, open: (row, event) => …, tone: (row) => "failed" });
 *   part.append(list.element); list.setRows(rows); list.sortBy("node", false);
 *
 * Rows are values: a changed row is a new object, the same object is not drawn again. follow keeps the end in sight while
 * it is in sight. close() when it is no longer needed.
 */

import { el, perFrame } from "./dom.js";

const NARROW = matchMedia("(max-width: 640px)");
const SPARE = 6;

export class VirtualTable {
  constructor(options) {
    this.options = { rowHeight: 36, narrowHeight: 72, columns: [], rowKey: (row) => row, open: () => {}, empty: "Nothing here.", ...options };
    this.rows = [];
    this.shown = new Map();
    this.active = 0;
    this.order = { key: options.sort, down: options.down ?? false };
    this.draw = perFrame(() => this.render());
    this.build();
    this.watch = new ResizeObserver(this.draw);
    this.watch.observe(this.box);
    this.reshape = () => { this.forget(); this.draw(); };
    NARROW.addEventListener("change", this.reshape);
  }

  build() {
    const { columns, label, testid } = this.options;
    const template = columns.map((column) => column.width ?? "minmax(0, 1fr)").join(" ");
    this.head = el("div", { class: "vhead", role: "row", "aria-rowindex": 1 }, columns.map((column) => this.headCell(column)));
    this.space = el("div", { class: "vspace", role: "rowgroup" });
    this.none = el("p", { class: "vnone soft", hidden: true }, this.options.empty);
    this.box = el("div", { class: "vbox", role: "grid", "aria-label": label, "aria-colcount": columns.length, onscroll: () => this.draw() },
      el("div", { class: "vheads", role: "rowgroup" }, this.head), this.space);
    this.element = el("div", { class: "vtable", "data-testid": testid, onkeydown: (event) => this.key(event), style: { "--columns": template } }, this.box, this.none);
  }

  headCell(column) {
    const sorted = this.order.key === column.key;
    const cell = el("div", { class: column.numeric ? "num" : undefined, role: "columnheader", "data-col": column.key,
      "aria-sort": sorted ? (this.order.down ? "descending" : "ascending") : undefined });
    if (!column.sort) cell.append(column.title);
    else cell.append(el("button", { type: "button", class: "sort", onclick: () => this.sortBy(column.key) }, column.title,
      el("span", { "aria-hidden": "true", class: "arrow" }, sorted ? (this.order.down ? "▾" : "▴") : "")));
    return cell;
  }

  /** Sorts by this column; without down it turns the order round if it is sorted by it already. */
  sortBy(key, down = this.order.key === key && !this.order.down) {
    this.order = { key, down };
    this.head.replaceChildren(...this.options.columns.map((column) => this.headCell(column)));
    this.setRows(this.rows);
    this.options.sorted?.(this.order);
  }

  setRows(rows) {
    const end = this.options.follow && this.atEnd();
    const column = this.options.columns.find((one) => one.key === this.order.key);
    this.rows = column?.sort ? sorted(rows, column.sort, this.order.down) : rows;
    this.box.setAttribute("aria-rowcount", this.rows.length + 1);
    this.none.hidden = this.rows.length > 0;
    this.active = Math.min(this.active, Math.max(0, this.rows.length - 1));
    this.space.style.height = `${this.rows.length * this.height()}px`;
    if (end) this.toEnd();
    this.draw();
  }

  atEnd() {
    return this.box.scrollTop + this.box.clientHeight >= this.box.scrollHeight - this.height() / 2;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
  }

  height() {
    return NARROW.matches ? this.options.narrowHeight : this.options.rowHeight;
  }

  forget() {
    this.shown.forEach((entry) => entry.element.remove());
    this.shown.clear();
    this.space.style.height = `${this.rows.length * this.height()}px`;
  }

  render() {
    const height = this.height();
    const top = this.box.scrollTop;
    const first = Math.max(0, Math.floor(top / height) - SPARE);
    const last = Math.min(this.rows.length, Math.ceil((top + this.box.clientHeight) / height) + SPARE);
    // One row that is drawn can be reached by Tab, also when the active one is scrolled away.
    this.reached = Math.max(first, Math.min(last - 1, this.active));
    const wanted = new Set();
    for (let i = first; i < last; i++) wanted.add(this.place(i, height));
    for (const [key, entry] of this.shown) {
      if (wanted.has(key) || entry.element.contains(document.activeElement) && this.has(key)) continue;
      entry.element.remove();
      this.shown.delete(key);
    }
  }

  has(key) {
    return this.rows.some((row) => this.options.rowKey(row) === key);
  }

  // Draws the row at this index, or moves it there if it is drawn already.
  place(index, height) {
    const row = this.rows[index];
    const key = this.options.rowKey(row);
    let entry = this.shown.get(key);
    if (!entry) {
      entry = { element: el("div", { class: "vrow", role: "row" }) };
      entry.element.addEventListener("click", (event) => this.click(entry, event));
      entry.element.addEventListener("focus", () => { this.active = entry.index; });
      this.shown.set(key, entry);
      this.space.append(entry.element);
    }
    if (entry.row !== row) this.fill(entry, row);
    entry.index = index;
    entry.element.style.transform = `translateY(${index * height}px)`;
    entry.element.style.height = `${height}px`;
    entry.element.setAttribute("aria-rowindex", index + 2);
    entry.element.tabIndex = index === this.reached ? 0 : -1;
    return key;
  }

  fill(entry, row) {
    entry.row = row;
    const { columns, tone, rowKey } = this.options;
    entry.element.dataset.key = rowKey(row);
    entry.element.dataset.tone = tone?.(row) ?? "";
    const focused = entry.element.contains(document.activeElement) && document.activeElement !== entry.element;
    entry.element.replaceChildren(...columns.map((column) => el("div", {
      class: column.numeric ? "num" : undefined, role: "gridcell", "data-col": column.key }, column.cell(row))));
    if (focused) entry.element.focus({ preventScroll: true });
  }

  click(entry, event) {
    if (event.target.closest("a, button, input")) return;
    if (String(getSelection())) return;
    this.active = entry.index;
    this.options.open(entry.row, event);
  }

  key(event) {
    if (event.target.closest(".vhead") || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height()) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) {
      event.preventDefault();
      this.moveTo(this.active + steps[event.key]);
    } else if (event.key === "Enter" && event.target.classList.contains("vrow")) {
      event.preventDefault();
      this.options.open(this.rows[this.active], event);
    }
  }

  /** Puts the focus on the row at this index, brought into sight. */
  moveTo(index) {
    if (!this.rows.length) return;
    this.active = Math.max(0, Math.min(this.rows.length - 1, index));
    const top = this.active * this.height();
    const room = this.box.clientHeight - this.head.offsetHeight;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + this.height() > this.box.scrollTop + room) this.box.scrollTop = top + this.height() - room;
    this.render();
    this.shown.get(this.options.rowKey(this.rows[this.active]))?.element.focus({ preventScroll: true });
    this.draw();
  }

  close() {
    this.watch.disconnect();
    NARROW.removeEventListener("change", this.reshape);
  }
}

/** Empty values stand last, in both directions. */
export function sorted(rows, value, down) {
  const turn = down ? -1 : 1;
  const keyed = rows.map((row) => [value(row), row]);
  const order = ([a], [b]) => (empty(a) || empty(b) ? empty(a) - empty(b) : turn * compare(a, b));
  // Mostly they are in order already, and looking is much cheaper than sorting.
  if (keyed.every((one, i) => i === 0 || order(keyed[i - 1], one) <= 0)) return rows;
  keyed.sort(order);
  return keyed.map(([, row]) => row);
}

function empty(value) {
  return value === null || value === undefined || value === "" ? 1 : 0;
}

const words = new Intl.Collator(undefined, { numeric: true });

function compare(a, b) {
  return typeof a === "string" && typeof b === "string" ? words.compare(a, b) : a < b ? -1 : a > b ? 1 : 0;
}
