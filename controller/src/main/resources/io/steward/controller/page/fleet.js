/** The fleet: totals that filter, a map and a table of every node, live, or as it was. What is shown stands in the address. */

import { announce, atMost, count, el, perFrame } from "./dom.js";
import { FleetModel, namesWhere } from "./fleet-model.js";
import { counts, grouped, groupings, matcher, SUMMARY, wishOf } from "./fleet-filter.js";
import { filterLine, legend } from "./fleet-controls.js";
import { NodeMap } from "./fleet-map.js";
import { nodeTable } from "./fleet-table.js";
import { shortcut } from "./keys.js";
import { load } from "./loading.js";
import { href, setQuery } from "./route.js";
import { clock } from "./when.js";

const INTO_TABLE = 50;
const WHERE_AGAIN = 4000;
const LIVE = 250;
/** More names than this make an address too long; a condition has no such bound. */
const MOST_NAMES = 200;

export async function fleet(part, route) {
  const view = new FleetView(part, route);
  view.first();
  return { title: "Fleet", refresh: () => view.read(), changed: (type, row) => view.changed(type, row),
    moved: (next) => view.moved(next), leave: () => view.leave() };
}

class FleetView {
  constructor(part, route) {
    this.wish = wishOf(route.query);
    this.moment = route.moment;
    this.names = undefined;
    this.stop = new AbortController();
    this.unkey = shortcut("x", "those that failed last, or all", () => this.failedOnly());
    this.draw = perFrame(() => this.render());
    this.model = new FleetModel(atMost(() => this.render(), LIVE));
    // Without an answer the names stay as they are; the connection state tells why.
    this.askAgain = atMost(() => this.where().then(this.draw, () => {}), WHERE_AGAIN);
    const open = (row) => { location.hash = href("nodes", row.node); };
    this.map = new NodeMap(open);
    this.table = nodeTable(open, ({ key, down }) => setQuery({ sort: key === "node" && !down ? undefined : (down ? "-" : "") + key }), this.wish.sort);
    this.line = filterLine(this.wish);
    this.build(part);
  }

  build(part) {
    this.summary = el("div", { class: "summary", role: "group", "aria-label": "Totals; each is a filter" });
    this.note = el("p", { class: "soft fleet-note", "data-testid": "fleet-note" });
    this.send = el("a", { href: "#/send", "data-testid": "send-to-these", hidden: true }, "Send to these");
    this.body = el("div", { class: "fleet-body" });
    this.mapPart = el("section", { class: "fleet-map", "aria-label": "Map" }, legend(), this.map.element);
    this.tablePart = el("section", { class: "fleet-table", "aria-label": "Table" }, this.table.element);
    this.none = el("section", { hidden: true, "data-testid": "no-nodes" }, el("h2", {}, "No node yet"),
      el("p", {}, "A node appears here when it is enrolled: ‘steward enrol NAME’, or when its agent first reports."));
    this.part = part;
    part.classList.add("fleet");
    part.append(el("div", { class: "fleet-top" }, el("h1", {}, "Fleet"), this.summary), this.line.element, el("div", { class: "line fleet-meant" }, this.note, this.send), this.body);
    this.body.append(this.none, this.mapPart, this.tablePart);
  }

  first() {
    this.body.classList.add("empty");
    load(this.part, "the fleet", () => this.read());
  }

  /** Reads everything again. */
  async read() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    await Promise.all([this.model.load(this.moment), this.where()]);
    if (turn !== this.turn) return;
    this.body.classList.remove("empty");
    this.render();
  }

  // A condition that can't be answered is said under its field, and means nobody.
  async where() {
    const { where, sql } = this.wish;
    this.line.fault("");
    if (!sql || !where.trim()) {
      this.names = undefined;
      return;
    }
    try {
      const names = await namesWhere(where, this.moment, this.stop.signal);
      if (where === this.wish.where) this.names = names;
    } catch (failure) {
      if (failure.status !== 400) throw failure;
      if (where !== this.wish.where) return;
      this.names = new Set();
      this.line.fault(failure.message);
    }
  }

  changed(type, row) {
    this.model.changed(type, row);
    if (this.names && !this.moment) this.askAgain();
  }

  async moved(route) {
    const before = this.wish;
    const sameTime = JSON.stringify(route.moment) === JSON.stringify(this.moment);
    this.wish = wishOf(route.query);
    this.moment = route.moment;
    this.line.show(this.wish);
    if (!sameTime) await load(this.part, "that moment", () => this.read());
    else if (before.where !== this.wish.where || before.sql !== this.wish.sql) await this.where();
    this.render();
  }

  render() {
    if (this.body.classList.contains("empty")) return;
    const all = [...this.model.rows.values()];
    const meant = all.filter(matcher(this.wish.sql ? "" : this.wish.q, this.names));
    const rows = meant.filter(SUMMARY[this.wish.state].holds);
    this.totals(meant);
    this.line.groups(groupings(all));
    const { show, group } = this.wish;
    this.none.hidden = all.length > 0;
    this.mapPart.hidden = show === "table" || rows.length === 0;
    this.tablePart.hidden = show === "map" || all.length === 0;
    this.table.setRows(rows);
    // The map stands in the order of the table, so that the eye finds a node in both.
    if (!this.mapPart.hidden) this.map.setGroups(grouped(this.table.rows, group));
    this.say(this.table.rows, all.length);
  }

  say(rows, all) {
    const shown = rows.length;
    const targets = targetsOf(this.wish, rows, all);
    this.send.hidden = Boolean(this.moment) || !targets;
    if (targets) this.send.href = href("send", targets);
    const words = shown === all ? "" : `${count(shown)} of ${count(all)} nodes. `;
    if (this.note.textContent !== words) {
      this.note.textContent = words;
      announce(words);
    }
    this.part.dataset.shown = shown;
    this.part.dataset.read = clock(this.model.readAt);
  }

  totals(rows) {
    const numbers = counts(rows);
    const keys = Object.keys(SUMMARY);
    if (!this.summary.children.length) this.summary.append(...keys.map((key) => this.total(key)));
    [...this.summary.children].forEach((made, i) => {
      const key = keys[i];
      const text = count(numbers[key]);
      const figure = made.querySelector("strong");
      if (figure.textContent !== text) figure.textContent = text;
      made.setAttribute("aria-pressed", String(this.wish.state === key));
      made.classList.toggle("zero", numbers[key] === 0);
    });
  }

  total(key) {
    const { word, tone, sign } = SUMMARY[key];
    const toggle = () => setQuery({ state: key === "all" || this.wish.state === key ? undefined : key });
    return el("button", { type: "button", class: `total ${tone}`, "data-testid": `total-${key}`, onclick: toggle },
      el("strong", {}, ""), el("span", {}, sign && el("span", { "aria-hidden": "true", class: "sign" }, `${sign} `), word));
  }

  // The keyboard goes on in the table, so that Enter opens the first of them.
  failedOnly() {
    setQuery({ state: this.wish.state === "failed" ? undefined : "failed" });
    setTimeout(() => { if (!this.tablePart.hidden) this.table.moveTo(0); }, INTO_TABLE);
  }

  leave() {
    this.unkey();
    this.stop.abort();
    this.model.close();
    this.map.close();
    this.table.close();
  }
}

// What the view that sends has to be told to mean the nodes in sight; nothing where all or nobody is in sight.
function targetsOf(wish, rows, all) {
  if (rows.length === 0 || rows.length === all) return undefined;
  if (wish.sql && wish.state === "all") return { where: wish.where.trim() };
  return rows.length <= MOST_NAMES ? { nodes: rows.map((row) => row.node).join(",") } : undefined;
}
