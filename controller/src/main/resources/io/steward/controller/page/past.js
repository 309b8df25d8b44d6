/**
 * The time bar: now, or a past moment of the whole page. The moment stands in the address (at, by), so a link to it can be
 * shared. In the past the body carries data-past: the frame is marked and nothing can be sent (see pastNote).
 */

import { button, el } from "./dom.js";
import { here, setQuery } from "./route.js";
import { exact, relative } from "./when.js";

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const STEPS = 1000;
const SPANS = [["the last hour", HOUR], ["24 hours", DAY], ["7 days", 7 * DAY], ["30 days", 30 * DAY], ["90 days", 90 * DAY]];
const DRAG = 250;

const state = { span: DAY, open: false };
const parts = {};
let timer;

/** Shows where in time the page is. */
export function timebar(route) {
  if (!parts.bar) build();
  const { moment } = route;
  document.body.toggleAttribute("data-past", Boolean(moment));
  parts.closed.hidden = Boolean(moment) || state.open;
  parts.open.hidden = !moment && !state.open;
  parts.words.replaceChildren(...(moment ? pastWords(moment) : ["Now. Choose a moment to see the fleet as it was."]));
  parts.close.textContent = moment ? "Back to now" : "Close";
  if (moment) {
    while (state.span < 90 * DAY && Date.now() - Date.parse(moment.at) > state.span) state.span = SPANS[spanIndex() + 1][1];
    parts.span.value = String(state.span);
    if (document.activeElement !== parts.field) parts.field.value = local(moment.at);
    parts.by.value = moment.by;
  }
  placeSlider(moment);
}

/** Nobody is signed in: there is no time to choose. */
export function withoutTime() {
  document.body.removeAttribute("data-past");
  if (parts.bar) parts.open.hidden = parts.closed.hidden = true;
}

function pastWords(moment) {
  return [el("strong", {}, "The past: "), `as it was on ${exact(moment.at)}, ${relative(moment.at)}. `,
    el("span", { class: "soft" }, "Nothing can be sent from here.")];
}

/** Says, in a view that could send, that it can't from the past; nothing when it is now. */
export function pastNote(moment) {
  return moment ? el("p", { class: "note", "data-testid": "past-note" }, "You look at the past: go back to now to send.") : undefined;
}

export function backToNow() {
  state.open = false;
  go(undefined);
  timebar(here());
}

function go(at, by = parts.by.value) {
  setQuery({ at, by: at && by === "event" ? "event" : undefined });
}

function placeSlider(moment) {
  const ago = moment ? Date.now() - Date.parse(moment.at) : 0;
  if (document.activeElement !== parts.slider || !timer) parts.slider.value = String(STEPS - (ago / state.span) * STEPS);
  parts.slider.setAttribute("aria-valuetext", moment ? exact(moment.at) : "now");
}

function spanIndex() {
  return SPANS.findIndex(([, span]) => span === state.span);
}

// The time that the slider stands at; its right end is now.
function slid() {
  const ago = (1 - Number(parts.slider.value) / STEPS) * state.span;
  return ago < state.span / STEPS / 2 ? undefined : new Date(Math.round((Date.now() - ago) / 1000) * 1000).toISOString();
}

// What a datetime-local field wants: the reader's own zone, to the second.
function local(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The latest day with this number, 0 for Sunday, before today, at the same time of day. */
export function lastDay(number, now = new Date()) {
  const date = new Date(now);
  date.setDate(date.getDate() - ((date.getDay() - number + 6) % 7) - 1);
  return date;
}

function presets() {
  const ago = (label, millis) => button(label, () => go(new Date(Date.now() - millis).toISOString()), { class: "plain small" });
  return [ago("10 min ago", HOUR / 6), ago("1 h ago", HOUR), ago("24 h ago", DAY),
    button("Last Tuesday", () => go(lastDay(2).toISOString()), { class: "plain small" }), ago("7 d ago", 7 * DAY)];
}

function build() {
  parts.bar = document.getElementById("timebar");
  parts.closed = document.getElementById("time-open");
  parts.closed.addEventListener("click", () => {
    state.open = true;
    timebar(here());
    parts.slider.focus();
  });
  parts.words = el("p", { class: "timebar-words", role: "status", "data-testid": "time-words" });
  parts.close = button("Back to now", backToNow, { class: "primary small", "data-testid": "time-now" });
  parts.slider = el("input", { type: "range", min: 0, max: STEPS, value: STEPS, "aria-label": "Moment", "data-testid": "time-slider", oninput: () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      go(slid());
    }, DRAG);
  } });
  parts.span = el("select", { "aria-label": "The slider reaches back", onchange: () => {
    state.span = Number(parts.span.value);
    placeSlider(here().moment);
  } }, SPANS.map(([words, span]) => el("option", { value: span }, words)));
  parts.span.value = String(state.span);
  parts.field = el("input", { type: "datetime-local", step: 1, "aria-label": "Exact moment", "data-testid": "time-field", onchange: () => {
    if (parts.field.value) go(new Date(parts.field.value).toISOString());
  } });
  parts.by = el("select", { "aria-label": "Whose time", "data-testid": "time-by", onchange: () => go(here().moment?.at) },
    el("option", { value: "recorded" }, "as was known then"), el("option", { value: "event" }, "as happened by then"));
  parts.open = el("div", { class: "timebar-open" },
    el("div", { class: "timebar-line" }, parts.words, parts.close),
    el("div", { class: "timebar-line" }, parts.span, parts.slider),
    el("div", { class: "timebar-line" }, parts.field, parts.by, ...presets()));
  parts.bar.append(parts.open);
}
