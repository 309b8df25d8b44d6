// Server-sent events over fetch, because EventSource can't send a token. Comes back by itself, from where it was.

import { headers } from "./api.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

/** Parses one block of a stream; undefined if it carries no data. */
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

/** Calls back for every change until the signal aborts; state hears true and false as the connection comes and goes. */
export async function follow(signal, changed, state) {
  let last = "";
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    try {
      const response = await fetch("/api/v1/stream", {
        headers: headers(last ? { "Last-Event-ID": last } : {}), signal, cache: "no-store" });
      if (response.status === 400 && last) last = "";
      if (!response.ok) throw new Error(response.statusText);
      state(true);
      wait = FIRST_WAIT;
      await read(response.body, (event) => {
        if (event.id !== undefined) last = event.id;
        if (event.data !== undefined) changed(event.type, JSON.parse(event.data));
      });
    } catch (error) {
      if (signal.aborted) return;
    }
    state(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      heard(parse(rest.slice(0, end)));
      rest = rest.slice(end + 2);
    }
  }
}
