// Which view is shown, who asks, and when to look again.

import { ask, forget, remember, token } from "./api.js";
import { el } from "./dom.js";
import { follow } from "./stream.js";
import { command, commands } from "./command.js";
import { fleet } from "./fleet.js";
import { node } from "./node.js";
import { sql } from "./sql.js";

const QUIET = 400;
const main = document.getElementById("main");
const error = document.getElementById("error");
const live = document.getElementById("live");
const leave = document.getElementById("leave");

let view = { refresh: async () => {} };
let shown = 0;
let timer;
let following;

function tell(failure) {
  error.textContent = failure ? failure.message : "";
  error.hidden = !failure;
  if (failure && failure.status === 401) signIn();
}

function tokenFromAddress() {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (match) {
    remember(decodeURIComponent(match[1]));
    history.replaceState(null, "", location.pathname);
  }
}

function opened() {
  const [, place = "", name = ""] = location.hash.split("/").map(decodeURIComponent);
  if (place === "nodes" && name) return (part) => node(part, name);
  if (place === "commands") return name ? (part) => command(part, name) : commands;
  if (place === "sql") return sql;
  return fleet;
}

async function show() {
  if (!token()) return signIn();
  const turn = ++shown;
  const part = el("div", { class: "view" });
  main.replaceChildren(part);
  leave.hidden = false;
  try {
    const next = await opened()(part);
    if (turn === shown) view = next;
    tell(null);
  } catch (failure) {
    tell(failure);
  }
  return undefined;
}

// Changes come in bursts: the view looks again once after a burst, and at least every so often within one.
function changed() {
  if (timer) return;
  timer = setTimeout(async () => {
    timer = undefined;
    try {
      await view.refresh();
      tell(null);
    } catch (failure) {
      tell(failure);
    }
  }, QUIET);
}

function listen() {
  following?.abort();
  following = new AbortController();
  follow(following.signal, changed, (on) => {
    live.textContent = on ? "live" : "connection lost, trying again";
    live.classList.toggle("on", on);
    if (on) changed();
  });
}

function signIn() {
  following?.abort();
  shown++;
  view = { refresh: async () => {} };
  leave.hidden = true;
  live.textContent = "not connected";
  live.classList.remove("on");
  const input = el("input", { type: "password", name: "token", required: true, autocomplete: "off" });
  main.replaceChildren(el("section", {}, el("h1", {}, "Token"),
    el("form", { onsubmit: async (event) => {
      event.preventDefault();
      remember(input.value.trim());
      try {
        await ask("/api/v1/nodes?limit=1");
        tell(null);
        listen();
        show();
      } catch (failure) {
        forget();
        error.textContent = failure.message;
        error.hidden = false;
      }
    } }, el("label", {}, "Your token; it stays in this tab", input), el("button", { type: "submit" }, "Enter"))));
  input.focus();
}

leave.addEventListener("click", () => { forget(); signIn(); });
window.addEventListener("hashchange", () => { tokenFromAddress(); show(); });
tokenFromAddress();
if (token()) listen();
show();
