// Elements are made here and nowhere else: text only ever becomes text, never markup.

/** An element with properties and children; a child that is no node becomes a text node. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().map((child) => (child instanceof Node ? child : document.createTextNode(show(child)))));
  return element;
}

/** A value as a person reads it. */
export function show(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** A time of ours, in the reader's own zone; the exact text stays in the title. */
export function time(text) {
  return text ? el("time", { datetime: text, title: text }, new Date(text).toLocaleString()) : "";
}

const GOOD = new Set(["SUCCEEDED"]);
const WAITING = new Set(["QUEUED", "DELIVERED", "STARTED"]);

export function status(word) {
  if (!word) return "";
  return el("span", { class: GOOD.has(word) ? "good" : WAITING.has(word) ? "wait" : "bad" }, word);
}

/** @param rows lists of cells; a cell is text, a node, or {wide: cell} */
export function table(heads, rows) {
  return el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) =>
      cell && cell.wide !== undefined ? el("td", { class: "wide" }, cell.wide) : el("td", {}, cell)))))));
}

export function facts(pairs) {
  return el("dl", {}, pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined)
    .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
