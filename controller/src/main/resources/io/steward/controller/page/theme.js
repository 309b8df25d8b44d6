/**
 * Light or dark as the reader chose, put on the root element before anything is painted. A classic script for that
 * reason: the browser waits for it. No choice: the system decides.
 */
(() => {
  try {
    const theme = localStorage.getItem("steward.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is switched off in this browser: the system decides.
  }
})();
