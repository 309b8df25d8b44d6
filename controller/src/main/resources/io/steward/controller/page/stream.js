/**
 * Server-sent events over fetch, because EventSource can't send a token. Comes back by itself, from where it was.
 *
 *   follow({ types: "event", node }, { signal, heard(type, row), state(word, lastHeard), reread() })
 *
 * state hears "connecting", "live" and "lost". reread is called after every connect: what happened before it, or in a gap
 * that the log can't tell of, has to be read again.
 */

import { address, headers } from "./api.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10000;
/** The server sends a sign of life every 15 s; after this much silence the connection is dead, whatever it says. */
const SILENCE = 50000;
const CONNECT = 15000;

/** Parses one block of a stream; data is undefined if it carries none. */
export function parse(block) {
  const event = { type: "message", id: undefined, data: undefined };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event.type = value;
    if (field === "id") event.id = value;
    if (field === "data") event.data = event.data === undefined ? value : `${event.data}\n${value}`;
  }
  return event;
}

/** Follows until the signal aborts. */
export async function follow(params, { signal, heard, state = () => {}, reread = () => {}, refused = () => {} }) {
  const place = { last: "", wait: FIRST_WAIT };
  state("connecting");
  while (!signal.aborted) {
    const ended = await once(params, place, { signal, heard, state, reread });
    if (signal.aborted) return;
    if (ended === 401 || ended === 403) return refused(ended);
    state("lost");
    await pause(place.wait, signal);
    place.wait = Math.min(place.wait * 2, LONGEST_WAIT);
  }
}

// One connection, from its beginning to its end.
async function once(params, place, { signal, heard, state, reread }) {
  const connection = new AbortController();
  const stop = () => connection.abort();
  signal.addEventListener("abort", stop);
  // A page that is left but kept by the browser must not hold one of its few connections; when it is back it goes on.
  window.addEventListener("pagehide", stop);
  let silence = setTimeout(stop, CONNECT);
  try {
    const response = await fetch(address("/api/v1/stream", params), {
      headers: headers(place.last ? { "Last-Event-ID": place.last } : {}), signal: connection.signal, cache: "no-store" });
    // A place that the log no longer knows: begin anew, and read again what was missed.
    if (response.status === 400) place.last = "";
    if (!response.ok) return response.status;
    place.wait = FIRST_WAIT;
    state("live");
    reread();
    await read(response.body, (event) => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE);
      state("live");
      if (event.id !== undefined) place.last = event.id;
      if (event.data !== undefined) heard(event.type, JSON.parse(event.data));
    });
  } catch {
    // The connection broke: that is said by the state.
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", stop);
    window.removeEventListener("pagehide", stop);
    connection.abort();
  }
  return 0;
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    blocks.forEach((block) => heard(parse(block)));
  }
}

// Ends early when the machine is back on its network.
function pause(millis, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, millis + Math.random() * 250);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
