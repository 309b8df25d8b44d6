/**
 * All commands, newest first: filtered by what stands in the address, a page at a time, live; several can be chosen and
 * canceled or run again together.
 * @module
 */
import { api } from "./api.js";
import { afterPause, button, count, el } from "./dom.js";
import { here, momentParams, setQuery } from "./route.js";
import { cancel, runAgain } from "./command-again.js";
import { redraw } from "./command-focus.js";
import { throttled } from "./command-pace.js";
import { COLUMNS, commandList } from "./command-list.js";
import { FAILED, OPEN, STATUSES, statusWords } from "./command-words.js";
import { literal, literals, select } from "./sql-ask.js";

const PAGE = 100;
const MOST = 1000;
const PAUSE = 250;
const FILTERS = ["status", "node", "method", "issuedBy", "text"];

export async function commands(main) {
  const chosen = new Set();
  let rows = [];
  let limit = PAGE;
  const list = el("div");
  const summary = el("p", { class: "soft", role: "status", "data-testid": "commands-summary" });
  const older = button("Show older", () => { limit = Math.min(limit + PAGE, MOST); refresh(); }, { "data-testid": "older" });
  const bar = el("div", { class: "chosen-bar", hidden: true, role: "region", "aria-label": "Chosen commands", "data-testid": "chosen-bar" });
  const form = filters(() => { limit = PAGE; });
  main.append(el("section", {}, el("h1", {}, "Commands"), form, summary, list, older, bar));

  async function refresh() {
    const moment = here().moment;
    rows = moment ? await then(moment, limit) : await select(`select ${COLUMNS} from command_state c${where()} order by c.id desc`, limit);
    const known = new Set(rows.map((row) => row.id));
    [...chosen].filter((id) => !known.has(id)).forEach((id) => chosen.delete(id));
    draw();
  }

  function draw() {
    const filtered = where() !== "";
    redraw(list, rows.length ? commandList(rows, { choosable: !here().moment, chosen, changed: drawBar }) : empty(filtered));
    summary.textContent = rows.length ? `The newest ${count(rows.length)}${filtered ? " that match" : ""}${rows.more ? "; there are more" : ", and that is all"}` : "";
    older.hidden = !rows.more || limit >= MOST;
    if (rows.more && limit >= MOST) summary.textContent += ". Narrow the filters, or ask by SQL, to see older ones.";
    drawBar();
  }

  function drawBar() {
    const picked = rows.filter((row) => chosen.has(row.id));
    const open = picked.filter((row) => OPEN.includes(row.status));
    const failed = picked.filter((row) => FAILED.includes(row.status));
    bar.hidden = picked.length === 0;
    const act = (work) => async () => { if (await work()) { chosen.clear(); refresh(); } };
    bar.replaceChildren(el("strong", { role: "status" }, `${picked.length} chosen`),
      open.length > 0 && button(`Cancel ${open.length}…`, act(() => cancel(open)), { class: "danger", "data-testid": "cancel-chosen" }) || "",
      button("Run again…", act(() => runAgain(picked)), { "data-testid": "again-chosen" }),
      failed.length > 0 && failed.length < picked.length && button(`Run the ${failed.length} failed only…`, act(() => runAgain(failed)), { class: "primary", "data-testid": "failed-chosen" }) || "",
      button("All shown", () => { rows.forEach((row) => chosen.add(row.id)); draw(); }),
      button("None", () => { chosen.clear(); draw(); }));
  }

  await refresh();
  const soon = throttled(refresh, PAUSE);
  // A node's coming and going changes no command.
  return {
    refresh, title: "Commands", leave: soon.stop, moved: () => { form.read(); return refresh(); },
    changed: (type) => { if (type === "command") soon(); },
  };
}

function empty(filtered) {
  return el("p", { class: "empty", "data-testid": "commands-empty" }, filtered
    ? "No command matches these filters. Widen or clear them."
    : el("span", {}, "No command was sent yet. ", el("a", { href: "#/send" }, "Send the first one"), "."));
}

/** As they stood at a moment of the past. */
async function then(moment, limit) {
  const value = (name) => here().query.get(name)?.trim() || undefined;
  const status = value("status");
  const answer = await api.get("/api/v1/commands", { ...momentParams(moment), node: value("node"), method: value("method"), issuedBy: value("issuedBy"),
    status: STATUSES.includes(status) ? status : undefined, limit });
  const text = value("text")?.toLowerCase() ?? "";
  const rows = answer.commands.filter((row) => (status !== "open" || OPEN.includes(row.status)) && (status !== "failed" || FAILED.includes(row.status))
    && JSON.stringify([row.args, row.reason, row.error_message, row.id]).toLowerCase().includes(text));
  rows.more = answer.after !== null;
  return rows;
}

/** The filters of the address as SQL. */
function where() {
  const { query } = here();
  const value = (name) => query.get(name)?.trim() ?? "";
  const parts = [];
  const status = value("status");
  if (status === "open") parts.push(`c.status in (${literals(OPEN)})`);
  else if (status === "failed") parts.push(`c.status in (${literals(FAILED)})`);
  else if (STATUSES.includes(status)) parts.push(`c.status = ${literal(status)}`);
  for (const [name, column] of [["node", "node"], ["method", "method"], ["issuedBy", "issued_by"]]) {
    if (value(name)) parts.push(`c.${column} = ${literal(value(name))}`);
  }
  if (value("text")) parts.push(holding(value("text").toLowerCase()));
  return parts.length ? ` where ${parts.join(" and ")}` : "";
}

function holding(text) {
  const places = ["c.args", "coalesce(c.reason, '')", "coalesce(c.error_message, '')", "cast(c.id as varchar)"];
  return `(${places.map((place) => `position(${literal(text)} in lower(${place})) > 0`).join(" or ")})`;
}

function filters(changed) {
  const status = el("select", { name: "status", "data-testid": "filter-status" },
    el("option", { value: "" }, "any"), el("option", { value: "open" }, "not ended"), el("option", { value: "failed" }, "failed in any way"),
    STATUSES.map((word) => el("option", { value: word }, statusWords(word))));
  const input = (name, hint) => el("input", { name, placeholder: hint, autocomplete: "off", spellcheck: "false", "data-testid": `filter-${name}` });
  const fields = { status, node: input("node", "ship2"), method: input("method", "shellcommand"), issuedBy: input("issuedBy", "alice"), text: input("text", "in command, reason, error, id") };
  fields.text.type = "search";
  fields.text.toggleAttribute("data-filter", true);
  const apply = () => {
    changed();
    setQuery(Object.fromEntries(FILTERS.map((name) => [name, fields[name].value.trim() || undefined])));
  };
  const later = afterPause(apply, 300);
  const label = (words, field) => el("label", {}, words, field);
  const form = el("form", { class: "filters", role: "search", "aria-label": "Commands", onsubmit: (event) => { event.preventDefault(); apply(); }, oninput: later },
    label("Status", status), label("Node", fields.node), label("Method", fields.method), label("Sent by", fields.issuedBy), label("Text", fields.text),
    button("Clear", () => { FILTERS.forEach((name) => { fields[name].value = ""; }); apply(); }, { "data-testid": "filter-clear" }));
  // The address is the truth; a field that somebody writes in is left alone.
  form.read = () => {
    const { query } = here();
    FILTERS.filter((name) => fields[name] !== document.activeElement).forEach((name) => { fields[name].value = query.get(name) ?? ""; });
  };
  form.read();
  return form;
}
