// Between outlines and pixels: the mask inside rings, and the rings along the borders of a mask's pixels.

import { maskOf, runs } from "./mask.js";
import { boundsOf } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {Map<number, number[]>} Rows the starts and ends of the runs of each row */
/** @typedef {(x: number, y: number) => number} Key */
/** @typedef {{path: Pair[], part: import("../../types/data.d.ts").Part | null}} Loop a hole where it is of no part */

export const MOST = 2 ** 28;

/**
 * Give the pixels whose centres lie inside rings, by the even-odd rule; null where there is none.
 * @param {Pair[][]} rings
 * @param {{width: number, height: number}} [file] only pixels of it
 * @returns {Mask | null}
 */
export function filled(rings, file) {
  const bounds = wholeBounds(rings, file);
  const [left, top, width, height] = bounds;
  if (width < 1 || height < 1) return null;
  if (width * height > MOST) throw new Error(`the mask would be ${width} x ${height} pixels, more than ${MOST}: make the shape smaller`);
  const bits = new Uint8Array(width * height);
  crossingsOf(rings, top, height).forEach((xs, row) => {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [first, stop] = [xs[i], xs[i + 1]].map((x) => Math.min(Math.max(Math.ceil(x - left - 0.5), 0), width));
      if (stop > first) bits.fill(1, row * width + first, row * width + stop);
    }
  });
  return maskOf(bounds, bits);
}

/**
 * Give the polygon along the borders of a mask's pixels: pixels that meet only in a corner are parts of their own.
 * Filled again it gives the same mask. Null where no pixel is set.
 * @param {Mask} shape
 * @returns {Polygon | null}
 */
export function traced(shape) {
  const rows = rowsOf(shape);
  const key = keysIn(shape);
  const loops = looped(bordersOf(rows, key), key).map((path) => ({ path, part: outwards(path) ? { outer: cornersOf(path), holes: /** @type {Pair[][]} */ ([]) } : null }));
  /** @type {Map<number, Loop>} */
  const risen = new Map();
  for (const loop of loops) loop.path.forEach(([x, y], i) => (loop.path[(i || loop.path.length) - 1][1] === y + 1 ? risen.set(key(x, y), loop) : null));
  for (const loop of loops) if (!loop.part) partRound(loop, rows, risen, key).holes.push(cornersOf(loop.path));
  const parts = loops.flatMap(({ part }) => part ?? []);
  return parts.length ? { kind: "polygon", parts } : null;
}

/** Number the corners of a mask's pixels. @param {Mask} shape @returns {Key} */
function keysIn({ bounds: [left, top, width] }) {
  return (x, y) => (y - top) * (width + 1) + x - left;
}

/**
 * @param {Pair[][]} rings
 * @param {{width: number, height: number}} [file]
 * @returns {Rect}
 */
function wholeBounds(rings, file) {
  const [x, y, width, height] = boundsOf(rings.flat());
  const [left, top, right, bottom] = [Math.floor(x), Math.floor(y), Math.ceil(x + width), Math.ceil(y + height)];
  if (!file) return [left, top, right - left, bottom - top];
  const [first, from] = [Math.max(0, left), Math.max(0, top)];
  return [first, from, Math.min(right, file.width) - first, Math.min(bottom, file.height) - from];
}

/**
 * Give for each row where the rings cross the line through its pixels' centres, going once over the edges.
 * @param {Pair[][]} rings
 * @param {number} top
 * @param {number} height
 */
function crossingsOf(rings, top, height) {
  /** @type {number[][]} */
  const rows = Array.from({ length: height }, () => []);
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      // From the upper end down, so that two shapes with an edge in common cross at the very same place.
      const [[x1, y1], [x2, y2]] = ring[j][1] < ring[i][1] ? [ring[j], ring[i]] : [ring[i], ring[j]];
      const last = Math.min(height, Math.ceil(y2 - top - 0.5));
      for (let row = Math.max(0, Math.ceil(y1 - top - 0.5)); row < last; row++) {
        rows[row].push(x1 + ((top + row + 0.5 - y1) * (x2 - x1)) / (y2 - y1));
      }
    }
  }
  return rows;
}

/**
 * @param {Mask} shape
 * @returns {Rows} runs that touch made one
 */
function rowsOf(shape) {
  /** @type {Rows} */
  const rows = new Map();
  for (const [x, y, length] of runs(shape)) {
    const row = rows.get(y) ?? [];
    if (!rows.has(y)) rows.set(y, row);
    if (row[row.length - 1] === x) row[row.length - 1] = x + length;
    else row.push(x, x + length);
  }
  return rows;
}

/**
 * Give the ends of the borders of pixels by where they start, each with its pixel on the right. Two start where
 * pixels meet in a corner.
 * @param {Rows} rows
 * @param {Key} key
 */
