/**
 * Questions of the page's own to the state database, over the same read-only door that everybody uses. What a person
 * typed goes in as a literal, never as SQL.
 * @module
 */
import { ask } from "./api.js";

/** The most rows that one question may answer. */
export const MOST_ROWS = 10000;

/** A text as an SQL literal. */
export function literal(text) {
  return `'${String(text).replaceAll("'", "''")}'`;
}

export function literals(texts) {
  return texts.map(literal).join(", ");
}

/** Rows as objects by column name; `more` on the list says whether the limit cut it. */
export async function select(query, limit = 1000) {
  const answer = await ask("/api/v1/sql", { method: "POST", body: { query, limit } });
  const rows = answer.rows.map((row) => Object.fromEntries(answer.columns.map((column, i) => [column, row[i]])));
  rows.more = answer.more;
  return rows;
}

/** JSON that may be none. */
export function parsed(text) {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
