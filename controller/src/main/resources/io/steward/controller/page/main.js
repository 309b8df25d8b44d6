/** Which view is shown, who asks, and when to look again. The only module with a state of the whole page. */

import { announce, el } from "./dom.js";
import { forget, token } from "./api.js";
import { follow } from "./stream.js";
import { here } from "./route.js";
import { routeOf } from "./routes.js";
import { listenToKeys } from "./keys.js";
import { connection, failed, navigation, themeButton, watchHealth } from "./shell.js";
import { signIn } from "./signin.js";
import { timebar, withoutTime } from "./past.js";

const QUIET = 400;
const AGAIN = 3000;
/** A stream that takes longer than this to connect is not waited for. */
const PATIENCE = 500;
const main = document.getElementById("main");
const leave = document.getElementById("leave");

let view = {};
let place = "";
let turn = 0;
let timer;
let retrying;
let following;
let begun = false;

async function show() {
  begun = true;
  const route = here();
  navigation();
  if (!token()) return enter();
  timebar(route);
  leave.hidden = false;
  const next = route.path.join("/") || "/";
  if (next === place && view.moved) return guarded(() => view.moved(route));
  return open(route, next);
}

async function open(route, next) {
  // The focus stays where it is at the start, and when only the query changed: somebody drags the time.
  const still = place === "" || place === next;
  const mine = ++turn;
  view.leave?.();
  view = {};
  place = next;
  clearTimeout(timer);
  timer = undefined;
  failed(null);
  const part = el("div", { class: "view" });
  main.replaceChildren(part);
  const found = routeOf(route.path);
  if (!found) return part.append(nowhere());
  await guarded(async () => {
    const made = await (await found.open())(part, route) ?? {};
    if (mine !== turn) return made.leave?.();
    view = made;
    arrived(part, made.title, still);
    return undefined;
  }, () => { place = ""; show(); });
  return undefined;
}

// The reader hears where they are, and the keyboard goes on from there.
function arrived(part, title, still) {
  const heading = part.querySelector("h1");
  document.title = `${title ?? heading?.textContent ?? "Steward"} · Steward`;
  if (still || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
  announce(document.title);
}

function nowhere() {
  return el("section", {}, el("h1", {}, "No such view"), el("p", {}, "Nothing is at this address. Choose a view above."));
}

async function guarded(work, retry) {
  try {
    await work();
    failed(null);
  } catch (failure) {
    if (failure.status === 401) return enter("The controller no longer knows this token: sign in again.");
    failed(failure, retry ?? refresh);
    if (!failure.status || failure.status === 408) later(retry ?? refresh);
  }
  return undefined;
}

// What had no answer is asked again until it has one, as long as one stays here.
function later(work) {
  const mine = turn;
  clearTimeout(retrying);
  retrying = setTimeout(() => { if (mine === turn) work(); }, AGAIN);
}

function refresh() {
  return guarded(() => view.refresh?.());
}

// For views that don't look at single changes: they look again once after a burst, and at least every so often within one.
function soon() {
  if (timer) return;
  timer = setTimeout(() => {
    timer = undefined;
    refresh();
  }, QUIET);
}

function heard(type, row) {
  if (here().moment) return;
  if (view.changed) view.changed(type, row);
  else soon();
}

function listen() {
  following?.abort();
  following = new AbortController();
  follow({ types: "command,node" }, {
    signal: following.signal, heard, state: connection, refused: () => enter("Sign in again."),
    // The first view is read behind the first connect: nothing can have been missed.
    reread: () => {
      if (!begun) show();
      else if (!here().moment) soon();
    } });
}

function start() {
  begun = false;
  listen();
  setTimeout(() => { if (!begun) show(); }, PATIENCE);
}

function enter(words) {
  following?.abort();
  turn++;
  view.leave?.();
  view = {};
  place = "";
  leave.hidden = true;
  withoutTime();
  connection("off");
  forget();
  signIn(main, words, () => {
    failed(null);
    start();
  });
}

leave.addEventListener("click", () => enter());
window.addEventListener("hashchange", show);
// Anything but a place of ours in the address, a secret above all, does not stay in it. "#main" is the skip link.
if (location.hash && !location.hash.startsWith("#/")) history.replaceState(null, "", location.pathname);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  (main.querySelector("h1") ?? main).focus();
  main.focus();
});
themeButton();
listenToKeys();
watchHealth();
if (token()) start();
else show();
