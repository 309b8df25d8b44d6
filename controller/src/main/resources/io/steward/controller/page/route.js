/**
 * The address: "#/nodes/ship1?at=…" is a path and a query. The past moment (at, by) is carried along by every link that
 * href() makes, so that one stays in the past until one leaves it. Never holds a secret.
 *
 *   here()                       { path: ["nodes", "ship1"], query: URLSearchParams, moment: { at, by } | null }
 *   href("nodes", name)          the address of a place
 *   href("commands", { node })   the last argument may be a query
 *   setQuery({ text: "x" })      changes the query of this place without a new entry in the browser's history
 */

export function here() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const params = new URLSearchParams(query);
  return { path: path.split("/").filter(Boolean).map(decoded), query: params, moment: momentOf(params) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function momentOf(params) {
  const at = params.get("at");
  if (!at || Number.isNaN(Date.parse(at))) return null;
  return { at: new Date(at).toISOString(), by: params.get("by") === "event" ? "event" : "recorded" };
}

export function href(...parts) {
  const query = typeof parts.at(-1) === "object" ? parts.pop() : {};
  return hash(parts, { ...(here().moment ?? {}), ...query });
}

function hash(parts, query) {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(pairs).toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

/** Changes parameters of the query; undefined takes one away. With push the browser's "back" undoes it. */
export function setQuery(changes, { push = false } = {}) {
  const { path, query } = here();
  const next = hash(path, { ...Object.fromEntries(query), ...changes });
  if (next === location.hash) return;
  if (push) {
    location.hash = next;
  } else {
    history.replaceState(null, "", next);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  }
}

/** The moment as parameters of the API; nothing for now. */
export function momentParams(moment) {
  return moment ? { at: moment.at, by: moment.by } : {};
}
