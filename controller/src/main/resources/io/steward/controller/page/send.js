/**
 * Sending: whom, what, under which conditions; who is meant now; a last question with the exact count; then the progress.
 * Pressing twice, or again after a lost answer, sends once: a request keeps its key until it is stored or changed.
 * @module
 */
import { ask } from "./api.js";
import { el } from "./dom.js";
import { pastNote } from "./past.js";
import { goToRequest, messages } from "./command-again.js";
import { decide } from "./command-dialog.js";
import { fullText, oneLine } from "./command-words.js";
import { methodPart } from "./send-method.js";
import { optionsPart } from "./send-options.js";
import { headline, targetPart } from "./send-targets.js";
import { literal, select } from "./sql-ask.js";

const SENDING = 60000;

export async function send(main, route) {
  if (route.moment) {
    main.append(el("section", {}, el("h1", {}, "Send"), pastNote(route.moment)));
    return { title: "Send" };
  }
  const targets = targetPart();
  const method = methodPart();
  const options = optionsPart();
  const problem = el("p", { class: "fault", role: "alert", hidden: true, "data-testid": "send-problem" });
  const go = el("button", { type: "submit", class: "primary", "data-testid": "send-review" }, "Review and send…");
  const form = el("form", { class: "send", novalidate: true, "data-testid": "send-form", onsubmit: (event) => { event.preventDefault(); review(); } },
    el("div", { class: "send-columns" }, el("section", {}, targets.element), el("section", {}, method.element, options.element)),
    el("div", { class: "buttons sticky" }, go, problem));
  main.append(el("h1", { class: "alone" }, "Send a command"), form);
  targets.set(route.query);
  if (route.query.get("like")) await like(route.query.get("like"), method, options).catch((error) => say(error.message));

  let last = { form: "", key: "", body: undefined };
  let busy = false;

  function say(words) {
    problem.textContent = words ?? "";
    problem.hidden = !words;
  }

  async function review() {
    if (busy) return;
    busy = true;
    say("");
    try {
      await reviewed();
    } finally {
      busy = false;
    }
  }

  async function reviewed() {
    const what = method.read();
    const how = options.read();
    const faults = [...(what.faults ?? []), ...(how.faults ?? [])];
    const meant = await targets.look();
    if (!targets.targets()) return targets.tell("Say whom the command is for.");
    if (!meant) return undefined;
    if (meant.rows.length === 0) return targets.tell("No enrolled node is meant: nothing would be sent.");
    if (meant.strangers.length) return targets.tell(`Not enrolled: ${meant.strangers.join(", ")}.`);
    if (faults.length) return faults[0].input.focus();
    const request = keyed({ targets: targets.targets(), ...what.order, ...how.order });
    return confirm(request, meant, what.order);
  }

  // The expiry counts from now, so the same form makes another body each second; the first one is kept with its key.
  function keyed(body) {
    const { expiresAt, ...rest } = body;
    const same = JSON.stringify([rest, Boolean(expiresAt)]);
    if (last.form !== same) last = { form: same, key: crypto.randomUUID(), body };
    return last;
  }

  async function confirm(request, meant, order) {
    const words = oneLine(order.method, order.args, 200);
    const short = words.length <= 40 ? words : "this";
    const done = await decide({
      title: `Run ${short === words ? `‘${words}’` : short} on ${headline(meant)}?`,
      body: [el("pre", { class: "what", "data-testid": "confirm-what" }, fullText(order.method, order.args)),
        meant.away.length ? el("p", { class: "soft" }, `${meant.away.length === 1 ? `${meant.away[0].node} gets` : `Those ${meant.away.length} get`} it when ${meant.away.length === 1 ? "it is" : "they are"} back${request.body.expiresAt ? ", unless it has expired by then" : ""}.`) : "",
        request.body.targets.nodes ? "" : el("p", { class: "soft" }, "Who is meant is looked up once more when it is sent.")],
      verb: `Run on ${meant.rows.length} node${meant.rows.length === 1 ? "" : "s"}`,
      run: async () => {
        try {
          return (await ask("/api/v1/commands", { method: "POST", key: request.key, body: request.body, limit: SENDING })).commands;
        } catch (error) {
          place(error);
          throw error;
        }
      },
    });
    if (!Array.isArray(done)) return;
    last = { form: "", key: "", body: undefined };
    await goToRequest(done);
  }

  // A refusal goes to the field that it is about.
  function place(error) {
    const name = error.field ?? "";
    if (name.startsWith("targets")) targets.tell(error.message);
    else (name.startsWith("args") || ["method", "domain"].includes(name) ? method.fieldOf(name.split(".")[0]) : options.fieldOf(name))?.tell(error.message);
    say(error.message);
  }

  return { title: "Send", moved: () => undefined };
}

/** Fills the form with a command that was sent before. */
async function like(id, method, options) {
  const [row] = await select(`select method, domain from command_state where id = ${literal(id)}`);
  const message = (await messages([id])).get(id);
  if (!row || !message) throw new Error("The command to start from is not known here.");
  method.set({ ...row, args: message.args });
  options.set(message);
}