function bordersOf(rows, key) {
  /** @type {Map<number, {from: Pair, ends: Pair[]}>} */
  const borders = new Map();
  /** @param {Pair} from @param {Pair} to */
  const add = (from, to) => {
    const known = borders.get(key(...from));
    if (known) known.ends.push(to);
    else borders.set(key(...from), { from, ends: [to] });
  };
  for (const [y, row] of rows) {
    row.forEach((x, i) => (i % 2 ? add([x, y], [x, y + 1]) : add([x, y + 1], [x, y])));
    for (const [from, to] of apart(row, rows.get(y - 1) ?? [])) add([from, y], [to, y]);
    for (const [from, to] of apart(row, rows.get(y + 1) ?? [])) add([to, y + 1], [from, y + 1]);
  }
  return borders;
}

/**
 * Give the stretches of one row's runs that another row does not cover.
 * @param {number[]} row
 * @param {number[]} other
 * @returns {Pair[]}
 */
function apart(row, other) {
  /** @type {Pair[]} */
  const found = [];
  let next = 0;
  for (let i = 0; i < row.length; i += 2) {
    let x = row[i];
    while (next < other.length && other[next + 1] <= x) next += 2;
    for (let k = next; k < other.length && other[k] < row[i + 1]; k += 2) {
      if (other[k] > x) found.push([x, other[k]]);
      x = other[k + 1];
    }
    if (x < row[i + 1]) found.push([x, row[i + 1]]);
  }
  return found;
}

/**
 * Follow the borders into loops. Where four meet the path stays with its pixel, and where it comes back to one of
 * its own places a loop is closed, so no loop touches itself.
 * @param {ReturnType<typeof bordersOf>} borders
 * @param {Key} key
 */
function looped(borders, key) {
  /** @type {Pair[][]} */
  const loops = [];
  /** @type {Map<number, number>} */
  const places = new Map();
  for (const { from, ends } of borders.values()) {
    while (ends.length) {
      const path = [from];
      places.set(key(...from), 0);
      while (path.length) {
        const next = followed(borders, path, key);
        const at = places.get(key(...next));
        if (at === undefined) {
          places.set(key(...next), path.push(next) - 1);
          continue;
        }
        const loop = path.splice(at);
        loop.forEach((point) => places.delete(key(...point)));
        loops.push(loop);
        if (at > 0) places.set(key(...next), path.push(next) - 1);
      }
    }
  }
  return loops;
}

/**
 * Take the border that goes on from the end of a path: the one that turns right, where there are two.
 * @param {ReturnType<typeof bordersOf>} borders
 * @param {Pair[]} path
 * @param {Key} key
 * @returns {Pair}
 */
function followed(borders, path, key) {
  const [x, y] = path[path.length - 1];
  const ends = borders.get(key(x, y))?.ends ?? [];
  if (ends.length < 2 || path.length < 2) return /** @type {Pair} */ (ends.pop());
  const [px, py] = path[path.length - 2];
  const right = ends.findIndex(([nx, ny]) => (x - px) * (ny - y) - (y - py) * (nx - x) > 0);
  return ends.splice(Math.max(0, right), 1)[0];
}

/** Say whether a path has its pixels inside: it goes clockwise. @param {Pair[]} path */
function outwards(path) {
  return path.reduce((sum, [x, y], i) => sum + path[(i || path.length) - 1][0] * y - x * path[(i || path.length) - 1][1], 0) > 0;
}

/**
 * Give the part round a hole: from the pixel left of the hole to the left end of its run, and so on from a hole there.
 * @param {Loop} hole
 * @param {Rows} rows
 * @param {Map<number, Loop>} risen the loops by the upper ends of the borders left of a pixel
 * @param {Key} key
 */
function partRound(hole, rows, risen, key) {
  let loop = hole;
  while (!loop.part) {
    const [x, y] = leftmost(loop.path);
    const row = rows.get(y) ?? [];
    loop = /** @type {Loop} */ (risen.get(key(row[row.indexOf(x) - 1], y)));
  }
  return loop.part;
}

/** Give the upper end of the leftmost border of a hole that has its pixel on the left. @param {Pair[]} path */
function leftmost(path) {
  let found = /** @type {Pair} */ ([Infinity, 0]);
  path.forEach((point, i) => {
    if (point[0] < found[0] && path[(i + 1) % path.length][1] === point[1] + 1) found = point;
  });
  return found;
}

/** @param {Pair[]} loop */
function cornersOf(loop) {
  return loop.filter(([x, y], i) => {
    const [[px, py], [nx, ny]] = [loop[(i || loop.length) - 1], loop[(i + 1) % loop.length]];
    return (x - px) * (ny - y) !== (y - py) * (nx - x);
  });
}
