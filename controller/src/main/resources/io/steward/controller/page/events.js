/**
 * What nodes report, as it comes: a bounded list, newest at the foot, with filters that the server applies and words that
 * this page looks for. Paused, nothing moves; what comes meanwhile is counted and shown on going on.
 */

import { api } from "./api.js";
import { afterPause, announce, atMost, button, copy, count, el, time } from "./dom.js";
import { load } from "./loading.js";
import { href, setQuery } from "./route.js";
import { follow } from "./stream.js";
import { shortcut } from "./keys.js";
import { VirtualTable } from "./virtual.js";
import { eventsBefore } from "./event-past.js";
import { lineOf, prettyOf } from "./event-words.js";

const MOST = 2000;
const FIRST = 500;
const PAUSE = 300;
const LIVE = 200;
const FIELDS = [["node", "Node"], ["method", "Method"], ["domain", "Domain"], ["text", "Text"]];

export async function events(part, route) {
  const view = new EventsView(part, route);
  view.begin();
  return { title: "Events", refresh: async () => {}, changed: () => {}, moved: (next) => view.moved(next), leave: () => view.leave() };
}

class EventsView {
  constructor(part, route) {
    this.part = part;
    this.route = route;
    this.rows = [];
    this.held = [];
    this.paused = false;
    this.draw = atMost(() => this.render(), LIVE);
    this.table = new VirtualTable({ label: "Events, oldest first", testid: "events", rowHeight: 30, narrowHeight: 64, follow: true, columns: COLUMNS,
      rowKey: (row) => row.seq, open: (row) => this.open(row), empty: "No event matches. New ones appear here by themselves." });
    this.build();
    this.unkey = shortcut("p", "pause or go on with the events", () => this.pause());
  }

  build() {
    const write = afterPause(() => setQuery(Object.fromEntries(FIELDS.map(([name]) => [name, this.fields[name].value.trim() || undefined]))), PAUSE);
    this.fields = Object.fromEntries(FIELDS.map(([name, label]) => [name, el("input", { type: "search", name, placeholder: label, "aria-label": `${label} of the events`,
      "data-testid": `events-${name}`, "data-filter": name === "text", autocomplete: "off", spellcheck: "false", oninput: write, value: this.route.query.get(name) ?? "" })]));
    this.toggle = button("Pause", () => this.pause(), { "data-testid": "events-pause", "aria-pressed": "false" });
    this.newest = button("To the newest", () => this.table.toEnd(), { class: "plain small", "data-testid": "events-newest" });
    this.note = el("span", { class: "soft", "data-testid": "events-note", role: "status" });
    this.detail = el("section", { class: "event-detail", hidden: true, "data-testid": "event-detail" });
    this.part.classList.add("events");
    this.part.append(el("div", { class: "line" }, el("h1", {}, "Events"), this.note, el("span", { class: "push line" }, this.newest, this.toggle)),
      el("div", { class: "event-filter", role: "search" }, Object.values(this.fields)), this.table.element, this.detail);
  }

  filter() {
    const text = (name) => this.route.query.get(name) ?? "";
    return { params: { node: text("node"), method: text("method"), domain: text("domain") }, words: text("text").toLowerCase() };
  }

  begin() {
    this.following?.abort();
    this.following = new AbortController();
    this.rows = [];
    this.held = [];
    const { params } = this.filter();
    const { signal } = this.following;
    load(this.part, "events", async () => {
      await this.read(params);
      if (this.route.moment || signal.aborted) return;
      follow({ types: "event", node: params.node }, { signal, heard: (type, row) => this.heard(row),
        reread: () => this.read(params).catch(() => {}) });
    });
  }

  // What is known already is not added again: reading anew after a gap is harmless.
  async read(params) {
    const { signal } = this.following;
    const rows = this.route.moment ? await eventsBefore(this.route.moment.at, params, FIRST, signal)
      : (await api.get("/api/v1/events", { ...params, limit: FIRST }, { signal })).events;
    const known = new Set(this.rows.map((row) => row.seq));
    this.add(rows.filter((row) => !known.has(row.seq)));
  }

  heard(row) {
    const { params } = this.filter();
    if (params.method && row.method !== params.method || params.domain && row.domain !== params.domain) return;
    if (this.paused) {
      this.held.push(row);
      if (this.held.length > MOST) this.held.shift();
      this.draw();
    } else {
      this.add([row]);
    }
  }

  add(rows) {
    this.rows.push(...rows);
    if (this.rows.some((row, i) => i > 0 && this.rows[i - 1].seq > row.seq)) this.rows.sort((a, b) => a.seq - b.seq);
    if (this.rows.length > MOST) this.rows.splice(0, this.rows.length - MOST);
    this.draw();
  }

  render() {
    const { words } = this.filter();
    const shown = words ? this.rows.filter((row) => `${row.node} ${row.method} ${row.domain} ${lineOf(row)}`.toLowerCase().includes(words)) : [...this.rows];
    this.table.setRows(shown);
    this.note.textContent = this.paused ? `paused, ${count(this.held.length)} new` : `${count(shown.length)} events${this.rows.length >= MOST ? ", the newest" : ""}`;
  }

  pause() {
    this.paused = !this.paused;
    this.toggle.textContent = this.paused ? "Go on" : "Pause";
    this.toggle.setAttribute("aria-pressed", String(this.paused));
    announce(this.paused ? "Paused" : "Going on");
    if (!this.paused) this.add(this.held.splice(0));
    this.draw();
  }

  open(row) {
    const text = prettyOf(row);
    this.detail.hidden = false;
    this.detail.replaceChildren(el("div", { class: "line" }, el("h2", { tabindex: -1 }, el("a", { href: href("nodes", row.node) }, row.node), ` ${row.method}.${row.domain}`),
      time(row.at, { absolute: true }), el("span", { class: "push line" }, copy(text), button("Close", () => { this.detail.hidden = true; }, { class: "plain small" }))),
    el("pre", {}, text));
    this.detail.querySelector("h2").focus();
  }

  async moved(route) {
    const before = JSON.stringify([this.filter().params, this.route.moment]);
    this.route = route;
    FIELDS.forEach(([name]) => { if (document.activeElement !== this.fields[name]) this.fields[name].value = route.query.get(name) ?? ""; });
    if (before !== JSON.stringify([this.filter().params, route.moment])) this.begin();
    this.draw();
  }

  leave() {
    this.following?.abort();
    this.unkey();
    this.table.close();
  }
}

const COLUMNS = [
  { key: "at", title: "When", width: "6.5rem", cell: (row) => time(row.at) },
  { key: "node", title: "Node", width: "minmax(8.5rem, .6fr)", cell: (row) => el("a", { href: href("nodes", row.node), tabindex: -1 }, row.node) },
  { key: "what", title: "What", width: "minmax(13rem, .8fr)", cell: (row) => `${row.method}.${row.domain}` },
  { key: "body", title: "Body", width: "minmax(12rem, 4fr)", cell: (row) => el("span", { class: "mono", title: lineOf(row) }, lineOf(row)) },
];
