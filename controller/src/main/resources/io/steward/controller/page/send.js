import { ask } from "./api.js";
import { el } from "./dom.js";

/** A form that runs a script on one node, on named ones, on those of a condition, or on all. */
export function sendForm(node) {
  const targets = el("input", { name: "targets", value: node, placeholder: "ship1, ship2   or   where os = 'Linux'   or   all", required: true, autocomplete: "off" });
  const script = el("textarea", { name: "script", rows: 3, placeholder: "uname -a", required: true, spellcheck: "false" });
  const timeout = el("input", { name: "timeout", placeholder: "PT30S", autocomplete: "off" });
  const reason = el("input", { name: "reason", autocomplete: "off" });
  const button = el("button", { type: "submit" }, "Send");
  const answer = el("p", { class: "soft", role: "status" });
  // One key per filled-in form: pressing the button again after a lost answer sends nothing twice.
  let key = crypto.randomUUID();
  const form = el("form", {
    oninput: () => { key = crypto.randomUUID(); },
    onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      answer.replaceChildren("Sending…");
      try {
        const { commands } = await ask("/api/v1/commands", { method: "POST", key, body: order(targets, script, timeout, reason) });
        answer.replaceChildren(...told(commands));
        key = crypto.randomUUID();
      } catch (error) {
        answer.replaceChildren(el("span", { class: "bad" }, error.message));
      } finally {
        button.disabled = false;
      }
    } },
    el("div", { class: "fields" }, el("label", {}, "Nodes", targets), el("label", {}, "Timeout", timeout), el("label", {}, "Reason", reason)),
    el("label", {}, "Script, run by /bin/sh", script), button, answer);
  return form;
}

function order(targets, script, timeout, reason) {
  const body = { targets: parsed(targets.value.trim()), method: "shellcommand", domain: "operatingsystem",
    args: { script: script.value, interpreter: "/bin/sh" } };
  if (timeout.value.trim()) body.timeout = timeout.value.trim();
  if (reason.value.trim()) body.reason = reason.value.trim();
  return body;
}

function parsed(text) {
  if (text === "all") return { all: true };
  const where = /^where\s+(.+)$/is.exec(text);
  if (where) return { where: where[1] };
  return { nodes: text.split(/[\s,]+/).filter(Boolean) };
}

function told(commands) {
  const away = commands.filter((command) => !command.online).length;
  const words = `${commands.length} stored` + (away ? `, ${away} waiting for a node that is away: ` : ": ");
  return [words, ...commands.slice(0, 20).flatMap((command) => [el("a", { href: `#/commands/${command.id}` }, command.node), " "])];
}

/** The form as a view of its own. */
export function send(part) {
  part.append(el("section", {}, el("h1", {}, "Send"), sendForm("")));
  return {};
}
