/**
 * What a command does: a form for each method that every agent has, and JSON for any other. Each form answers
 * {method, domain, args} or says at its fields what is missing.
 * @module
 */
import { el } from "./dom.js";
import { isSealed, shellQuoted } from "./command-words.js";
import { area, choice, modes, text, tick } from "./send-field.js";
import { environment, jsonObject, words } from "./send-words.js";

const TOKEN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const TOKEN_WORDS = "Use 1 to 63 of A-Z a-z 0-9 _ -, beginning with a letter or digit.";
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells the field what is wrong, and counts it. */
class Check {
  faults = [];

  need(part, good, problem) {
    part.tell(good ? "" : problem);
    if (!good) this.faults.push(part);
    return good;
  }
}

export function methodPart() {
  const forms = { shellcommand: shellForm(), process: processForm(), cancel: cancelForm(), other: otherForm() };
  const mode = modes("What", [["shellcommand", "Shell command", forms.shellcommand.element], ["process", "Processes", forms.process.element],
    ["cancel", "Cancel", forms.cancel.element], ["other", "Other method", forms.other.element]], { testid: "method" });
  return {
    element: mode.element,
    /** {method, domain, args}, or {faults} with the fields that are to blame. */
    read() {
      const check = new Check();
      const order = forms[mode.value()].read(check);
      return check.faults.length ? { faults: check.faults } : { order };
    },
    /** The field that a refusal of the server is about. */
    fieldOf: (name) => forms[mode.value()].fieldOf?.(name),
    set({ method, domain, args = {} }) {
      const key = method in forms && method !== "other" ? method : "other";
      mode.choose(key);
      forms[key].set({ method, domain, args });
    },
  };
}

function shellForm() {
  const line = text("Command", { placeholder: "uname -a", class: "mono" }, { testid: "shell-line", wide: true, hint: "No shell is in between: words are parted by blanks and quotes." });
  const pieces = el("p", { class: "pieces", "data-testid": "shell-pieces" });
  const script = area("Script", { rows: 6, placeholder: "set -e\ndf -h /\n" }, { testid: "shell-script" });
  const interpreter = text("Interpreter", { value: "/bin/sh", class: "mono" }, { testid: "shell-interpreter" });
  const how = modes("How", [["argv", "One command", el("div", {}, line.element, pieces)], ["script", "A script", el("div", {}, script.element, interpreter.element)]], { testid: "shell" });
  const cwd = text("Folder", { placeholder: "/var/log", class: "mono" }, { testid: "shell-cwd" });
  const env = area("Environment", { rows: 2, placeholder: "LANG=C\nDEPTH=3" }, { testid: "shell-env" });
  const stdin = area("Standard input", { rows: 2 }, { testid: "shell-stdin" });
  const domain = text("Domain", { value: "operatingsystem" }, { testid: "shell-domain", hint: "Commands of one domain run one after the other." });
  const stream = tick("Report output while it runs", { testid: "shell-stream", checked: true });
  const more = el("details", {}, el("summary", {}, "Folder, environment, input, domain"), el("div", { class: "fields" }, cwd.element, domain.element), env.element, stdin.element);
  line.input.addEventListener("input", () => {
    const { argv, shelly } = words(line.input.value);
    pieces.replaceChildren(...argv.slice(0, 40).map((word) => el("code", {}, word)),
      shelly ? el("span", { class: "wait" }, "Signs like | > * $ have no meaning here. ", el("button", { type: "button", class: "plain small", onclick: () => {
        script.input.value = line.input.value;
        how.choose("script");
      } }, "Make it a script")) : "");
  });
  return {
    element: el("div", {}, how.element, stream.element, more),
    read(check) {
      const args = {};
      if (how.value() === "argv") {
        const { argv, problem } = words(line.input.value);
        if (check.need(line, !problem, problem)) args.argv = argv;
      } else {
        if (check.need(script, script.input.value.trim(), "Write what to run.")) args.script = script.input.value;
        if (check.need(interpreter, interpreter.input.value.trim().startsWith("/"), "Use an absolute path like /bin/sh.")) args.interpreter = interpreter.input.value.trim();
      }
      const folder = cwd.input.value.trim();
      if (check.need(cwd, !folder || folder.startsWith("/"), "Use an absolute path.") && folder) args.cwd = folder;
      const read = environment(env.input.value);
      if (check.need(env, !read.problem, read.problem) && Object.keys(read.env).length) args.env = read.env;
      if (stdin.input.value) args.stdin = stdin.input.value;
      if (stream.input.checked) args.stream = true;
      check.need(domain, TOKEN.test(domain.input.value.trim()), TOKEN_WORDS);
      if (check.faults.some((part) => [cwd, env, domain].includes(part))) more.open = true;
      return { method: "shellcommand", domain: domain.input.value.trim(), args };
    },
    fieldOf: (name) => (name === "domain" ? domain : how.value() === "argv" ? line : script),
    set({ domain: wanted, args }) {
      how.choose(args.argv ? "argv" : "script");
      line.input.value = args.argv ? shellQuoted(args.argv) : "";
      line.input.dispatchEvent(new Event("input"));
      script.input.value = args.script ?? "";
      interpreter.input.value = [args.interpreter ?? "/bin/sh"].flat().join(" ");
      cwd.input.value = args.cwd ?? "";
      env.input.value = Object.entries(args.env ?? {}).filter(([, value]) => !isSealed(value)).map(([key, value]) => `${key}=${value}`).join("\n");
      stdin.input.value = isSealed(args.stdin) ? "" : args.stdin ?? "";
      stream.input.checked = args.stream === true;
      domain.input.value = wanted;
    },
  };
}

