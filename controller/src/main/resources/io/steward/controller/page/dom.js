/**
 * Elements are made here and nowhere else: text only ever becomes text, never markup.
 *
 *   el("a", { href: "#/", class: "x", "data-testid": "home", onclick: f, style: { width: "3px" } }, "text", child)
 *   time(text)           a moment, relative ("3 min ago"), exact in its title; kept up to date by itself
 *   table(heads, rows)   a small table; for more than about 100 rows take VirtualTable of virtual.js
 *   facts(pairs)         a list of names and values; empty values are left out
 *   copy(text)           a button that copies
 *   button(label, f)     a plain button; button(label, f, { class: "primary" })
 */

import { status } from "./status.js";
import { relative, exact } from "./when.js";

export { status };

/** An element with properties and children; a child that is no node becomes a text node; undefined and false vanish. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    // The policy forbids style attributes, not style properties.
    else if (key === "style") Object.entries(value).forEach(([name, text]) => element.style.setProperty(name, text));
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(3).filter((child) => child !== undefined && child !== null && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(show(child))));
}

/** A value as a person reads it. */
export function show(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** A number with the reader's own grouping. */
export function count(number) {
  return Number(number ?? 0).toLocaleString();
}

/** A moment, relative to now; the exact time, in the reader's zone and as the log has it, stays in the title. */
export function time(text, { absolute = false } = {}) {
  if (!text) return "";
  const words = absolute ? exact(text) : relative(text);
  return el("time", { datetime: text, title: `${exact(text)} (${text})`, "data-relative": !absolute }, words);
}

// One clock for all relative times on the page.
setInterval(() => {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const words = relative(element.dateTime);
    if (element.textContent !== words) element.textContent = words;
  }
}, 1000);

/** @param rows lists of cells; a cell is text, a node, or {wide: cell} */
export function table(heads, rows, properties = {}) {
  return el("div", { class: "scroll", ...properties }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => tableCell(cell, heads[i])))))));
}

// On a phone each cell stands on a line of its own, behind the name of its column.
function tableCell(cell, head) {
  const wide = cell !== null && cell !== undefined && cell.wide !== undefined;
  const name = typeof head === "string" && head !== "" ? head : undefined;
  return el("td", { class: wide ? "wide" : undefined, "data-head": name }, wide ? cell.wide : cell);
}

export function facts(pairs) {
  return el("dl", {}, pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined)
    .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", class: "plain", ...properties, onclick }, label);
}

/** A button that copies the text and says so. */
export function copy(text, label = "Copy") {
  const made = button(label, async () => {
    try {
      await navigator.clipboard.writeText(text);
      made.textContent = "Copied";
    } catch {
      made.textContent = "Can't copy here: select the text";
    }
    setTimeout(() => { made.textContent = label; }, 2000);
  }, { class: "plain small", "aria-label": `${label}: ${String(text).slice(0, 80)}` });
  return made;
}

/** Says it to those who listen instead of looking; the newest words replace those before. */
export function announce(words) {
  const place = document.getElementById("announcer");
  if (place && place.textContent !== words) place.textContent = words;
}

/** The function, run at most once per frame, however often it is asked for. */
export function perFrame(work) {
  let asked = 0;
  return () => {
    if (asked) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
}

/** The function, run in a frame, but not again before this much time has passed. */
export function atMost(work, millis) {
  let ready = true;
  let asked = false;
  const run = perFrame(work);
  const again = () => {
    if (!ready) {
      asked = true;
      return;
    }
    ready = asked = false;
    run();
    setTimeout(() => {
      ready = true;
      if (asked) again();
    }, millis);
  };
  return again;
}

/** The function, run when nobody has asked for it for a while. */
export function afterPause(work, millis) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), millis);
  };
}
