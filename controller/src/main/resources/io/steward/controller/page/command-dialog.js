/**
 * A question that must be answered before something is done: says exactly what will happen, does it, and stays open
 * with the error if it fails, so that nothing has to be typed twice.
 * @module
 */
import { el } from "./dom.js";

/**
 * @param {{title: string, body: (Node|string)[], verb: string, danger?: boolean, run: function(function(string)): Promise<any>}} question run may say how far it is
 * @returns what run answered; undefined if the person thought better of it
 */
export function decide({ title, body, verb, danger = false, run }) {
  return new Promise((resolve) => {
    const problem = el("p", { class: "bad", role: "alert", hidden: true, "data-testid": "dialog-problem" });
    const go = el("button", { type: "submit", class: danger ? "danger" : "primary", "data-testid": "dialog-go" }, verb);
    const back = el("button", { type: "button", class: "plain", "data-testid": "dialog-back", onclick: () => dialog.close() }, "Back");
    let answer;
    const form = el("form", { onsubmit: async (event) => {
      event.preventDefault();
      if (go.disabled) return;
      go.disabled = true;
      back.disabled = true;
      go.textContent = "Working…";
      problem.hidden = true;
      try {
        answer = await run((words) => { go.textContent = words; }) ?? true;
        dialog.close();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
        go.disabled = false;
        back.disabled = false;
        go.textContent = verb;
        go.focus();
      }
    } }, el("h2", { id: "dialog-title" }, title), ...body, problem, el("div", { class: "buttons" }, go, back));
    const dialog = el("dialog", { class: "decide", "aria-labelledby": "dialog-title", "data-testid": "dialog" }, form);
    // What is under way can't be taken back by closing the question.
    dialog.addEventListener("cancel", (event) => { if (go.disabled) event.preventDefault(); });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
    go.focus();
  });
}
