/**
 * The conditions of a command: how long it may take, until when it may start, what a crash means, what it replaces, why.
 * @module
 */
import { el } from "./dom.js";
import { choice, text, tick } from "./send-field.js";
import { duration } from "./send-words.js";

const HOUR = 3600000;
const LIVES = [["", "never"], [String(HOUR), "in 1 hour"], [String(24 * HOUR), "in 1 day"], [String(7 * 24 * HOUR), "in 7 days"], [String(30 * 24 * HOUR), "in 30 days"], ["at", "at a time …"]];

export function optionsPart() {
  const timeout = text("Timeout", { placeholder: "30s, 5m, 2h" }, { testid: "timeout", hint: "It is stopped after this. Empty: the agent's default." });
  const life = choice("Expires", LIVES, { testid: "expires", hint: "A node that takes it later does not start it." });
  const at = text("Expires at", { type: "datetime-local" }, { testid: "expires-at" });
  const onCrash = choice("On a crash", [["report", "never run twice"], ["repeat", "run it again"]], { testid: "on-crash", hint: "If the machine goes down while it runs. Again only what is safe to repeat." });
  const supersedes = tick("It replaces earlier ones of its kind that have not started", { testid: "supersedes" });
  const reason = text("Reason", { placeholder: "weekly check", maxlength: 500 }, { testid: "reason", hint: "For those who ask later why." });
  const drawAt = () => { at.element.hidden = life.input.value !== "at"; };
  life.input.addEventListener("change", drawAt);
  drawAt();
  const fields = { timeout, expiresAt: life, onCrash, reason };

  /** The fields of the request; a time to live is counted from now. */
  function read(now = Date.now()) {
    const order = {};
    const faults = [];
    const fail = (part, problem) => { part.tell(problem); faults.push(part); };
    if (timeout.input.value.trim()) {
      order.timeout = duration(timeout.input.value);
      if (!order.timeout) fail(timeout, "Use a length of time above zero like 30s, 5m, 1h30m or PT30S.");
    }
    if (life.input.value === "at") {
      const time = new Date(at.input.value);
      if (Number.isNaN(time.getTime())) fail(at, "Choose a day and a time.");
      else if (time.getTime() <= now) fail(at, "This time has passed: choose a later one.");
      else order.expiresAt = time.toISOString();
    } else if (life.input.value) {
      order.expiresAt = new Date(now + Number(life.input.value)).toISOString();
    }
    if (onCrash.input.value === "repeat") order.onCrash = "repeat";
    if (supersedes.input.checked) order.supersedes = true;
    if (reason.input.value.trim()) order.reason = reason.input.value.trim();
    return faults.length ? { faults } : { order };
  }

  function set(message) {
    timeout.input.value = message.timeout ?? "";
    onCrash.input.value = message.onCrash ?? "report";
    supersedes.input.checked = message.supersedes === true;
    reason.input.value = message.reason ?? "";
  }

  return { element: el("fieldset", {}, el("legend", {}, "Conditions"), el("div", { class: "fields" }, timeout.element, life.element, at.element, onCrash.element), reason.element, supersedes.element),
    read, set, fieldOf: (name) => fields[name] };
}
