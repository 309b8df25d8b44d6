/**
 * Keyboard shortcuts, and the dialog that lists them. Never while somebody writes in a field.
 *
 *   shortcut("n", "next failed command", () => …) → function that takes it away again
 *
 * "g" and a letter goes to a view, "/" puts the focus on the element with data-filter, "?" lists all, Escape closes.
 */

import { el } from "./dom.js";
import { href } from "./route.js";
import { ROUTES } from "./routes.js";

const WAIT = 1500;
const own = new Map();
let pressed = "";
let timer;

export function shortcut(key, words, action) {
  own.set(key, { words, action });
  return () => own.delete(key);
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && writing(event.target)) event.target.blur();
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    if (take(event.key)) event.preventDefault();
  });
  document.getElementById("help").addEventListener("click", help);
}

function writing(target) {
  return target.matches("textarea, select, [contenteditable]")
    || target.matches("input") && !["checkbox", "radio", "range", "button"].includes(target.type);
}

// Whether the key meant something.
function take(key) {
  if (pressed === "g") {
    pressed = "";
    const route = ROUTES.find((one) => one.key === key);
    if (route) location.hash = href(...route.path);
    return Boolean(route);
  }
  if (key === "g") {
    pressed = "g";
    clearTimeout(timer);
    timer = setTimeout(() => { pressed = ""; }, WAIT);
    return true;
  }
  if (key === "?") return help();
  if (key === "/") return focusFilter();
  const found = own.get(key);
  found?.action();
  return Boolean(found);
}

function focusFilter() {
  const field = document.querySelector("[data-filter]");
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

function help() {
  const rows = [
    ...ROUTES.filter((route) => route.key).map((route) => [`g ${route.key}`, route.nav]),
    ["/", "to the filter"], ["↑ ↓ PgUp PgDn Home End", "move in a table or the map"], ["Enter", "open"],
    ...[...own].map(([key, { words }]) => [key, words]), ["Esc", "close, leave a field"], ["?", "this list"]];
  const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title", "data-testid": "help-dialog", onclose: () => dialog.remove() },
    el("h2", { id: "help-title" }, "Keyboard"),
    el("dl", {}, rows.map(([keys, words]) => [el("dt", {}, keys.split(" ").map((key) => [el("kbd", {}, key), " "])), el("dd", {}, words)])),
    el("form", { method: "dialog" }, el("button", { type: "submit", class: "plain" }, "Close")));
  document.body.append(dialog);
  dialog.showModal();
  return true;
}
