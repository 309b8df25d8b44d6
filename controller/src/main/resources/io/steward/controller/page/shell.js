/** The frame around the views: navigation, connection state, theme, banners. Knows nothing of what a view shows. */

import { announce, button, el } from "./dom.js";
import { here, href } from "./route.js";
import { ROUTES } from "./routes.js";
import { clock } from "./when.js";

const HEALTH = 5000;
const HEALTH_LIMIT = 4000;
const THEMES = ["", "light", "dark"];
const THEME_WORDS = { "": ["◐", "as the system"], light: ["☀", "light"], dark: ["☾", "dark"] };

const part = (id) => document.getElementById(id);

/** Draws the navigation with the place that is open marked. */
export function navigation() {
  const [place = ""] = here().path;
  const open = place === "nodes" ? "" : place;
  part("nav").replaceChildren(...ROUTES.filter((route) => route.nav).map((route) => el("a", {
    href: href(...route.path), "data-testid": `nav-${route.nav.toLowerCase()}`,
    "aria-current": (route.path[0] ?? "") === open ? "page" : undefined }, route.nav)));
}

let told = "";
let heardAt = 0;

/** The connection: "off", "connecting", "live" or "lost". */
export function connection(state) {
  const before = told;
  told = state;
  if (state === "live") heardAt = Date.now();
  const since = heardAt ? `data from ${clock(heardAt)}` : "no data yet";
  const words = { off: "not connected", connecting: "connecting…", live: "live", lost: `reconnecting… ${since}` }[state];
  const live = part("live");
  if (live.dataset.state === state && live.textContent === words) return;
  live.dataset.state = state;
  live.textContent = words;
  if (state === "lost" && before === "live") announce("Connection lost, reconnecting");
  if (state === "live" && before === "lost") announce("Connected again");
}

export function themeButton() {
  const control = part("theme");
  const shown = () => document.documentElement.dataset.theme ?? "";
  const label = () => {
    const [sign, word] = THEME_WORDS[shown()];
    control.textContent = sign;
    control.title = `Colours: ${word}`;
    control.setAttribute("aria-label", `Colours: ${word}; change`);
  };
  control.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(shown()) + 1) % THEMES.length];
    if (next) document.documentElement.dataset.theme = next;
    else delete document.documentElement.dataset.theme;
    try {
      localStorage.setItem("steward.theme", next);
    } catch {
      // Not kept, then.
    }
    label();
    window.dispatchEvent(new Event("themechange"));
  });
  label();
}

/** A failure of the view as a whole, in words, with a way on. No failure takes the banner away. */
export function failed(failure, retry) {
  const banner = part("error");
  banner.hidden = !failure;
  banner.replaceChildren(...(failure ? [el("span", {}, failure.message), retry && button("Try again", retry, { "data-testid": "error-retry" })].filter(Boolean) : []));
}

// What keeps the controller from being ready: above all a log that is not the one that was folded.
async function lookAtHealth() {
  const unmet = await unmetConditions();
  const banner = part("health");
  const words = unmet.map((condition) => `${condition.name}: ${condition.words}`).join("; ");
  if (banner.textContent !== words) banner.textContent = words;
  banner.hidden = words === "";
}

async function unmetConditions() {
  try {
    const response = await fetch("/health/ready", { cache: "no-store", signal: AbortSignal.timeout(HEALTH_LIMIT) });
    return (await response.json()).conditions.filter((condition) => !condition.met);
  } catch {
    return [{ name: "controller", words: "it does not answer. Check that it runs and that you reach it; this page goes on by itself once it does" }];
  }
}

export function watchHealth() {
  lookAtHealth();
  setInterval(lookAtHealth, HEALTH);
}
