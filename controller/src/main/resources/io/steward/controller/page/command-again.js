/**
 * What can be done about commands that were sent: cancel them, run them again, run them where they failed. Asks first,
 * with the exact count.
 * @module
 */
import { ask } from "./api.js";
import { el } from "./dom.js";
import { decide } from "./command-dialog.js";
import { oneLine, tone } from "./command-words.js";
import { literal, literals, parsed, select } from "./sql-ask.js";

const AT_ONCE = 100;
/** A browser has few connections; the stream of changes needs one of them. */
const BESIDE = 4;

/** Each command as its sender wrote it, by id. */
export async function messages(ids) {
  const found = new Map();
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const rows = await select(`select id, message from command_message where id in (${literals(ids.slice(i, i + AT_ONCE))})`);
    rows.forEach((row) => found.set(row.id, parsed(row.message)));
  }
  return found;
}

/** The key of the request that a command came with; undefined if it came alone. */
export async function requestOf(id) {
  const rows = await select(`select request_key from request_command where command_id = ${literal(id)}`);
  return rows[0]?.request_key;
}

/** Nodes in a few words. */
export function nodeWords(nodes) {
  if (nodes.length === 1) return nodes[0];
  return nodes.length <= 3 ? nodes.join(", ") : `${nodes.length} nodes`;
}

/** The body of a request that sends the same to these nodes; a lifetime is counted from now. */
export function orderAgain(command, message, nodes, now = Date.now()) {
  const order = { targets: { nodes }, method: command.method, domain: command.domain, args: message.args ?? {} };
  for (const field of ["timeout", "onCrash", "supersedes", "reason"]) {
    if (message[field] !== undefined && message[field] !== null) order[field] = message[field];
  }
  if (message.expiresAt) {
    const life = new Date(message.expiresAt) - new Date(message.issuedAt);
    order.expiresAt = new Date(now + Math.max(life, 60000)).toISOString();
  }
  return order;
}

/** Goes to the progress of what was just sent. */
export async function goToRequest(commands) {
  const id = commands[0].id;
  await ask(`/api/v1/commands/${id}`).catch(() => undefined);
  const key = await requestOf(id).catch(() => undefined);
  location.hash = key && commands.length > 1 ? `#/requests/${key}` : `#/commands/${id}`;
}

/** Commands that do the same become one order; those of one request are the same. */
async function orders(commands, same) {
  if (same) {
    const message = (await messages([commands[0].id])).get(commands[0].id);
    return [{ command: commands[0], message, nodes: commands.map((command) => command.node).sort() }];
  }
  const known = await messages(commands.map((command) => command.id));
  const groups = new Map();
  for (const command of commands) {
    const message = known.get(command.id) ?? { args: parsed(command.args) };
    const words = JSON.stringify([command.method, command.domain, message.args, message.timeout, message.onCrash, message.supersedes]);
    const group = groups.get(words) ?? { command, message, nodes: new Set() };
    group.nodes.add(command.node);
    groups.set(words, group);
  }
  return [...groups.values()].map((group) => ({ ...group, nodes: [...group.nodes].sort() }));
}

/** Asks, then sends the same again; each order under a key of its own, so pressing twice sends once. */
export async function runAgain(commands, { title, same = false } = {}) {
  const groups = (await orders(commands, same)).map((group) => ({ ...group, key: crypto.randomUUID() }));
  const away = await awayAmong(groups.flatMap((group) => group.nodes));
  const nodes = new Set(groups.flatMap((group) => group.nodes));
  return decide({
    title: title ?? `Run again on ${nodeWords([...nodes])}?`,
    body: [
      el("ul", { class: "orders" }, groups.map((group) => el("li", {},
        el("code", {}, oneLine(group.command.method, group.message.args)), ` on ${nodeWords(group.nodes)}`))),
      el("p", { class: "soft" }, away.length
        ? `${nodeWords(away)} ${away.length === 1 ? "is" : "are"} away now and will get it later.` : "All are online now."),
    ],
    verb: `Run on ${nodeWords([...nodes])}`,
    run: async () => {
      const sent = [];
      for (const group of groups) {
        group.body ??= orderAgain(group.command, group.message, group.nodes);
        sent.push(...(await ask("/api/v1/commands", { method: "POST", key: group.key, body: group.body })).commands);
      }
      await goToRequest(sent);
      return sent;
    },
  });
}

async function awayAmong(nodes) {
  if (!nodes.length) return [];
  const rows = nodes.length > 1000
    ? await select("select node from node_state where not online", 10000)
    : await select(`select node from node_state where not online and node in (${literals(nodes)})`, 1000);
  const wanted = new Set(nodes);
  return rows.map((row) => row.node).filter((node) => wanted.has(node));
}

/** What a cancel will do to a command in this status. */
export function cancelWords(status) {
  if (status === "STARTED") return "It runs: the node ends it and everything it started, first kindly, then by force. What it did until then stays done.";
  if (status === "DELIVERED") return "The node has it and has not begun: it will not start, unless it begins before the cancel arrives.";
  return "The node does not have it yet: when the node is there it gets the command and the cancel, and does not start it.";
}

// One that has ended meanwhile needs no cancel.
async function cancelOne(id) {
  try {
    await ask(`/api/v1/commands/${id}/cancel`, { method: "POST" });
  } catch (error) {
    if (error.status !== 409) throw error;
  }
}

/** Asks, then cancels what has not ended. */
export async function cancel(commands) {
  const open = commands.filter((command) => tone(command.status) === "wait");
  const done = new Set();
  const words = [...new Set(open.map((command) => command.status))].map((status) => el("li", {}, cancelWords(status)));
  return decide({
    title: open.length === 1 ? `Cancel on ${open[0].node}?` : `Cancel ${open.length} commands?`,
    body: [el("ul", {}, words)],
    verb: open.length === 1 ? "Cancel it" : `Cancel ${open.length} commands`,
    danger: true,
    run: async (tell) => {
      const left = open.filter((one) => !done.has(one.id));
      const work = async () => {
        for (let command = left.shift(); command; command = left.shift()) {
          await cancelOne(command.id);
          done.add(command.id);
          if (open.length > 1) tell(`Canceled ${done.size} of ${open.length}`);
        }
      };
      await Promise.all(Array.from({ length: BESIDE }, work));
      return done.size;
    },
  });
}
