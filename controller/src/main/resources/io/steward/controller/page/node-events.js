/**
 * The newest events of a node, as they come. What commands print is left to their own views.
 * @module
 */
import { api } from "./api.js";
import { button, el, perFrame, show, time } from "./dom.js";
import { trouble } from "./loading.js";
import { href } from "./route.js";
import { followInSight } from "./command-follow.js";

const KEPT = 50;

export function eventsPart(name) {
  const list = el("ol", { class: "events", tabindex: "0", "aria-label": "Newest events", "data-testid": "node-events-list" });
  const none = el("p", { class: "empty" }, "No events yet.");
  const leaving = new AbortController();
  const state = { rows: [], held: false };
  const hold = button("Hold", () => {
    state.held = !state.held;
    hold.setAttribute("aria-pressed", String(state.held));
    hold.textContent = state.held ? "Go on" : "Hold";
    draw();
  }, { class: "plain small", "aria-pressed": "false", "data-testid": "events-hold" });
  const element = el("section", { class: "node-events", "data-testid": "node-events" },
    el("div", { class: "title" }, el("h2", {}, "Newest events"), hold, el("a", { class: "more", href: href("events", { node: name }) }, "All events")), none, list);

  const draw = perFrame(() => {
    if (state.held) return;
    none.hidden = state.rows.length > 0;
    list.replaceChildren(...[...state.rows].reverse().map(line));
  });

  function take(rows) {
    const last = state.rows.at(-1)?.seq ?? -1;
    state.rows = [...state.rows, ...rows.filter((row) => row.seq > last && row.method !== "output")].slice(-KEPT);
    draw();
  }

  async function read() {
    try {
      take((await api.get("/api/v1/events", { node: name, limit: KEPT })).events);
    } catch (error) {
      trouble(element, error, read);
    }
  }

  followInSight({ types: "event", node: name }, { signal: leaving.signal, heard: (type, row) => take([row]), reread: read });
  return { element, close: () => leaving.abort() };
}

function line(row) {
  return el("li", { "data-seq": row.seq }, time(row.at), el("span", { class: "mono subject" }, `${row.method}.${row.domain}`),
    el("span", { class: "mono body" }, words(row.body)));
}

/** The words of an event that has some, or all of it. */
function words(body) {
  if (body && typeof body === "object") {
    const text = body.message ?? body.text ?? body.line;
    if (typeof text === "string") return text.trimEnd();
    const { v, ...rest } = body;
    return Object.entries(rest).map(([key, value]) => `${key}=${show(value)}`).join(" ");
  }
  return show(body);
}
