// What a brush leaves in a mask: all pixels whose centres lie within its radius of the stroke.

import { maskOf, runs } from "./mask.js";

/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {{points: Pair[], radius: number}} Stroke in pixels of the file */

/**
 * Give the mask with a stroke added to it or taken out of it, cut to the file and to its pixels; null if none are left.
 * @param {Mask | null} before
 * @param {Stroke} stroke
 * @param {boolean} adds
 * @param {{width: number, height: number}} file
 * @returns {Mask | null}
 */
export function painted(before, stroke, adds, file) {
  const bounds = roomFor(before, adds ? stroke : null, file);
  if (!bounds) return null;
  const [left, top, width, height] = bounds;
  const bits = new Uint8Array(width * height);
  if (before) for (const [x, y, length] of runs(before)) fill(bits, bounds, y, x, x + length, 1);
  for (let i = 0; i < stroke.points.length; i++) {
    const [a, b] = [stroke.points[Math.max(0, i - 1)], stroke.points[i]];
    const first = Math.max(top, Math.ceil(Math.min(a[1], b[1]) - stroke.radius - 0.5));
    const last = Math.min(top + height - 1, Math.floor(Math.max(a[1], b[1]) + stroke.radius - 0.5));
    for (let y = first; y <= last; y++) {
      const [from, to] = acrossRow(a, b, stroke.radius, y + 0.5);
      fill(bits, bounds, y, Math.max(left, Math.ceil(from - 0.5)), Math.min(left + width, Math.floor(to - 0.5) + 1), adds ? 1 : 0);
    }
  }
  return maskOf(bounds, bits);
}

/**
 * Give whole bounds that hold the mask and the stroke, within the file.
 * @param {Mask | null} before
 * @param {Stroke | null} stroke
 * @param {{width: number, height: number}} file
 * @returns {[number, number, number, number] | null}
 */
export function roomFor(before, stroke, { width, height }) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  if (before) [left, top, right, bottom] = [before.bounds[0], before.bounds[1], before.bounds[0] + before.bounds[2], before.bounds[1] + before.bounds[3]];
  for (const [x, y] of stroke?.points ?? []) {
    const { radius } = /** @type {Stroke} */ (stroke);
    [left, top] = [Math.min(left, Math.floor(x - radius)), Math.min(top, Math.floor(y - radius))];
    [right, bottom] = [Math.max(right, Math.ceil(x + radius)), Math.max(bottom, Math.ceil(y + radius))];
  }
  [left, top, right, bottom] = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
  return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
}

/**
 * Give from where to where a horizontal line lies within a radius of a segment; the first beyond the second if nowhere.
 * @param {Pair} a
 * @param {Pair} b
 * @param {number} radius
 * @param {number} y
 * @returns {Pair}
 */
function acrossRow(a, b, radius, y) {
  let [from, to] = [Infinity, -Infinity];
  for (const [cx, cy] of [a, b]) {
    const half = radius ** 2 - (y - cy) ** 2;
    if (half < 0) continue;
    [from, to] = [Math.min(from, cx - Math.sqrt(half)), Math.max(to, cx + Math.sqrt(half))];
  }
  // The two sides beside the segment; each crosses the line once, or not at all.
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length === 0 || a[1] === b[1]) return [from, to];
  const [nx, ny] = [(-(b[1] - a[1]) / length) * radius, ((b[0] - a[0]) / length) * radius];
  for (const sign of [-1, 1]) {
    const along = (y - a[1] - sign * ny) / (b[1] - a[1]);
    if (along < 0 || along > 1) continue;
    const x = a[0] + sign * nx + along * (b[0] - a[0]);
    [from, to] = [Math.min(from, x), Math.max(to, x)];
  }
  return [from, to];
}

/**
 * @param {Uint8Array} bits
 * @param {[number, number, number, number]} bounds
 * @param {number} y
 * @param {number} from
 * @param {number} to
 * @param {number} value
 */
function fill(bits, [left, top, width], y, from, to, value) {
  if (to > from) bits.fill(value, (y - top) * width + from - left, (y - top) * width + to - left);
}
