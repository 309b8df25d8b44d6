/** Signing in: a token, tried before it is kept. It stays in this tab and never gets into an address. */

import { ask, forget, remember } from "./api.js";
import { el } from "./dom.js";

/** Shows the form; entered is called once the controller has taken the token. */
export function signIn(main, words, entered) {
  const input = el("input", { type: "password", name: "token", required: true, autocomplete: "off", "data-testid": "token",
    "aria-describedby": "token-note", spellcheck: "false" });
  const note = el("p", { id: "token-note", class: "soft" }, "It stays in this tab. ‘ops/steward up’ writes one to run/endpoints.json of its data folder; elsewhere ask who keeps the controller's tokens file.");
  const fault = el("p", { class: "fault", role: "alert", "data-testid": "token-fault", hidden: !words }, words);
  const button = el("button", { type: "submit", class: "primary", "data-testid": "enter" }, "Sign in");
  main.replaceChildren(el("section", { class: "signin" }, el("h1", {}, "Sign in"),
    el("form", { onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      remember(input.value.trim());
      try {
        await ask("/api/v1/nodes?limit=1");
        entered();
      } catch (failure) {
        forget();
        fault.textContent = failure.status === 401 ? "The controller does not know this token." : failure.message;
        fault.hidden = false;
        button.disabled = false;
        input.focus();
      }
    } }, el("label", {}, "Token", input), note, fault, button)));
  input.focus();
}
