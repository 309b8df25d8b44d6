import { ask } from "./api.js";
import { el, status, table, time } from "./dom.js";
import { sendForm } from "./send.js";

/** The fleet: totals, every node, and a form to send a command. */
export async function fleet(main) {
  const summary = el("p", { class: "soft" });
  const list = el("div");
  main.append(
    el("section", {}, el("h1", {}, "Fleet"), summary, list),
    el("section", {}, el("h2", {}, "Send a shell command"), sendForm("")));
  const refresh = async () => {
    const { nodes, after } = await ask("/api/v1/nodes?limit=1000");
    const online = nodes.filter((node) => node.online).length;
    summary.textContent = `${nodes.length}${after ? " of more" : ""} nodes, ${online} online, ${nodes.length - online} away`;
    list.replaceChildren(nodes.length ? nodeTable(nodes) : el("p", {}, "No node is enrolled yet."));
  };
  await refresh();
  return { refresh };
}

function nodeTable(nodes) {
  return table(
    ["Node", "", "Last seen", "Waiting", "Running", "Succeeded", "Failed", "Last command", "System", "Agent"],
    nodes.map((node) => [
      el("a", { href: `#/nodes/${encodeURIComponent(node.node)}` }, node.node),
      node.online ? el("span", { class: "good" }, "online") : el("span", { class: "soft" }, "away"),
      time(node.last_seen), node.queued, node.running, node.succeeded,
      node.failed ? el("span", { class: "bad" }, node.failed) : node.failed,
      lastCommand(node), [node.os, node.arch].filter(Boolean).join(" "), node.agent_version]));
}

function lastCommand(node) {
  if (!node.last_command_id) return "";
  return el("a", { href: `#/commands/${node.last_command_id}` }, `${node.last_method} `, status(node.last_status));
}
