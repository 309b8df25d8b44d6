/**
 * One field of a form with its name, a hint, and the place where what is wrong with it is said.
 * @module
 */
import { el } from "./dom.js";

let made = 0;

/** @returns {{element: Element, input: Element, tell: function(string): void}} */
export function field(name, input, { hint = "", testid, wide = false } = {}) {
  const id = `field-${++made}`;
  input.id = id;
  if (testid) input.dataset.testid = testid;
  const fault = el("p", { class: "fault", id: `${id}-fault`, role: "alert", hidden: true, "data-testid": testid ? `${testid}-fault` : undefined });
  const note = el("p", { class: "hint", id: `${id}-hint` }, hint);
  input.setAttribute("aria-describedby", `${id}-fault ${id}-hint`);
  const tell = (problem) => {
    fault.textContent = problem ?? "";
    fault.hidden = !problem;
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  input.addEventListener("input", () => tell(""));
  return { element: el("div", { class: wide ? "field wide" : "field" }, el("label", { for: id }, name), input, fault, hint ? note : ""), input, tell,
    hint: (words) => { note.textContent = words; } };
}

export function text(name, properties = {}, more = {}) {
  return field(name, el("input", { autocomplete: "off", spellcheck: "false", ...properties }), more);
}

export function area(name, properties = {}, more = {}) {
  return field(name, el("textarea", { spellcheck: "false", rows: 3, ...properties }), { wide: true, ...more });
}

export function choice(name, options, more = {}) {
  return field(name, el("select", {}, options.map(([value, words]) => el("option", { value }, words))), more);
}

export function tick(words, { testid, checked = false } = {}) {
  const input = el("input", { type: "checkbox", "data-testid": testid, checked });
  return { element: el("label", { class: "inline" }, input, words), input };
}

/** A choice of which one shows its panel; the others are hidden. */
export function modes(legend, entries, { testid, changed = () => {} }) {
  const name = `mode-${++made}`;
  const show = (value) => {
    entries.forEach(([key, , panel]) => { panel.hidden = key !== value; });
    inputs.forEach((input) => { input.checked = input.value === value; });
  };
  const inputs = entries.map(([value]) => el("input", { type: "radio", name, value, "data-testid": `${testid}-${value}`, onchange: () => { show(value); changed(); } }));
  const element = el("fieldset", { class: "modes" }, el("legend", {}, legend),
    el("div", { class: "choices" }, entries.map(([, words], i) => el("label", { class: "inline" }, inputs[i], words))), entries.map(([, , panel]) => panel));
  show(entries[0][0]);
  return { element, value: () => inputs.find((input) => input.checked).value, choose: show };
}
