/** What nodes reported, as it comes. */

import { api } from "./api.js";
import { el, table, time } from "./dom.js";

export async function events(part) {
  const { events: rows } = await api.get("/api/v1/events", { limit: 100 });
  part.append(el("section", {}, el("h1", {}, "Events"),
    table(["At", "Node", "What", "Body"], rows.map((row) => [time(row.at), row.node, `${row.method}.${row.domain}`, { wide: row.body }]))));
}
