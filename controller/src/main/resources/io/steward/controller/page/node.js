import { ask } from "./api.js";
import { el, facts, show, table, time } from "./dom.js";
import { commandTable } from "./command.js";
import { sendForm } from "./send.js";

/** One node: what it is, its last commands, and its history. */
export async function node(main, name) {
  const about = el("section");
  const commands = el("section");
  const history = el("section");
  main.append(about, el("section", {}, el("h2", {}, "Send a shell command"), sendForm(name)), commands, history);
  const refresh = async () => {
    const row = await ask(`/api/v1/nodes/${encodeURIComponent(name)}`);
    about.replaceChildren(el("h1", {}, row.node), facts([
      ["State", row.online ? el("span", { class: "good" }, "online") : el("span", { class: "soft" }, "away")],
      ["Last seen", time(row.last_seen)], ["First seen", time(row.first_seen)],
      ["System", [row.os, row.arch].filter(Boolean).join(" ")], ["Agent", show(row.agent_version)],
      ["Labels", Object.entries(row.labels ?? {}).map(([key, value]) => `${key}=${value}`).join(", ")],
      ["Commands", `${row.queued} waiting, ${row.running} running, ${row.succeeded} succeeded, ${row.failed} failed`],
      ["Not told yet", show(row.outbox)], ["Events dropped", show(row.dropped_events)],
      ["Boot", show(row.boot_id)], ["Journal", show(row.journal_id)]]));
    commands.replaceChildren(el("h2", {}, "Last commands"), commandTable(row.commands, false));
    history.replaceChildren(el("h2", {}, "History"), table(["At", "Changed", "From", "To"],
      row.history.map((change) => [time(change.at), change.changed, { wide: change.old_value }, { wide: change.new_value }])));
  };
  await refresh();
  return { refresh };
}
