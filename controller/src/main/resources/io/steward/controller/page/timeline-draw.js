/**
 * Draws a node's timeline as SVG: a lane for the connection, one for commands, one for changes, above one time axis.
 * @module
 */
import { href } from "./route.js";
import { exact } from "./when.js";
import { span, statusWords } from "./command-words.js";
import { packed } from "./timeline-data.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000]
  .map((seconds) => seconds * 1000);
const TICK = 88;
const ROW = 16;
const MOST_ROWS = 14;

export function svg(name, properties = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  Object.entries(properties).forEach(([key, value]) => { if (value !== undefined) element.setAttribute(key, value); });
  element.append(...children);
  return element;
}

/** @param {{from: number, to: number, now: number, width: number}} view */
export function drawTimeline(data, view) {
  const scale = (millis) => (millis - view.from) / (view.to - view.from) * view.width;
  const clipped = (millis) => Math.max(-2, Math.min(view.width + 2, scale(millis)));
  const perPixel = (view.to - view.from) / view.width;
  const rows = Math.min(MOST_ROWS, Math.max(1, packed(data.commands, view.now, perPixel * 4)));
  const lanes = { connection: 22, commands: 62, changes: 62 + rows * ROW + 26 };
  const height = lanes.changes + 46;
  return svg("svg", { width: view.width, height, viewBox: `0 0 ${view.width} ${height}`, class: "timeline", role: "group", "aria-label": summary(data, view) },
    ...axis(view, scale, height),
    ...lane("Connection", lanes.connection), ...data.stretches.map((one) => stretch(one, clipped, lanes.connection)),
    ...lane("Commands", lanes.commands), ...data.commands.filter((one) => one.row < MOST_ROWS).map((one) => bar(one, view, clipped, lanes.commands)),
    ...lane("Changes", lanes.changes), ...marks(data.marks, scale, lanes.changes),
    ...present(view, scale, height));
}

function summary(data, view) {
  const away = data.stretches.filter((one) => !one.online).reduce((sum, one) => sum + one.to - one.from, 0);
  return `From ${exact(view.from)} to ${exact(view.to)}: ${data.commands.length} commands, ${data.marks.length} changes, `
    + `${away ? `away for ${span(away)}` : "not away"}. The table below has the same in words.`;
}

function lane(name, top) {
  return [svg("text", { x: 0, y: top - 5, class: "lane" }, name)];
}

function axis(view, scale, height) {
  const least = (view.to - view.from) / view.width * TICK;
  const step = STEPS.find((one) => one >= least) ?? STEPS.at(-1);
  const offset = new Date(view.from).getTimezoneOffset() * 60000;
  const parts = [];
  for (let at = Math.ceil((view.from - offset) / step) * step + offset; at <= view.to; at += step) {
    const x = Math.round(scale(at)) + 0.5;
    parts.push(svg("line", { x1: x, x2: x, y1: 8, y2: height - 20, class: "grid" }));
    if (x > 20 && x < view.width - 24) parts.push(svg("text", { x, y: height - 6, class: "tick" }, label(at, step)));
  }
  return parts;
}

function label(at, step) {
  const date = new Date(at);
  const day = date.toLocaleDateString(undefined, { day: "numeric", month: "short" });
  if (step >= 86400000 || date.getHours() + date.getMinutes() + date.getSeconds() === 0) return day;
  return date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: step < 60000 ? "2-digit" : undefined, hour12: false });
}

function titled(element, words) {
  element.append(svg("title", {}, words));
  return element;
}

function stretch(one, x, top) {
  const words = `${one.online ? "online" : "away"} for ${span(one.to - one.from)}, from ${exact(one.from)}`;
  return titled(svg("rect", { x: x(one.from), y: top, width: Math.max(1, x(one.to) - x(one.from)), height: 14, class: one.online ? "online" : "offline" }), words);
}

function bar(one, view, x, top) {
  const y = top + one.row * ROW;
  const end = one.finished ?? view.now;
  const piece = (from, to, kind, least) => (from === undefined || to === undefined || to < from ? [] : [svg("rect", {
    x: x(from), y: kind === "asked" ? y + 5 : y + 1, height: kind === "asked" ? 2 : 10, width: Math.max(least, x(to) - x(from)), rx: kind === "asked" ? 0 : 2, class: `${kind} ${one.tone}` })]);
  const taken = one.delivered ?? one.started ?? end;
  const words = `${one.what} · ${statusWords(one.status)}${one.exit ? ` (exit code ${one.exit})` : ""}\nsent by ${one.by} ${exact(one.asked)}`
    + `${one.started ? `\nwaited ${span(Math.max(0, one.started - one.asked))}, ran ${span(Math.max(0, end - one.started))}` : `\nwaited ${span(Math.max(0, end - one.asked))}`}`;
  return titled(svg("a", { href: href("commands", one.id), tabindex: "-1", class: "bar", "data-id": one.id },
    svg("rect", { x: x(one.asked) - 2, y: y - 1, width: Math.max(8, x(end) - x(one.asked) + 4), height: 14, class: "reach" }),
    ...piece(one.asked, taken, "asked", 1), ...piece(one.delivered, one.started ?? end, "held", 2),
    ...piece(one.started, end, "ran", 4), ...(one.started || !one.finished ? [] : piece(one.finished, one.finished, "ran", 4))), words);
}

/** Changes that would lie on each other are one mark with a number. */
function marks(all, scale, top) {
  const groups = [];
  for (const one of all) {
    const x = scale(one.at);
    const last = groups.at(-1);
    if (last && x - last.x < 12) last.changes.push(one);
    else groups.push({ x, changes: [one] });
  }
  return groups.map(({ x, changes }) => titled(svg("g", { class: "mark" },
    svg("path", { d: `M${x} ${top}l6 7l-6 7l-6 -7z` }), ...(changes.length > 1 ? [svg("text", { x: x + 8, y: top + 11 }, String(changes.length))] : [])),
  changes.slice(0, 12).map((one) => `${one.what}: ${one.old ?? "nothing"} → ${one.now ?? "nothing"}`).join("\n")));
}

function present(view, scale, height) {
  if (view.now > view.to) return [];
  const x = Math.round(scale(view.now)) + 0.5;
  return [svg("line", { x1: x, x2: x, y1: 8, y2: height - 20, class: "now" })];
}
