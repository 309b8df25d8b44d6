/**
 * Searching in a text on the page: marks every match without touching the text, and walks from one to the next.
 * @module
 */

const ALL = "found";
const ONE = "found-here";
const MOST = 5000;

/** Places where the words stand in the text, ignoring case; at most 5,000. */
export function places(text, words) {
  const found = [];
  if (!words) return found;
  const wanted = words.toLowerCase();
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0 && found.length < MOST; at = lower.indexOf(wanted, at + wanted.length)) found.push(at);
  return found;
}

/** Marks in one text node; use one at a time. */
export class Finder {
  constructor(node) {
    this.node = node;
    this.words = "";
    this.ranges = [];
    this.at = -1;
  }

  /** Looks again: other words, or more text. Keeps the place where it was. */
  look(words) {
    const same = words === this.words;
    this.words = words;
    this.ranges = places(this.node.data, words).map((start) => this.range(start, start + words.length));
    this.at = this.ranges.length ? Math.min(same && this.at >= 0 ? this.at : 0, this.ranges.length - 1) : -1;
    this.paint();
  }

  step(by) {
    if (!this.ranges.length) return;
    this.at = (this.at + by + this.ranges.length) % this.ranges.length;
    this.paint();
    this.show();
  }

  get count() {
    return this.ranges.length;
  }

  place() {
    if (!this.words) return "";
    return this.ranges.length ? `${this.at + 1} of ${this.ranges.length}${this.ranges.length === MOST ? "+" : ""}` : "not found";
  }

  range(start, end) {
    const range = document.createRange();
    range.setStart(this.node, start);
    range.setEnd(this.node, end);
    return range;
  }

  paint() {
    const here = this.ranges[this.at];
    if (globalThis.CSS?.highlights) {
      CSS.highlights.set(ALL, new Highlight(...this.ranges));
      CSS.highlights.set(ONE, here ? new Highlight(here) : new Highlight());
    } else if (here) {
      getSelection().removeAllRanges();
      getSelection().addRange(here);
    }
  }

  /** Scrolls the box around the text to the match. */
  show() {
    const here = this.ranges[this.at];
    const box = this.node.parentElement;
    if (!here || !box) return;
    const place = here.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top < frame.top || place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - frame.height / 3;
    if (place.left < frame.left || place.right > frame.right) box.scrollLeft += place.left - frame.left - frame.width / 3;
  }

  clear() {
    globalThis.CSS?.highlights?.delete(ALL);
    globalThis.CSS?.highlights?.delete(ONE);
  }
}
