// The HTTP API, asked with the operator's token. The token lives in this tab's session storage and nowhere else.

const KEY = "steward.token";

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
    this.status = problem.status;
  }
}

export function headers(more = {}) {
  return { Authorization: `Bearer ${token()}`, ...more };
}

/** The answer as JSON; throws Refused with the server's own words. */
export async function ask(path, { method = "GET", body, key } = {}) {
  const more = body === undefined ? {} : { "Content-Type": "application/json" };
  if (key) more["Idempotency-Key"] = key;
  const response = await fetch(path, { method, headers: headers(more), body: body && JSON.stringify(body), cache: "no-store" });
  const json = await response.json().catch(() => ({ status: response.status, detail: response.statusText }));
  if (!response.ok) throw new Refused(json);
  return json;
}