function processForm() {
  const action = choice("Do", [["list", "list what runs"], ["start", "start one"], ["stop", "stop one"]], { testid: "process-action" });
  const method = text("Method", { placeholder: "syslogforwarding" }, { testid: "process-method" });
  const domain = text("Domain", { placeholder: "nginx" }, { testid: "process-domain" });
  const settings = area("Settings", { placeholder: '{"files": ["/var/log/nginx/*.log"]}' }, { testid: "process-settings", hint: "A JSON object; what is allowed depends on the method." });
  const which = el("div", {}, el("div", { class: "fields" }, method.element, domain.element), settings.element);
  const draw = () => {
    which.hidden = action.input.value === "list";
    settings.element.hidden = action.input.value !== "start";
  };
  action.input.addEventListener("change", draw);
  draw();
  return {
    element: el("div", {}, action.element, which),
    read(check) {
      const args = { action: action.input.value };
      if (args.action !== "list") {
        for (const [name, part] of [["method", method], ["domain", domain]]) {
          if (check.need(part, TOKEN.test(part.input.value.trim()), TOKEN_WORDS)) args[name] = part.input.value.trim();
        }
      }
      if (args.action === "start") {
        const read = jsonObject(settings.input.value);
        if (check.need(settings, !read.problem, read.problem)) args.settings = read.value;
      }
      return { method: "process", domain: "agent", args };
    },
    set({ args }) {
      action.input.value = args.action ?? "list";
      method.input.value = args.method ?? "";
      domain.input.value = args.domain ?? "";
      settings.input.value = args.settings ? JSON.stringify(args.settings, null, 2) : "";
      draw();
    },
  };
}

function cancelForm() {
  const id = text("Id of the command", { placeholder: "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60", class: "mono" }, { testid: "cancel-id", wide: true,
    hint: "A command has one node: its own view and the lists cancel it without this form." });
  return {
    element: el("div", {}, id.element),
    read(check) {
      check.need(id, ID.test(id.input.value.trim()), "Use the id of a command, as its view shows it.");
      return { method: "cancel", domain: "agent", args: { commandId: id.input.value.trim().toLowerCase() } };
    },
    set({ args }) { id.input.value = args.commandId ?? ""; },
  };
}

function otherForm() {
  const method = text("Method", { placeholder: "backup" }, { testid: "other-method" });
  const domain = text("Domain", { placeholder: "database" }, { testid: "other-domain" });
  const args = area("Arguments", { rows: 5, placeholder: '{"key": "value"}' }, { testid: "other-args", hint: "A JSON object." });
  return {
    element: el("div", {}, el("div", { class: "fields" }, method.element, domain.element), args.element),
    read(check) {
      check.need(method, TOKEN.test(method.input.value.trim()), TOKEN_WORDS);
      check.need(domain, TOKEN.test(domain.input.value.trim()), TOKEN_WORDS);
      const read = jsonObject(args.input.value);
      check.need(args, !read.problem, read.problem);
      return { method: method.input.value.trim(), domain: domain.input.value.trim(), args: read.value };
    },
    fieldOf: (name) => ({ method, domain })[name] ?? args,
    set(order) {
      method.input.value = order.method;
      domain.input.value = order.domain;
      args.input.value = JSON.stringify(order.args, null, 2);
    },
  };
}
