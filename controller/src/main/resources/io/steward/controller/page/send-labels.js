/**
 * Choosing nodes by their labels: values of one label are "or", labels are "and".
 * @module
 */
import { count, el } from "./dom.js";
import { literal, parsed, select } from "./sql-ask.js";

/** @param {Object<string, string[]>} chosen values by label */
export function labelCondition(chosen) {
  return Object.entries(chosen).filter(([, values]) => values.length)
    .map(([key, values]) => `(${values.map((value) => `(labels)."${key.replaceAll('"', '""')}" = ${literal(value)}`).join(" or ")})`).join(" and ");
}

export function labelPicker(changed) {
  const chosen = {};
  const element = el("div", { class: "label-picker", "data-testid": "target-labels" }, el("p", { class: "soft" }, "Loading the labels…"));
  select("select labels, count(*) as nodes from node_state where enrolled group by labels", 10000)
    .then((rows) => draw(tallied(rows)))
    .catch((error) => element.replaceChildren(el("p", { class: "fault" }, error.message)));

  function draw(labels) {
    element.replaceChildren(...(labels.size === 0 ? [el("p", { class: "soft" }, "No node has a label. Labels stand in the agent's configuration.")]
      : [...labels].sort(([a], [b]) => a.localeCompare(b)).map(([key, values]) => el("fieldset", {}, el("legend", {}, key),
        [...values].sort(([a], [b]) => a.localeCompare(b)).map(([value, nodes]) => {
          const box = el("input", { type: "checkbox", "data-label": `${key}=${value}`, onchange: () => {
            chosen[key] = (chosen[key] ?? []).filter((one) => one !== value).concat(box.checked ? [value] : []);
            changed();
          } });
          return el("label", { class: "inline" }, box, value, el("span", { class: "soft" }, ` ${count(nodes)}`));
        })))));
  }
  return { element, value: () => labelCondition(chosen) };
}

function tallied(rows) {
  const labels = new Map();
  for (const row of rows) {
    for (const [key, value] of Object.entries(parsed(row.labels) ?? {})) {
      if (!labels.has(key)) labels.set(key, new Map());
      labels.get(key).set(value, (labels.get(key).get(value) ?? 0) + row.nodes);
    }
  }
  return labels;
}
