/**
 * Doing something soon after it was asked for, and again at most so often while it is asked for again and again. Never
 * twice at once; what had no answer is asked again until it has one.
 * @module
 */

const AGAIN = 3000;
const SOON = 60;

/** @returns the function to ask with; `.stop()` ends it */
export function throttled(work, millis) {
  let timer;
  let busy = false;
  let wanted = false;
  let again = false;
  let last = 0;
  let stopped = false;
  async function run() {
    timer = undefined;
    busy = true;
    wanted = false;
    try {
      await work();
    } catch (failure) {
      // The frame says that the controller is away. A refusal would be the same next time.
      again = !(failure.status >= 400 && failure.status < 500 && failure.status !== 408);
    } finally {
      busy = false;
      last = Date.now();
      if (again || wanted) later(again ? AGAIN : millis);
      again = false;
    }
  }
  function later(pause) {
    if (!stopped && !timer && !busy) timer = setTimeout(run, pause);
  }
  function ask() {
    wanted = true;
    // The first news after a quiet time is shown at once, or nearly: news comes in twos and threes.
    later(Math.max(Math.min(SOON, millis), millis - (Date.now() - last)));
  }
  ask.stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  return ask;
}
