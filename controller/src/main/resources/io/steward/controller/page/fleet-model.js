/**
 * The nodes as this page knows them: read whole at first, then only those that something happened to.
 *
 * Rows are values with the columns of node_state: a changed row is a new object. Changes are collected for a moment and
 * read in one question, so a burst costs one read; what happened is never guessed from the change itself, but for coming
 * and going, which the change tells in full. A node's last heartbeat is in no change: all are read again every so often.
 */

import { api } from "./api.js";
import { momentParams } from "./route.js";
import { sorted } from "./virtual.js";

const COLUMNS = ["node", "online", "last_seen", "labels", "queued", "running", "succeeded", "failed", "last_command_id",
  "last_method", "last_domain", "last_status", "last_exit_code", "last_finished_at", "os", "arch", "agent_version", "boot_id",
  "condition"];
const PAGE = 10_000;
const BATCH = 1000;
const MOST_DIRTY = 3000;
const GATHER = 120;
const AGAIN = 3000;
const WHOLE = 30_000;

export class FleetModel {
  constructor(told) {
    this.told = told;
    this.rows = new Map();
    this.dirty = new Set();
    this.moment = null;
    this.stop = new AbortController();
    this.pulse = setInterval(() => this.look(), WHOLE);
    this.readAt = 0;
  }

  close() {
    this.stop.abort();
    clearInterval(this.pulse);
    clearTimeout(this.timer);
  }

  // Nobody looks at a page in the background: it is read when somebody does again.
  look() {
    if (!document.hidden && !this.moment) this.load(null).catch(() => this.later(AGAIN));
  }

  /** Reads the whole fleet as it is, or was. The latest call wins. */
  async load(moment) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.moment = moment;
    this.dirty.clear();
    const rows = moment ? await this.past(moment) : await this.present();
    if (turn !== this.turn) return;
    this.rows = new Map(sorted(rows, (row) => row.node, false).map((row) => [row.node, this.kept(row)]));
    this.readAt = Date.now();
    this.told();
  }

  // The same object for the same content, so that it is not drawn again.
  kept(row) {
    const known = this.rows.get(row.node);
    return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
  }

  async present() {
    const all = [];
    for (let after = ""; ;) {
      const page = await this.ask(`node > '${after}'`);
      all.push(...page);
      if (page.length < PAGE) return all;
      after = page.at(-1).node;
    }
  }

  async past(moment) {
    return pages({ ...momentParams(moment) }, this.stop.signal, (rows) => rows.map((row) => pickColumns(row)));
  }

  async ask(condition) {
    const query = `select ${COLUMNS.join(", ")} from node_state where ${condition} order by node`;
    const { columns, rows } = await api.post("/api/v1/sql", { query, limit: PAGE }, { signal: this.stop.signal });
    return rows.map((row) => read(columns, row));
  }

  /** One change from the stream. */
  changed(type, change) {
    if (this.moment || !change.node) return;
    if (type === "node" && change.changed === "online") this.cameOrWent(change);
    this.dirty.add(change.node);
    this.later(GATHER);
  }

  cameOrWent({ node, new_value, at }) {
    const row = this.rows.get(node);
    if (!row) return;
    const online = new_value === "true";
    this.rows.set(node, { ...row, online, last_seen: online ? at : row.last_seen });
    this.told();
  }

  later(millis) {
    this.timer ??= setTimeout(() => this.catchUp(), millis);
  }

  async catchUp() {
    try {
      if (this.dirty.size > MOST_DIRTY) await this.load(null);
      else if (!this.moment) await this.readDirty();
      this.timer = undefined;
      if (this.dirty.size) this.later(GATHER);
    } catch {
      // The connection state tells of it; what was not read stays to be read.
      this.timer = undefined;
      if (!this.stop.signal.aborted) this.later(AGAIN);
    }
  }

  async readDirty() {
    const { turn } = this;
    const names = [...this.dirty].slice(0, BATCH);
    names.forEach((name) => this.dirty.delete(name));
    if (!names.length) return;
    try {
      const rows = await this.ask(`node in (${names.map((name) => `'${name}'`).join(", ")})`);
      if (turn !== this.turn) return;
      rows.forEach((row) => this.rows.set(row.node, row));
      this.told();
    } catch (failure) {
      names.forEach((name) => this.dirty.add(name));
      throw failure;
    }
  }
}

/** The names of the nodes for which a condition over node_state holds, now or at the moment. */
export async function namesWhere(where, moment, signal) {
  return new Set(await pages({ where, ...momentParams(moment) }, signal, (rows) => rows.map((row) => row.node)));
}

async function pages(params, signal, taken) {
  const all = [];
  for (let after = ""; after !== null;) {
    const answer = await api.get("/api/v1/nodes", { ...params, limit: PAGE, after }, { signal });
    all.push(...taken(answer.nodes));
    after = answer.after;
  }
  return all;
}

function read(columns, values) {
  const row = Object.fromEntries(columns.map((column, i) => [column.toLowerCase(), values[i]]));
  row.labels = typeof row.labels === "string" ? JSON.parse(row.labels) : row.labels ?? {};
  return row;
}

function pickColumns(row) {
  return { ...Object.fromEntries(COLUMNS.map((column) => [column, row[column] ?? null])), labels: row.labels ?? {} };
}
