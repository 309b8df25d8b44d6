// Sends a command to a node and reads its result, with a client whose types the API's description gave.
import { argv, env, exit, stdout } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./steward.js";

type Command = components["schemas"]["CommandDetail"];
type Problem = components["schemas"]["Problem"];

function needed(name: string): string {
  const value = env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const steward = createClient<paths>({
  baseUrl: needed("STEWARD_URL"),
  headers: { Authorization: `Bearer ${needed("STEWARD_TOKEN")}` },
});

async function send(node: string, words: string[]): Promise<string> {
  const { data, error } = await steward.POST("/api/v1/commands", {
    body: {
      targets: { nodes: [node] },
      method: "shellcommand",
      domain: "operatingsystem",
      args: { argv: words },
      timeout: "PT30S",
      reason: "a client in another language",
    },
  });
  const sent = data?.commands[0];
  if (sent === undefined) {
    throw new Error(error?.detail ?? "nothing was sent");
  }
  return sent.id;
}

async function ended(id: string): Promise<Command> {
  for (;;) {
    const { data, error } = await steward.GET("/api/v1/commands/{id}", { params: { path: { id } } });
    if (data === undefined) {
      throw new Error(error.detail);
    }
    if (data.terminal) {
      return data;
    }
    await pause(100);
  }
}

async function refused(): Promise<Problem> {
  const { error } = await steward.GET("/api/v1/nodes/{node}", { params: { path: { node: "nowhere" } } });
  if (error === undefined) {
    throw new Error("there is a node nowhere");
  }
  return error;
}

const [node, ...words] = argv.slice(2);
if (node === undefined || words.length === 0) {
  stdout.write("usage: client NODE ARGV…\n");
  exit(2);
}
const command = await ended(await send(node, words));
const listed = await steward.GET("/api/v1/nodes", { params: { query: { where: `node = '${node}'` } } });
const problem = await refused();
stdout.write(
  JSON.stringify({
    status: command.status,
    exitCode: command.exit_code,
    stdout: command.stdout,
    steps: command.history.map((step) => step.status),
    online: listed.data?.nodes[0]?.online,
    problem: problem.type,
  }) + "\n",
);
