/**
 * Drawing a part anew without taking the keyboard away from who is in it.
 * @module
 */

/** Like replaceChildren, but the focus goes to what took the place of the focused element, and opened details stay open. */
export function redraw(place, ...children) {
  const active = document.activeElement;
  const mark = place.contains(active) ? markOf(active) : undefined;
  const open = [...place.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
  const scrolled = [...place.querySelectorAll("ol, ul")].map((list) => list.scrollTop);
  place.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
  place.querySelectorAll("details > summary").forEach((summary) => { if (open.includes(summary.textContent)) summary.parentElement.open = true; });
  place.querySelectorAll("ol, ul").forEach((list, i) => { if (scrolled[i]) list.scrollTop = scrolled[i]; });
  if (mark) place.querySelector(mark)?.focus({ preventScroll: true });
}

function markOf(element) {
  const row = element.closest("[data-id]");
  const within = row ? `[data-id="${CSS.escape(row.dataset.id)}"] ` : "";
  if (element.dataset.testid) return `${within}[data-testid="${CSS.escape(element.dataset.testid)}"]`;
  const href = element.getAttribute("href");
  return href ? `${within}[href="${CSS.escape(href)}"]` : undefined;
}
