/**
 * What a command prints: stdout and stderr in tabs, live while it runs, searchable, to be wrapped or not, to be saved.
 * @module
 */
import { address, api, headers } from "./api.js";
import { announce, button, count, el } from "./dom.js";
import { Finder } from "./command-find.js";
import { followInSight } from "./command-follow.js";
import { throttled } from "./command-pace.js";
import { saved } from "./command-save.js";

const STREAMS = ["stdout", "stderr"];
/** What is kept in sight of an output that grows; the whole of it can be saved. */
const LONGEST = 2_000_000;
const PAUSE = 200;
const WRAP = "steward.wrap";

/** @returns {{element: Element, update: function(Object): Promise<void>, close: function(): void}} */
export function outputPane(id) {
  const panes = Object.fromEntries(STREAMS.map((name) => [name, pane(name)]));
  const state = { shown: "stdout", chosen: false, after: 0, ended: false, reading: false };
  const tabs = STREAMS.map((name) => tab(name, () => choose(name, true)));
  const note = el("p", { class: "soft said", "data-testid": "output-note" });
  const find = el("input", { type: "search", placeholder: "Find in output", "aria-label": "Find in output", "data-testid": "output-find" });
  const matches = el("span", { class: "soft matches", role: "status", "data-testid": "output-matches" });
  const wrap = el("input", { type: "checkbox", "data-testid": "output-wrap" });
  const problem = el("span", { class: "bad", role: "alert" });
  const said = el("p", { class: "soft said", "data-testid": "output-saved" });

  const current = () => panes[state.shown];
  const look = () => { current().finder.look(find.value); matches.textContent = current().finder.place(); };
  const step = (by) => { current().finder.step(by); matches.textContent = current().finder.place(); };

  function choose(name, byHand) {
    state.shown = name;
    state.chosen ||= byHand;
    for (const [i, one] of STREAMS.entries()) {
      tabs[i].setAttribute("aria-selected", String(one === name));
      tabs[i].tabIndex = one === name ? 0 : -1;
      panes[one].box.hidden = one !== name;
    }
    look();
  }

  find.addEventListener("input", () => { look(); current().finder.show(); });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape" && find.value) { event.preventDefault(); find.value = ""; look(); }
  });
  wrap.checked = localStorage.getItem(WRAP) !== "no";
  const wrapped = () => STREAMS.forEach((name) => panes[name].box.classList.toggle("unwrapped", !wrap.checked));
  wrap.addEventListener("change", () => { localStorage.setItem(WRAP, wrap.checked ? "yes" : "no"); wrapped(); });
  wrapped();

  const save = button("Download", async () => {
    problem.textContent = "";
    try {
      const words = await download(id, state.shown);
      announce(words);
      said.textContent = words;
    } catch (error) {
      problem.textContent = error.message;
    }
  }, { "data-testid": "output-download" });

  const list = el("div", { role: "tablist", "aria-label": "Output", class: "tabs", onkeydown: (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    choose(state.shown === "stdout" ? "stderr" : "stdout", true);
    tabs[STREAMS.indexOf(state.shown)].focus();
  } }, tabs);
  const element = el("section", { class: "output", "data-testid": "output", "aria-label": "Output" },
    el("div", { class: "bar" }, list, el("span", { class: "finding" }, find, matches,
      button("↑", () => step(-1), { "aria-label": "Previous match", class: "plain small" }),
      button("↓", () => step(1), { "aria-label": "Next match", class: "plain small" })),
    el("label", { class: "inline" }, wrap, "Wrap"), save), problem, STREAMS.map((name) => panes[name].box), note, said);
  choose("stdout", false);

  /** What the row says now; while it runs, the pieces reported since. */
  async function update(row) {
    if (row.terminal) {
      listening.abort();
      if (!state.ended) settle(row);
      state.ended = true;
      return;
    }
    // A word of news may still have been on its way when the end was read.
    if (state.ended) return;
    if (!state.listens && row.args?.stream === true) listen(row);
    if (state.reading) return;
    state.reading = true;
    try {
      await more(row);
    } finally {
      state.reading = false;
    }
  }

  // What is told while the command runs comes by the log; each word of news is a reason to read on behind the last one.
  const listening = new AbortController();
  function listen(row) {
    state.listens = true;
    const read = throttled(() => update(row), PAUSE);
    followInSight({ types: "event", command: id }, { signal: listening.signal, heard: read, reread: read });
  }

  function settle(row) {
    STREAMS.forEach((name) => panes[name].put(row[name] ?? ""));
    const bytes = STREAMS.map((name) => row[`${name}_bytes`] ?? 0);
    STREAMS.forEach((name, i) => { tabs[i].textContent = bytes[i] ? `${name} · ${size(bytes[i])}` : name; });
    // Why it failed stands on stderr, if anywhere.
    if (!state.chosen && row.stderr && (!row.stdout || row.status !== "SUCCEEDED")) choose("stderr", false);
    if (row.truncated) shortened(row);
    else note.textContent = bytes[0] + bytes[1] ? "" : "It printed nothing.";
    look();
  }

  // The row has the beginning and the end; the pieces that were reported on the way may hold more.
  function shortened(row) {
    const long = STREAMS.filter((name) => row[name]?.includes("bytes left out"));
    note.replaceChildren(long.map((name) => `${name} has ${count(row[`${name}_bytes`])} bytes; here are its beginning and its end. `).join(""),
      button("Show all that is kept", async () => {
        try {
          const found = await Promise.all(long.map(async (name) => [name, await whole(id, name)]));
          found.forEach(([name, { text }]) => panes[name].put(text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… the rest is in the download …` : text));
          note.textContent = found.map(([name, { here, total }]) => `${name}: ${here === total ? `all ${count(total)}` : `${count(here)} of ${count(total)}`} bytes are here.`).join(" ");
          look();
        } catch (error) {
          problem.textContent = error.message;
        }
      }, { class: "plain small", "data-testid": "output-whole" }));
  }

  async function more(row) {
    for (let again = true; again;) {
      const answer = await api.get("/api/v1/events", { node: row.node, method: "output", domain: id, after: state.after, limit: 200 });
      if (state.ended) return; // the row has told the whole of it while this was asked
      state.after = answer.after ?? state.after;
      again = answer.more;
      answer.events.forEach(({ body }) => panes[body?.stream ?? "stdout"]?.add(body?.text ?? "", body?.offset));
    }
    const any = STREAMS.some((name) => panes[name].text.data);
    const streams = row.args?.stream === true;
    if (!state.chosen && !panes.stdout.text.data && panes.stderr.text.data) choose("stderr", false);
    note.textContent = !row.started_at ? "It has not started, so it has printed nothing."
      : any ? "Live: it runs, and this is what it printed so far."
        : streams ? "It runs and has printed nothing yet." : "It runs; what it prints is told at its end. (Sent with “report output while it runs” it would be live.)";
    if (find.value) look();
  }

  return { element, update, close: () => { listening.abort(); STREAMS.forEach((name) => panes[name].finder.clear()); } };
}

function tab(name, onclick) {
  return el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, "data-testid": `output-${name}`, onclick }, name);
}

function pane(name) {
  const text = document.createTextNode("");
  const box = el("pre", { id: `pane-${name}`, role: "tabpanel", tabindex: "0", "aria-labelledby": `tab-${name}`, "data-testid": `output-text-${name}` }, text);
  const put = (all) => { if (text.data !== all) text.data = all; };
  // Whoever has scrolled up to read is left there.
  const add = (more, offset) => {
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    if (offset === 0) text.data = "";
    text.appendData(more);
    if (text.length > LONGEST) text.deleteData(0, text.length - LONGEST);
    if (atEnd) box.scrollTop = box.scrollHeight;
  };
  return { box, text, put, add, finder: new Finder(text) };
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(bytes < 1e4 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const PATIENCE = 60000;

async function fetched(id, stream) {
  const response = await fetch(address(`/api/v1/commands/${id}/output`, { stream }), { headers: headers(), cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })
    .catch(() => { throw new Error("It can't be had now: the controller does not answer. Try again."); });
  if (!response.ok) throw new Error(`It can't be had now: the controller answered ${response.status}. Try again.`);
  return { response, here: response.headers.get("Steward-Output-Bytes"), total: response.headers.get("Steward-Output-Total") };
}

async function whole(id, stream) {
  const { response, here, total } = await fetched(id, stream);
  return { text: await response.text(), here, total };
}

async function download(id, stream) {
  const { response, here, total } = await fetched(id, stream);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `${id}.${stream}.txt`;
  saved(await response.blob(), name);
  return total === null || here === total ? `Saved ${name}, ${count(here)} bytes` : `Saved ${name}: ${count(here)} of ${count(total)} bytes are kept`;
}
