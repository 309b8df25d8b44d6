/**
 * Choosing nodes by name: type, pick from what matches, or paste a list.
 * @module
 */
import { el } from "./dom.js";
import { select } from "./sql-ask.js";
import { text } from "./send-field.js";

const OFFERED = 8;

/** @param changed called when the choice changed */
export function nodePicker(changed) {
  const chosen = new Set();
  let names = [];
  let at = -1;
  let offered = [];
  const list = el("ul", { class: "offers", role: "listbox", id: "node-offers", "aria-label": "Matching nodes", hidden: true, "data-testid": "node-offers" });
  const chips = el("ul", { class: "chosen", "aria-label": "Chosen nodes", "data-testid": "chosen-nodes" });
  const part = text("Nodes", { role: "combobox", "aria-expanded": "false", "aria-controls": "node-offers", "aria-autocomplete": "list", placeholder: "ship1, ship2 …" },
    { testid: "target-nodes", hint: "Type to search, Enter to choose; a pasted list is taken whole." });
  const { input } = part;
  select("select node from node_state where enrolled order by node", 10000)
    .then((rows) => { names = rows.map((row) => row.node); offer(); })
    .catch(() => { names = []; });

  function offer() {
    const wanted = input.value.trim().toLowerCase();
    const matching = wanted === "" ? [] : names.filter((name) => !chosen.has(name) && name.toLowerCase().includes(wanted));
    offered = matching.sort((a, b) => b.toLowerCase().startsWith(wanted) - a.toLowerCase().startsWith(wanted)).slice(0, OFFERED);
    at = offered.length ? 0 : -1;
    draw(matching.length - offered.length);
  }

  function draw(left = 0) {
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(offered.length > 0));
    list.replaceChildren(...offered.map((name, i) => el("li", { role: "option", id: `offer-${i}`, "aria-selected": String(i === at), "data-node": name,
      onmousedown: (event) => { event.preventDefault(); take([name]); } }, name)), left > 0 ? el("li", { class: "soft", role: "presentation" }, `and ${left} more`) : "");
    if (at >= 0) input.setAttribute("aria-activedescendant", `offer-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(more) {
    more.forEach((name) => chosen.add(name));
    input.value = "";
    offer();
    drawChips();
    changed();
  }

  function drawChips() {
    chips.replaceChildren(...[...chosen].slice(0, 200).map((name) => el("li", {}, name, el("button", { type: "button", class: "take", "aria-label": `Take ${name} away`,
      onclick: () => { chosen.delete(name); drawChips(); changed(); input.focus(); } }, "×"))), chosen.size > 200 ? el("li", { class: "soft" }, `and ${chosen.size - 200} more`) : "");
  }

  /** What is typed but not yet chosen counts too: nobody wants to lose it. */
  function settle() {
    const typed = input.value.split(/[\s,;]+/).filter(Boolean);
    if (typed.length) take(typed);
  }

  input.addEventListener("input", () => (/[,;\n]/.test(input.value) || /\s\S/.test(input.value.trim()) ? settle() : offer()));
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offered.length) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      draw();
    } else if (event.key === "Enter" && input.value.trim()) {
      event.preventDefault();
      take(at >= 0 ? [offered[at]] : input.value.split(/[\s,;]+/).filter(Boolean));
    } else if (event.key === "Escape") {
      offered = [];
      draw();
    } else if (event.key === "Backspace" && input.value === "" && chosen.size) {
      chosen.delete([...chosen].at(-1));
      drawChips();
      changed();
    }
  });
  return { element: el("div", { class: "picker" }, chips, part.element, list), tell: part.tell, input, settle,
    value: () => [...chosen], set: (wanted) => { chosen.clear(); wanted.forEach((name) => chosen.add(name)); drawChips(); } };
}
