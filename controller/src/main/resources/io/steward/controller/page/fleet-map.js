/**
 * The fleet as a map: every node one small cell. Drawn on a canvas that is as large as what is in sight, however many
 * nodes there are. For the keyboard and for readers that don't see it, it is a list box: arrows move, enter opens, and
 * the node in focus is told in words.
 */

import { count, el, perFrame } from "./dom.js";
import { paint, palette } from "./fleet-paint.js";
import { cornerOf, indexAt, places, step } from "./fleet-places.js";
import { NODE_STATES, nodeState } from "./status.js";
import { relative } from "./when.js";

const ROOM = 0.43;
const AGEING = 60_000;

export class NodeMap {
  constructor(open) {
    this.open = open;
    this.groups = [];
    this.active = 0;
    this.hover = -1;
    this.draw = perFrame(() => this.render());
    this.build();
    this.watch = new ResizeObserver(() => this.lay());
    this.watch.observe(this.box);
    this.recolour = () => { this.colours = undefined; this.draw(); };
    window.addEventListener("themechange", this.recolour);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.recolour);
    this.ageing = setInterval(this.draw, AGEING);
  }

  build() {
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.option = el("div", { role: "option", id: "map-option", class: "unseen", "aria-selected": "true" });
    this.space = el("div", { class: "map-space" }, this.canvas);
    this.tip = el("div", { class: "map-tip", "aria-hidden": "true", "data-testid": "map-tip", hidden: true });
    this.box = el("div", { class: "map-box", role: "listbox", tabindex: 0, "aria-label": "Map of nodes", "aria-activedescendant": "map-option", "data-testid": "map",
      onscroll: () => this.draw(), onkeydown: (event) => this.key(event), onfocus: () => this.focus(this.active), onblur: () => this.leave(),
      onmousemove: (event) => this.over(this.at(event)), onmouseleave: () => this.leave(),
      onclick: (event) => this.openAt(this.at(event), event) }, this.option, this.space);
    this.element = el("div", { class: "map" }, this.box, this.tip);
  }

  /** @param groups [{ name, rows }] */
  setGroups(groups) {
    this.groups = groups;
    this.lay();
  }

  lay() {
    const width = this.space.clientWidth;
    if (!width) return;
    this.width = width;
    this.laid = places(this.groups, width, innerHeight * ROOM);
    this.active = Math.max(0, Math.min(this.active, this.laid.count - 1));
    this.space.style.height = `${this.laid.height}px`;
    this.box.setAttribute("aria-label", `Map of ${count(this.laid.count)} nodes`);
    this.box.dataset.count = this.laid.count;
    this.draw();
  }

  at(event) {
    const edge = this.space.getBoundingClientRect();
    return this.laid ? indexAt(this.laid, event.clientX - edge.left, event.clientY - edge.top) : -1;
  }

  render() {
    if (!this.laid) return;
    this.colours ??= palette(this.element);
    const high = Math.min(this.box.clientHeight, this.laid.height);
    const pen = this.sized(this.width, high);
    const top = this.box.scrollTop;
    pen.clearRect(0, 0, this.width, high);
    pen.save();
    pen.translate(0, -top);
    const now = Date.now();
    for (const block of this.laid.blocks) this.renderBlock(pen, block, top, top + high, now);
    this.ring(pen);
    pen.restore();
    this.tell();
  }

  sized(width, height) {
    const ratio = devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      [this.canvas.width, this.canvas.height] = [w, h];
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return pen;
  }

  renderBlock(pen, block, top, bottom, now) {
    const { cell, named } = this.laid;
    if (block.y > bottom) return;
    if (block.name) this.heading(pen, block);
    const from = Math.max(0, Math.floor((top - block.y) / cell.height)) * block.columns;
    const to = Math.min(block.rows.length, Math.ceil((bottom - block.y) / cell.height) * block.columns);
    const inset = named ? (cell.height - cell.size) / 2 : 0;
    for (let i = from; i < to; i++) {
      const x = block.x + (i % block.columns) * cell.width;
      const y = block.y + Math.floor(i / block.columns) * cell.height;
      paint(pen, block.rows[i], x + inset, y + inset, cell.size, this.colours, now);
      if (named) this.label(pen, block.rows[i].node, x + cell.height, y + cell.height / 2, cell.width - cell.height - 6);
    }
  }

  heading(pen, block) {
    pen.font = `600 13px ${this.colours.font}`;
    pen.textBaseline = "alphabetic";
    pen.fillStyle = this.colours.ink;
    pen.fillText(block.name, block.x, block.y - 8);
    const wide = pen.measureText(`${block.name} `).width;
    pen.font = `12px ${this.colours.font}`;
    pen.fillStyle = this.colours.soft;
    pen.fillText(count(block.rows.length), block.x + wide + 3, block.y - 8);
  }

  label(pen, text, x, y, most) {
    pen.font = `13px ${this.colours.font}`;
    pen.textBaseline = "middle";
    pen.fillStyle = this.colours.ink;
    let shown = text;
    while (shown.length > 2 && pen.measureText(shown).width > most) shown = `${shown.slice(0, -2)}…`;
    pen.fillText(shown, x, y);
  }

  // Around the node in focus, and the one under the pointer.
  ring(pen) {
    const { cell, count: all, named } = this.laid;
    const focused = document.activeElement === this.box ? this.active : -1;
    for (const index of new Set([focused, this.hover])) {
      if (index < 0 || index >= all) continue;
      const { x, y } = cornerOf(this.laid, index);
      pen.strokeStyle = index === focused ? this.colours.accent : this.colours.ink;
      pen.lineWidth = 2;
      pen.strokeRect(x - 1, y - 1, (named ? cell.width - 4 : cell.size) + 2, (named ? cell.height - 2 : cell.size) + 2);
    }
  }

  over(index) {
    if (index === this.hover) return;
    this.hover = index;
    this.box.style.cursor = index < 0 ? "" : "pointer";
    this.draw();
  }

  leave() {
    this.hover = -1;
    this.tip.hidden = true;
    this.draw();
  }

  focus(index) {
    if (!this.laid?.count) return;
    this.active = index;
    this.hover = -1;
    const { y } = cornerOf(this.laid, index);
    const { height } = this.laid.cell;
    if (y < this.box.scrollTop) this.box.scrollTop = y;
    else if (y + height > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = y + height - this.box.clientHeight;
    this.draw();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.laid?.count) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.openAt(this.active, event);
      return;
    }
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.laid.cell.height));
    const to = step(this.laid, this.active, event.key, page);
    if (to < 0) return;
    event.preventDefault();
    this.focus(to);
  }

  openAt(index, event) {
    if (index >= 0) this.open(cornerOf(this.laid, index).row, event);
  }

  // The words for the node under the pointer, or else in focus.
  tell() {
    const focused = document.activeElement === this.box && this.laid.count > 0;
    const index = this.hover >= 0 ? this.hover : focused ? this.active : -1;
    const shown = index >= 0 && index < this.laid.count;
    if (shown) this.point(index);
    this.tip.hidden = !shown;
    // The option is told when it is in focus; until then it only must not be without a name.
    if (this.laid.count === 0 || !focused && this.option.textContent) return;
    const { row } = cornerOf(this.laid, this.active);
    const words = inWords(row).join(", ");
    if (this.option.textContent !== words) this.option.textContent = words;
    this.option.setAttribute("aria-posinset", this.active + 1);
    this.option.setAttribute("aria-setsize", this.laid.count);
  }

  point(index) {
    const { x, y, row } = cornerOf(this.laid, index);
    const [name, ...rest] = inWords(row);
    this.tip.replaceChildren(el("strong", {}, name), ...rest.map((line) => el("span", {}, line)));
    this.tip.hidden = false;
    const left = Math.max(0, Math.min(x, this.width - this.tip.offsetWidth - 4));
    const below = y - this.box.scrollTop + this.laid.cell.height + 6;
    const flipped = below + this.tip.offsetHeight > this.box.clientHeight + 60;
    this.tip.style.transform = `translate(${left}px, ${flipped ? Math.max(-40, y - this.box.scrollTop - this.tip.offsetHeight - 6) : below}px)`;
  }

  close() {
    this.watch.disconnect();
    clearInterval(this.ageing);
    window.removeEventListener("themechange", this.recolour);
    this.dark.removeEventListener("change", this.recolour);
  }
}

/** A node in a few lines. */
export function inWords(row) {
  const lines = [row.node, NODE_STATES[nodeState(row)].word];
  if (row.last_seen) lines.push(`last seen ${relative(row.last_seen)}`);
  if (row.queued || row.running) lines.push(`${row.queued} waiting, ${row.running} running`);
  if (row.last_status) lines.push(`last: ${row.last_method} ${row.last_status}${row.last_finished_at ? ` ${relative(row.last_finished_at)}` : ""}`);
  if (row.condition) lines.push(row.condition);
  return lines;
}
