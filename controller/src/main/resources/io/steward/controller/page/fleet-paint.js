/**
 * One node of the map as a few pixels. A state differs in colour and in shape: full (online), a cross (last failed), a
 * triangle (running), a bar at the foot (work waiting), small and darker by age (away), a frame (never heard).
 */

import { nodeState } from "./status.js";

const NAMES = ["ok", "failed", "running", "waiting", "never", "away1", "away2", "away3", "away4"];
const AGES = [3600e3, 86400e3, 7 * 86400e3];

/** The colours as they are just now: the theme decides. */
export function palette(element) {
  const probe = document.createElement("span");
  element.append(probe);
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(NAMES.map((name) => [name, colour(`--map-${name}`)]));
  const rest = { card: colour("--card"), ink: colour("--ink"), soft: colour("--soft"), accent: colour("--accent"), waitingInk: colour("--map-waiting") };
  probe.remove();
  return { ...colours, ...rest, font: getComputedStyle(element).fontFamily };
}

/** How long away: 1 to 4; 2 when nobody knows, as in the past. */
export function awayAge(row, now) {
  if (!row.last_seen) return 2;
  const age = now - Date.parse(row.last_seen);
  return 1 + AGES.filter((limit) => age > limit).length;
}

/** Draws the node into the square of this size. */
export function paint(pen, row, x, y, size, colours, now) {
  const state = nodeState(row);
  if (state === "away") return paintAway(pen, row, x, y, size, colours, now);
  if (state === "never") {
    pen.strokeStyle = colours.never;
    pen.lineWidth = 1;
    pen.strokeRect(x + 1.5, y + 1.5, size - 3, size - 3);
    if (row.queued > 0) foot(pen, x, y, size, colours.waitingInk);
    return undefined;
  }
  pen.fillStyle = colours[state];
  pen.fillRect(x, y, size, size);
  if (state === "failed") cross(pen, x, y, size, colours.card);
  if (state === "running") triangle(pen, x, y, size, colours.card);
  if (state === "waiting") foot(pen, x, y, size, colours.card);
  return undefined;
}

function paintAway(pen, row, x, y, size, colours, now) {
  const inset = Math.max(1, Math.round(size * 0.16));
  pen.fillStyle = colours[`away${awayAge(row, now)}`];
  pen.fillRect(x + inset, y + inset, size - 2 * inset, size - 2 * inset);
  if (row.queued > 0) foot(pen, x, y, size, colours.waitingInk);
}

function foot(pen, x, y, size, colour) {
  const high = Math.max(2, Math.round(size * 0.24));
  pen.fillStyle = colour;
  pen.fillRect(x + 1, y + size - high - 1, size - 2, high);
}

function cross(pen, x, y, size, colour) {
  const inset = size * 0.27;
  pen.strokeStyle = colour;
  pen.lineWidth = Math.max(1.5, size * 0.13);
  pen.beginPath();
  pen.moveTo(x + inset, y + inset);
  pen.lineTo(x + size - inset, y + size - inset);
  pen.moveTo(x + size - inset, y + inset);
  pen.lineTo(x + inset, y + size - inset);
  pen.stroke();
}

function triangle(pen, x, y, size, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x + size * 0.32, y + size * 0.22);
  pen.lineTo(x + size * 0.78, y + size * 0.5);
  pen.lineTo(x + size * 0.32, y + size * 0.78);
  pen.fill();
}
