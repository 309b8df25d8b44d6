import { ask } from "./api.js";
import { el, facts, show, status, table, time } from "./dom.js";

export function commandTable(commands, withNode = true) {
  const heads = [...(withNode ? ["Node"] : []), "Command", "Status", "Exit", "Sent", "By", "What"];
  return table(heads, commands.map((command) => [
    ...(withNode ? [el("a", { href: `#/nodes/${encodeURIComponent(command.node)}` }, command.node)] : []),
    el("a", { class: "mono", href: `#/commands/${command.id}` }, `${command.id.slice(0, 8)}…${command.id.slice(-4)}`),
    status(command.status), command.exit_code, time(command.issued_at), command.issued_by,
    { wide: el("span", { class: "mono" }, what(command)) }]));
}

function what(command) {
  const args = command.args ?? {};
  const text = Array.isArray(args.argv) ? args.argv.join(" ") : args.script ?? JSON.stringify(args);
  return `${command.method}.${command.domain} ${String(text).slice(0, 160)}`;
}

/** The newest commands. */
export async function commands(main) {
  const list = el("div");
  main.append(el("section", {}, el("h1", {}, "Commands"), list));
  const refresh = async () => {
    const answer = await ask("/api/v1/commands?limit=50");
    list.replaceChildren(answer.commands.length ? commandTable(answer.commands) : el("p", {}, "No command was sent yet."));
  };
  await refresh();
  return { refresh };
}

/** One command: how far it is, what it printed, and its history. */
export async function command(main, id) {
  const about = el("section");
  const output = el("section");
  const history = el("section");
  main.append(about, output, history);
  const refresh = async () => {
    const row = await ask(`/api/v1/commands/${encodeURIComponent(id)}`);
    about.replaceChildren(el("h1", { class: "mono" }, row.id), facts([
      ["Status", status(row.status)], ["Exit code", show(row.exit_code)],
      ["Node", el("a", { href: `#/nodes/${encodeURIComponent(row.node)}` }, row.node)],
      ["What", el("span", { class: "mono" }, what(row))], ["Error", [row.error_code, row.error_message].filter(Boolean).join(": ")],
      ["Sent", time(row.issued_at)], ["By", show(row.issued_by)], ["Reason", show(row.reason)],
      ["Expires", time(row.expires_at)], ["Started", time(row.started_at)], ["Finished", time(row.finished_at)],
      ["Attempts", show(row.attempts)], ["Contradictions", row.conflicts ? show(row.conflicts) : ""]]));
    if (!row.terminal) about.append(cancelButton(id));
    output.replaceChildren(el("h2", {}, "Output"), ...printed(row));
    history.replaceChildren(el("h2", {}, "History"), table(["Status", "At", "In the log at", "Place"],
      row.history.map((step) => [status(step.status), time(step.at), time(step.recorded_at), step.log_seq])));
  };
  await refresh();
  return { refresh };
}

function printed(row) {
  const parts = [];
  if (row.stdout) parts.push(el("pre", {}, row.stdout));
  if (row.stderr) parts.push(el("pre", { class: "bad" }, row.stderr));
  if (row.truncated) parts.push(el("p", { class: "soft" }, `Shortened: ${row.stdout_bytes} and ${row.stderr_bytes} bytes in all.`));
  return parts.length ? parts : [el("p", { class: "soft" }, row.terminal ? "It printed nothing." : "Nothing yet.")];
}

function cancelButton(id) {
  const button = el("button", { type: "button", class: "plain", onclick: async () => {
    button.disabled = true;
    try {
      await ask(`/api/v1/commands/${id}/cancel`, { method: "POST" });
      button.textContent = "Cancel sent";
    } catch (error) {
      button.textContent = error.message;
    }
  } }, "Cancel");
  return button;
}
