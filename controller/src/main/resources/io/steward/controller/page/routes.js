/**
 * The views, and which address opens which. A view is a module with one function
 *
 *   export async function fleet(part, route) → { title, refresh(), changed(type, row), moved(route), leave() }
 *
 * part is the empty element to fill; route is here() of route.js (path, query, moment). All of what it returns is
 * optional: title names the document; refresh reads everything again (after a connect, when the log has a gap); changed
 * hears each change of a command or node as it happens, without it refresh is called soon after a burst of them; moved is
 * called when only the query of the address changed, without it the view is opened anew; leave ends what it started.
 * In the past (route.moment) no changes are told.
 */

export const ROUTES = [
  { path: [], nav: "Fleet", key: "f", open: async () => (await import("./fleet.js")).fleet },
  { path: ["nodes", "*"], open: async () => named((await import("./node.js")).node) },
  { path: ["commands"], nav: "Commands", key: "c", open: async () => (await import("./commands.js")).commands },
  { path: ["commands", "*"], open: async () => named((await import("./command.js")).command) },
  { path: ["requests", "*"], open: async () => named((await import("./send-progress.js")).request) },
  { path: ["events"], nav: "Events", key: "e", open: async () => (await import("./events.js")).events },
  { path: ["send"], nav: "Send", key: "s", open: async () => (await import("./send.js")).send },
  { path: ["sql"], nav: "SQL", key: "q", open: async () => (await import("./sql.js")).sql },
];

function named(view) {
  return (part, route) => view(part, route.path[1], route);
}

/** The route of this path; undefined: there is none. */
export function routeOf(path) {
  return ROUTES.find((route) => route.path.length === path.length
    && route.path.every((word, i) => word === "*" || word === path[i]));
}
