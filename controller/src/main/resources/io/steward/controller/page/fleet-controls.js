/** What the fleet's filter is typed into: words or SQL, the grouping, map or table. Writes to the address, reads nothing else. */

import { afterPause, el } from "./dom.js";
import { setQuery } from "./route.js";
import { NODE_STATES } from "./status.js";

const PAUSE = 250;
const SHOWN = [["both", "Both"], ["map", "Map"], ["table", "Table"]];
const HINTS = { words: "ship1   site=north   os words", sql: "queued > 0 and (labels).site = 'north'" };

/** @returns { element, show(wish), fault(words), groups(list) } */
export function filterLine(wish) {
  const parts = {};
  const write = () => setQuery(parts.sql.checked
    ? { where: parts.field.value || " ", q: undefined } : { q: parts.field.value.trim() || undefined, where: undefined });
  const later = afterPause(write, PAUSE);
  parts.field = el("input", { type: "search", "data-filter": true, "data-testid": "filter", "aria-describedby": "filter-fault", spellcheck: "false",
    autocomplete: "off", oninput: later, onsearch: write, onkeydown: (event) => { if (event.key === "Enter") write(); } });
  parts.sql = el("input", { type: "checkbox", role: "switch", "data-testid": "filter-sql", onchange: () => {
    // Each of the two kinds keeps its own text.
    [parts.field.value, parts.other] = [parts.other ?? "", parts.field.value];
    write();
    parts.field.focus();
  } });
  parts.group = el("select", { "data-testid": "group", "aria-label": "Group the map by", onchange: () => setQuery({ group: parts.group.value || undefined }) });
  parts.fault = el("p", { class: "fault", id: "filter-fault", role: "alert", "data-testid": "filter-fault", hidden: true });
  parts.shown = SHOWN.map(([key, word]) => el("button", { type: "button", class: "plain small", "data-testid": `show-${key}`,
    onclick: () => setQuery({ show: key === "both" ? undefined : key }) }, word));
  const element = el("div", { class: "filter-line" },
    el("label", { class: "filter-field" }, el("span", { class: "unseen" }, "Filter nodes"), parts.field),
    el("label", { class: "inline" }, parts.sql, "SQL where"),
    el("label", { class: "inline" }, "Group", parts.group),
    el("span", { class: "segmented", role: "group", "aria-label": "Show" }, parts.shown), parts.fault);
  const line = { element, show: (next) => show(parts, next), fault: (words) => fault(parts, words), groups: (list) => groups(parts, list) };
  line.show(wish);
  return line;
}

function show(parts, wish) {
  parts.wish = wish;
  parts.sql.checked = wish.sql;
  parts.field.placeholder = wish.sql ? HINTS.sql : HINTS.words;
  parts.field.classList.toggle("mono", wish.sql);
  // What somebody is typing just now is theirs.
  if (document.activeElement !== parts.field) parts.field.value = wish.sql ? wish.where.trim() : wish.q;
  parts.group.value = wish.group;
  parts.shown.forEach((button, i) => button.setAttribute("aria-pressed", String(SHOWN[i][0] === wish.show)));
}

function fault(parts, words) {
  parts.fault.textContent = words;
  parts.fault.hidden = !words;
  parts.field.setAttribute("aria-invalid", String(Boolean(words)));
}

function groups(parts, list) {
  const text = JSON.stringify(list);
  if (parts.listed === text) return;
  parts.listed = text;
  parts.group.replaceChildren(el("option", { value: "" }, "none"), ...list.map(([key, word]) => el("option", { value: key }, word)));
  parts.group.value = parts.wish.group;
}

/** What the cells of the map mean. */
export function legend() {
  return el("p", { class: "legend", "aria-label": "Legend" }, Object.entries(NODE_STATES).map(([key, { word }]) =>
    el("span", { class: "legend-entry" }, el("i", { class: `cell ${key}`, "aria-hidden": "true" }), key === "away" ? "away, darker with time" : word)),
  el("span", { class: "legend-entry" }, el("i", { class: "cell away owed", "aria-hidden": "true" }), "away, work waiting"));
}
