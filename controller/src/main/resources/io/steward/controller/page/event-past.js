/** Events up to a moment: the newest of them, from the state database. */

import { api } from "./api.js";

/** @param params node, method, domain; empty ones mean any */
export async function eventsBefore(at, params, limit, signal) {
  const conditions = Object.entries(params).filter(([, value]) => value).map(([name, value]) => ` and ${name} = '${value.replaceAll("'", "''")}'`);
  const query = `select seq, node, method, domain, at, body from event_log where at <= timestamp with time zone '${at.replace("T", " ")}'${conditions.join("")} order by seq desc`;
  const { columns, rows } = await api.post("/api/v1/sql", { query, limit }, { signal });
  return rows.map((row) => event(columns, row)).reverse();
}

function event(columns, values) {
  const row = Object.fromEntries(columns.map((column, i) => [column.toLowerCase(), values[i]]));
  try {
    row.body = JSON.parse(row.body);
  } catch {
    // Not JSON: shown as it is.
  }
  return row;
}
