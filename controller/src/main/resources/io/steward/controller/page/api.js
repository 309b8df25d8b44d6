/**
 * The HTTP API, asked with the operator's token. The token lives in this tab's session storage and nowhere else.
 *
 *   await api.get("/api/v1/nodes", { where: "online", limit: 10 })     undefined values are left out
 *   await api.post("/api/v1/sql", { query: "…" }, { key, signal, limit: 60000 })
 *
 * Every request has a time limit. A failure is a Refused: message says what happened and what to do; status, field and
 * type come from the server's problem details (status 0: no answer, 408: none in time).
 */

const KEY = "steward.token";
const LIMIT = 20000;

export function token() {
  return sessionStorage.getItem(KEY) ?? "";
}

export function remember(text) {
  sessionStorage.setItem(KEY, text);
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "refused");
    this.status = problem.status ?? 0;
    this.field = problem.field;
    this.type = problem.type;
    this.problem = problem;
  }
}

export function headers(more = {}) {
  return { Authorization: `Bearer ${token()}`, ...more };
}

/** The path with these query parameters; undefined, null and empty ones are left out. */
export function address(path, params = {}) {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(pairs).toString();
  return query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}

/** The answer as JSON; throws Refused with the server's own words. */
export async function ask(path, { method = "GET", body, key, signal, limit = LIMIT } = {}) {
  const more = body === undefined ? {} : { "Content-Type": "application/json" };
  if (key) more["Idempotency-Key"] = key;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), limit);
  const stop = () => timer.abort();
  signal?.addEventListener("abort", stop);
  try {
    const response = await fetch(path, {
      method, headers: headers(more), body: body && JSON.stringify(body), cache: "no-store", signal: timer.signal });
    return await answer(response);
  } catch (failure) {
    throw failure instanceof Refused || signal?.aborted ? failure : silence(timer.signal.aborted, limit);
  } finally {
    clearTimeout(timeout);
    signal?.removeEventListener("abort", stop);
  }
}

async function answer(response) {
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = { status: response.status, detail: `the controller answered ${response.status} ${response.statusText}, and not in JSON` };
  }
  if (!response.ok) throw new Refused({ status: response.status, ...json });
  return json;
}

function silence(late, limit) {
  return late
    ? new Refused({ status: 408, detail: `No answer within ${limit / 1000} s. The controller is busy or the link is slow: try again.` })
    : new Refused({ status: 0, detail: "The controller does not answer. Check that it runs and that you reach it, then try again." });
}

export const api = {
  get: (path, params, options) => ask(address(path, params), options),
  post: (path, body, options) => ask(path, { ...options, method: "POST", body }),
};
