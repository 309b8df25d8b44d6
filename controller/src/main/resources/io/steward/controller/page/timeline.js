/**
 * A node's days on a time axis: connection, commands and changes. Zoomed and moved by buttons and keys; the same can be
 * read as a table.
 * @module
 */
import { button, el, status, table, time } from "./dom.js";
import { trouble } from "./loading.js";
import { href } from "./route.js";
import { exact } from "./when.js";
import { span } from "./command-words.js";
import { drawTimeline } from "./timeline-draw.js";
import { timelineData } from "./timeline-data.js";

const MINUTE = 60000;
const PRESETS = [["15 min", 15 * MINUTE], ["1 h", 60 * MINUTE], ["6 h", 360 * MINUTE], ["1 day", 1440 * MINUTE], ["7 days", 10080 * MINUTE], ["30 days", 43200 * MINUTE]];
const SHORTEST = 10000;
const LONGEST = 400 * 1440 * MINUTE;
const TICK = 5000;
const KEPT = "steward.timeline";

export class Timeline {
  constructor(node, moment) {
    this.node = node;
    this.end = moment ? Date.parse(moment.at) : undefined;
    this.span = Number(sessionStorage.getItem(KEPT)) || 60 * MINUTE;
    this.to = undefined;
    this.turn = 0;
    this.data = { commands: [], stretches: [], marks: [] };
    this.build();
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.picture);
    this.clock = setInterval(() => { if (this.to === undefined && !this.end) this.draw(); }, TICK);
  }

  build() {
    this.presets = PRESETS.map(([words, millis]) => button(words, () => this.show(millis, undefined), { class: "plain small", "data-testid": `span-${words.replace(" ", "")}` }));
    this.words = el("p", { class: "soft", role: "status", "data-testid": "timeline-words" });
    this.picture = el("div", { class: "timeline-box", tabindex: "0", role: "group", "data-testid": "timeline",
      "aria-label": "Timeline. Plus and minus zoom, arrows move, End goes to now.", onkeydown: (event) => this.key(event) });
    this.rows = el("details", { class: "timeline-table", ontoggle: () => this.tabulate() }, el("summary", { "data-testid": "timeline-as-table" }, "As a table"));
    const small = (sign, words, work, testid) => button(sign, work, { class: "plain small", "aria-label": words, title: words, "data-testid": testid });
    this.element = el("section", { class: "node-timeline", "data-testid": "node-timeline" },
      el("div", { class: "title" }, el("h2", {}, "Timeline"),
        el("div", { class: "line", role: "group", "aria-label": "Stretch of time" }, this.presets),
        el("div", { class: "line", role: "group", "aria-label": "Zoom and move" },
          small("−", "Zoom out", () => this.zoom(2), "zoom-out"), small("+", "Zoom in", () => this.zoom(0.5), "zoom-in"),
          small("←", "Earlier", () => this.move(-0.5), "earlier"), small("→", "Later", () => this.move(0.5), "later"),
          small("Now", "To now", () => this.show(this.span, undefined), "to-now"))),
      this.picture, legend(), this.words, this.rows);
  }

  now() {
    return this.end ?? Date.now();
  }

  view() {
    const to = this.to ?? this.now() + this.span * 0.02;
    return { from: to - this.span, to, now: this.now(), width: Math.max(200, Math.floor(this.picture.clientWidth || 800)) };
  }

  zoom(factor) {
    const { from, to } = this.view();
    const next = Math.max(SHORTEST, Math.min(LONGEST, this.span * factor));
    // What ends at now stays there; anything else keeps its middle.
    this.show(next, this.to === undefined ? undefined : (from + to) / 2 + next / 2);
  }

  move(share) {
    const to = this.view().to + this.span * share;
    this.show(this.span, to >= this.now() ? undefined : to);
  }

  key(event) {
    const work = { "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), ArrowLeft: () => this.move(-0.25),
      ArrowRight: () => this.move(0.25), End: () => this.show(this.span, undefined) }[event.key];
    if (!work || event.ctrlKey || event.metaKey || event.altKey || event.target !== this.picture) return;
    event.preventDefault();
    work();
  }

  show(millis, to) {
    this.span = millis;
    this.to = to;
    sessionStorage.setItem(KEPT, String(millis));
    this.draw();
    this.refresh().catch((error) => trouble(this.element, error, () => this.refresh()));
  }

  async refresh() {
    const turn = ++this.turn;
    const { from, to } = this.view();
    const data = await timelineData(this.node, from - this.span * 0.1, to);
    if (turn !== this.turn) return;
    this.data = data;
    this.draw();
    this.tabulate();
  }

  draw() {
    const view = this.view();
    if (this.drawn === `${view.from} ${view.width}` && this.drawnData === this.data) return;
    this.drawn = `${view.from} ${view.width}`;
    this.drawnData = this.data;
    this.picture.replaceChildren(drawTimeline(this.data, view));
    this.presets.forEach((one, i) => one.setAttribute("aria-pressed", String(this.to === undefined && PRESETS[i][1] === this.span)));
    const more = this.data.more ? " Only the newest 400 commands are drawn: zoom in for the others." : "";
    this.words.textContent = `${exact(view.from)} to ${this.to === undefined ? this.end ? exact(this.end) : "now" : exact(view.to)}, ${span(this.span)}.${more}`;
  }

  tabulate() {
    if (!this.rows.open) return;
    const { commands, stretches, marks } = this.data;
    const lines = [
      ...commands.map((one) => [one.asked, ["Command", el("a", { href: href("commands", one.id), class: "mono" }, one.what),
        el("span", {}, status(one.status), one.started ? ` ran ${span(Math.max(0, (one.finished ?? this.now()) - one.started))}` : one.finished ? "" : ` waits ${span(Math.max(0, this.now() - one.asked))}`)]]),
      ...stretches.map((one) => [one.from, ["Connection", one.online ? "online" : "away", `for ${span(one.to - one.from)}`]]),
      ...marks.map((one) => [one.at, ["Change", one.what, `${one.old ?? "nothing"} → ${one.now ?? "nothing"}`]]),
    ].sort((a, b) => b[0] - a[0]);
    this.rows.replaceChildren(this.rows.firstElementChild, table(["When", "Kind", "What", "How"],
      lines.map(([at, [kind, what, how]]) => [time(new Date(at).toISOString(), { absolute: true }), kind, { wide: what }, { wide: how }])));
  }

  close() {
    this.watch.disconnect();
    clearInterval(this.clock);
  }
}

function legend() {
  const item = (kind, words) => el("li", {}, el("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), words);
  return el("ul", { class: "legend", "aria-label": "Legend" }, item("online", "online"), item("offline", "away"), item("asked", "waiting for the node"),
    item("held", "on the node, waiting"), item("ran running", "running"), item("ran ok", "succeeded"), item("ran failed", "failed"), item("mark", "change"));
}
