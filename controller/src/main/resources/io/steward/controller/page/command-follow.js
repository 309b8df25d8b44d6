/**
 * Following a part of the changes for one view, only while its tab is in sight: a browser has few connections to one
 * server, and all its tabs share them.
 * @module
 */
import { follow } from "./stream.js";

/** Like follow of stream.js; what was missed out of sight is for reread to read. */
export function followInSight(params, { signal, ...ears }) {
  let current;
  const look = () => {
    if (document.hidden || signal.aborted) {
      current?.abort();
      current = undefined;
    } else if (!current) {
      current = new AbortController();
      follow(params, { signal: current.signal, ...ears });
    }
  };
  document.addEventListener("visibilitychange", look, { signal });
  signal.addEventListener("abort", look);
  look();
}
