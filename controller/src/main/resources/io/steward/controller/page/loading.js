/**
 * A part of a view that has to be fetched: says that it is being fetched once that takes noticeably long, and if it fails
 * what happened, with a button to try again. Never waits without an end, since every request has a time limit.
 *
 *   await load(part, "the fleet", async () => { part.replaceChildren(…) });   true: it worked
 *   trouble(part, error, retry)                                              only the box
 */

import { button, el } from "./dom.js";

const PATIENCE = 250;

export async function load(part, what, work) {
  const note = el("p", { class: "loading", role: "status" }, `Loading ${what}…`);
  const timer = setTimeout(() => part.prepend(note), PATIENCE);
  try {
    await work();
    return true;
  } catch (error) {
    if (error.name !== "AbortError") trouble(part, error, () => load(part, what, work));
    return false;
  } finally {
    clearTimeout(timer);
    note.remove();
  }
}

export function trouble(part, error, retry) {
  part.querySelector(":scope > .trouble")?.remove();
  const box = el("div", { class: "trouble", role: "alert", "data-testid": "trouble" }, el("p", {}, error.message),
    retry && button("Try again", () => {
      box.remove();
      retry();
    }, { "data-testid": "retry" }));
  part.prepend(box);
}
