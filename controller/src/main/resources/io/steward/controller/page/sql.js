/**
 * Any question to the state of the fleet, in SQL: an editor with its past questions, the views, ready questions, and the
 * answer as a table.
 * @module
 */
import { api } from "./api.js";
import { button, el } from "./dom.js";
import { QUESTIONS } from "./sql-questions.js";
import { resultsPart } from "./sql-results.js";
import { viewsPart } from "./sql-views.js";

const HISTORY = "steward.sql.history";
const KEPT = 40;
const LIMITS = [100, 1000, 10000];
const PATIENCE = 60000;

export async function sql(main) {
  const editor = el("textarea", { rows: 8, spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-label": "Query", "aria-describedby": "sql-hint", "data-testid": "sql-query", "data-filter": true });
  const past = history();
  editor.value = past[0] ?? QUESTIONS[0][1];
  const limit = el("select", { "aria-label": "At most so many rows", "data-testid": "sql-limit" }, LIMITS.map((rows) => el("option", { value: rows, selected: rows === 1000 }, `at most ${rows.toLocaleString()} rows`)));
  const go = el("button", { type: "submit", class: "primary", "data-testid": "sql-ask" }, "Ask");
  const problem = el("div", { class: "sql-problem", role: "alert", hidden: true, "data-testid": "sql-problem" });
  const answer = el("div", { "data-testid": "sql-answer" });
  const recent = el("select", { "aria-label": "Earlier questions", "data-testid": "sql-history", onchange: () => { if (recent.value) put(history()[Number(recent.value)]); recent.value = ""; } });
  let result;
  let asking;

  const put = (text) => {
    editor.value = text;
    say();
    editor.focus();
  };
  const insert = (name) => {
    const { selectionStart: start, value } = editor;
    const blank = start > 0 && !/[\s(.,]$/.test(value.slice(0, start)) ? " " : "";
    editor.focus();
    editor.setRangeText(blank + name, start, editor.selectionEnd, "end");
  };

  function say(error) {
    problem.hidden = !error;
    if (!error) return problem.replaceChildren();
    const at = errorPlace(error.message, editor.value);
    problem.replaceChildren(el("p", {}, plainError(error.message)), ...(at === undefined ? [] : place(at)));
    return undefined;
  }

  function place(at) {
    const before = editor.value.slice(0, at).split("\n");
    const [row, column] = [before.length, before.at(-1).length];
    return [el("pre", {}, `${editor.value.split("\n")[row - 1]}\n${" ".repeat(column)}↑`),
      button(`Go to line ${row}, column ${column + 1}`, () => { editor.focus(); editor.setSelectionRange(at, at); }, { class: "plain small", "data-testid": "sql-goto" })];
  }

  async function ask() {
    asking?.abort();
    const mine = asking = new AbortController();
    const query = editor.value.trim();
    if (!query) return say(new Error("Write a question first, or take a ready one."));
    say();
    go.textContent = "Stop";
    const since = performance.now();
    try {
      const rows = Number(limit.value);
      const found = await api.post("/api/v1/sql", { query, limit: rows }, { signal: mine.signal, limit: PATIENCE });
      remember(query);
      drawHistory();
      result?.close();
      result = resultsPart(found, { millis: performance.now() - since, limit: rows });
      answer.replaceChildren(result.element);
    } catch (error) {
      if (mine.signal.aborted) say(new Error("Stopped. The database may go on with it until its time limit."));
      else say(error);
    } finally {
      if (mine === asking) {
        asking = undefined;
        go.textContent = "Ask";
      }
    }
    return undefined;
  }

  function drawHistory() {
    const all = history();
    recent.hidden = all.length === 0;
    recent.replaceChildren(el("option", { value: "" }, "Earlier questions …"), ...all.map((query, i) => el("option", { value: i }, query.replaceAll(/\s+/g, " ").slice(0, 90))));
  }

  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });
  drawHistory();
  const ready = el("div", { class: "questions", role: "group", "aria-label": "Ready questions" }, QUESTIONS.map(([name, query]) =>
    button(name, () => { put(query); ask(); }, { class: "plain small", "data-testid": "sql-question" })));
  main.append(el("div", { class: "sql" },
    el("section", { class: "sql-ask" }, el("h1", {}, "SQL"), ready,
      el("form", { onsubmit: (event) => { event.preventDefault(); if (asking) asking.abort(); else ask(); } }, editor,
        el("div", { class: "line" }, go, limit, recent, el("span", { class: "soft", id: "sql-hint" }, "Ctrl+Enter asks. Nothing here can change anything."))), problem),
    el("aside", { class: "sql-side" }, el("section", {}, el("h2", {}, "Views"), viewsPart(insert)))), answer);
  return { title: "SQL", leave: () => { asking?.abort(); result?.close(); }, moved: () => undefined, changed: () => undefined };
}

function history() {
  try {
    return JSON.parse(localStorage.getItem(HISTORY) ?? "[]");
  } catch {
    return [];
  }
}

function remember(query) {
  try {
    localStorage.setItem(HISTORY, JSON.stringify([query, ...history().filter((one) => one !== query)].slice(0, KEPT)));
  } catch {
    // This browser keeps nothing: then there is no history.
  }
}

/** Where in the query the database stumbled: it marks the place, or names what it does not know. */
export function errorPlace(message, query) {
  const marked = /SQL statement "([\s\S]*?)\[\*\]/.exec(message);
  if (marked) {
    const lead = marked[1].replaceAll('""', '"').replaceAll(/\s+/g, " ");
    // The message is on one line; the query may not be.
    let at = 0;
    for (let i = 0; i < lead.length && at < query.length; i++) {
      if (/\s/.test(query[at])) while (/\s/.test(query[at] ?? "")) at++;
      else at++;
    }
    return Math.min(at, query.length);
  }
  const named = /(?:Column|Table|Function|View) "([^"]+)"/i.exec(message)?.[1]?.split(".").pop();
  const at = named ? query.toLowerCase().indexOf(named.toLowerCase()) : -1;
  return at < 0 ? undefined : at;
}

function plainError(message) {
  return message.replace(/^query can't be answered: /, "").replace(/ in SQL statement "[\s\S]*/, "").replace(/ \[\d+(-\d+)?\]$/, "");
}
