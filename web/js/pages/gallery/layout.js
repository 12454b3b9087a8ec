// Where the tiles of a grid lie, which of them are in sight, and where a key leads.

const TILE = 184;
const GAP = 8;
const FOOT = 34;

/** @typedef {{columns: number, width: number, height: number, rows: number}} Layout sizes with the gap, in pixels */

/**
 * @param {number} width of the grid in pixels
 * @param {number} count
 * @param {number} [times] its usual size that text has
 * @returns {Layout}
 */
export function layoutOf(width, count, times = 1) {
  const columns = Math.max(1, Math.floor((width + GAP) / (TILE * times + GAP)));
  const tile = Math.floor((width + GAP) / columns);
  return { columns, width: tile, height: Math.round(((tile - GAP) * 3) / 4 + FOOT * times) + GAP, rows: Math.ceil(count / columns) };
}

/**
 * Give the tiles in sight and some rows round them, from `first` up to but without `end`.
 * @param {Layout} layout
 * @param {number} count
 * @param {number} top how far it is scrolled
 * @param {number} height of what is seen
 * @param {number} [spare] rows
 */
export function inSight({ columns, height: row }, count, top, height, spare = 2) {
  const first = Math.max(0, Math.floor(top / row) - spare) * columns;
  return { first: Math.min(first, count), end: Math.min(count, (Math.ceil((top + height) / row) + spare) * columns) };
}

/** @param {Layout} layout @param {number} index */
export function placeOf({ columns, width, height }, index) {
  return { x: (index % columns) * width, y: Math.floor(index / columns) * height, width: width - GAP, height: height - GAP };
}

/**
 * Give where a key leads from a tile, or null where it is no key of the grid.
 * @param {Layout} layout
 * @param {number} count
 * @param {number} index
 * @param {string} key
 * @param {number} page rows in sight
 */
export function led({ columns }, count, index, key, page) {
  const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, PageUp: -page * columns, PageDown: page * columns, Home: -count, End: count });
  if (!(key in steps) || !count) return null;
  const next = index + steps[key];
  if (key === "ArrowUp" && next < 0) return index;
  if (key === "ArrowDown" && next >= count) return Math.floor(index / columns) < Math.floor((count - 1) / columns) ? count - 1 : index;
  return Math.min(count - 1, Math.max(0, next));
}
