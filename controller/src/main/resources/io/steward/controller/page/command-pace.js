/**
 * Doing something soon after it was asked for, and again at most so often while it is asked for again and again. Never
 * twice at once; a failure is left to the next time.
 * @module
 */

/** @returns the function to ask with; `.stop()` ends it */
export function throttled(work, millis) {
  let timer;
  let busy = false;
  let wanted = false;
  let stopped = false;
  async function run() {
    timer = undefined;
    busy = true;
    wanted = false;
    try {
      await work();
    } catch {
      // The frame says that the controller is away; news or its return asks again.
    } finally {
      busy = false;
      if (wanted) ask();
    }
  }
  function ask() {
    wanted = true;
    if (!stopped && !timer && !busy) timer = setTimeout(run, millis);
  }
  ask.stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  return ask;
}
