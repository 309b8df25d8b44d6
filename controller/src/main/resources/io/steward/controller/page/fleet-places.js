/**
 * Where on the map each node stands: groups below each other, or side by side where they are small; cells of one size,
 * names beside them while there are few. Pure: widths in, places out.
 */

const GAP = 2;
/** From these sizes the largest is taken that shows all nodes at once; if none does, the one that is still easy to hit. */
const SIZES = [22, 18, 15, 13, 11, 9, 8];
const EASY = 11;
const HEAD = 24;
const BETWEEN = 18;
const TILE = { width: 132, height: 30, size: 18 };
const FEW = 48;

/**
 * @param groups [{ name, rows }]
 * @param width what there is, in pixels; room: the height in which all should find place if they can
 * @returns { cell: { width, height, size }, blocks: [{ name, rows, x, y, columns, first }], height, count, named }
 */
export function places(groups, width, room) {
  const count = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const named = count <= FEW;
  const heads = groups.some((group) => group.name !== "");
  if (named) return flow(groups, width, TILE, heads, count, true);
  const laid = (size) => {
    const step = size + (size < EASY ? 1 : GAP);
    return flow(groups, width, { width: step, height: step, size }, heads, count, false);
  };
  return SIZES.map(laid).find((one) => one.height <= room) ?? laid(EASY);
}

// Like words in lines: a group that fits beside the one before stands there.
function flow(groups, width, cell, heads, count, named) {
  const most = Math.max(1, Math.floor((width + GAP) / cell.width));
  const blocks = [];
  let [x, y, high, first] = [0, 0, 0, 0];
  for (const { name, rows } of groups) {
    const columns = Math.min(most, heads ? wish(rows.length, named, most) : most);
    const wide = Math.max(columns * cell.width, heads ? Math.min(width, name.length * 8 + 60) : 0);
    const tall = (heads ? HEAD : 0) + Math.ceil(rows.length / columns) * cell.height;
    if (x > 0 && x + wide > width) [x, y, high] = [0, y + high + BETWEEN, 0];
    blocks.push({ name, rows, x, y: y + (heads ? HEAD : 0), columns, first });
    first += rows.length;
    x += wide + BETWEEN;
    high = Math.max(high, tall);
  }
  return { cell, blocks, height: y + high, count, named };
}

// A group is somewhat wider than it is tall.
function wish(length, named, most) {
  return named ? Math.min(most, length) : Math.max(Math.min(length, 8), Math.ceil(Math.sqrt(length * 3.2)));
}

/** The corner of the node with this index among all. */
export function cornerOf(laid, index) {
  const block = blockOf(laid, index);
  const at = index - block.first;
  return { x: block.x + (at % block.columns) * laid.cell.width, y: block.y + Math.floor(at / block.columns) * laid.cell.height, row: block.rows[at] };
}

function blockOf(laid, index) {
  return laid.blocks.find((block) => index < block.first + block.rows.length);
}

/** The index of the node at this place; -1 for none. */
export function indexAt(laid, x, y) {
  for (const block of laid.blocks) {
    const column = Math.floor((x - block.x) / laid.cell.width);
    const line = Math.floor((y - block.y) / laid.cell.height);
    const at = line * block.columns + column;
    if (column >= 0 && column < block.columns && line >= 0 && at < block.rows.length) return block.first + at;
  }
  return -1;
}

/** The index that a key leads to. */
export function step(laid, index, key, page) {
  const last = laid.count - 1;
  const steps = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last };
  if (key in steps) return Math.max(0, Math.min(last, steps[key]));
  const lines = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key];
  return lines === undefined ? -1 : below(laid, index, lines);
}

function below(laid, index, lines) {
  const block = blockOf(laid, index);
  const to = index + lines * block.columns;
  if (to >= block.first && to < block.first + block.rows.length) return to;
  const edge = lines > 0 ? block.first + block.rows.length : block.first - 1;
  return Math.max(0, Math.min(laid.count - 1, edge));
}
