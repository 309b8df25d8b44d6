import { ask } from "./api.js";
import { el, table } from "./dom.js";

/** One question to the state database. */
export async function sql(main) {
  const query = el("textarea", { name: "query", rows: 4, required: true, spellcheck: "false" },
    "SELECT node, online, last_status FROM node_state ORDER BY node");
  const answer = el("div");
  main.append(el("section", {}, el("h1", {}, "SQL"),
    el("p", { class: "soft" }, "Read-only. Views: node_state, command_state, command_history, node_history, event_log, delivery_proof, projection_position."),
    el("form", { onsubmit: async (event) => {
      event.preventDefault();
      try {
        const { columns, rows, more } = await ask("/api/v1/sql", { method: "POST", body: { query: query.value } });
        answer.replaceChildren(table(columns, rows.map((row) => row.map((cell) => ({ wide: cell })))),
          el("p", { class: "soft" }, `${rows.length} rows${more ? ", and more" : ""}`));
      } catch (error) {
        answer.replaceChildren(el("p", { class: "bad" }, error.message));
      }
    } }, el("label", {}, "Query", query), el("button", { type: "submit" }, "Ask"))), el("section", {}, answer));
  return { refresh: async () => {} };
}
