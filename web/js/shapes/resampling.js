// Masks under a matrix: each pixel takes what lay where its centre comes from.

import { bitsOf, maskOf } from "./mask.js";

/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/local.d.ts").Matrix} Matrix */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

const MOST = 2 ** 28;
// Less than any step of a pixel, more than a matrix is out by.
const SLACK = 1e-9;

/**
 * Give the mask moved by a matrix. It keeps one pixel at least; more than 268 million are refused.
 * @param {Mask} shape
 * @param {Matrix} matrix
 * @returns {Mask}
 */
export function resampled(shape, matrix) {
  const [a, b, c, d, e, f] = matrix;
  const size = a * d - b * c;
  const [left, top, width, height] = reached(shape, matrix);
  if (width * height > MOST) throw new Error(`the mask would be ${width} x ${height} pixels, more than ${MOST}: make it smaller`);
  const [from, bits] = bitsOf(shape);
  const found = new Uint8Array(width * height);
  for (let row = 0; row < height && size !== 0; row++) {
    const y = top + row + 0.5 - f;
    for (let column = 0; column < width; column++) {
      const x = left + column + 0.5 - e;
      const sx = Math.floor((d * x - c * y) / size + SLACK) - from[0];
      const sy = Math.floor((a * y - b * x) / size + SLACK) - from[1];
      if (sx >= 0 && sy >= 0 && sx < from[2] && sy < from[3]) found[row * width + column] = bits[sy * from[2] + sx];
    }
  }
  return maskOf([left, top, width, height], found) ?? { ...shape, bounds: [left + (width >> 1), top + (height >> 1), 1, 1], rle: [0, 1] };
}

/**
 * Give the whole pixels that the corners of a mask's bounds come to lie in.
 * @param {Mask} shape
 * @param {Matrix} matrix
 * @returns {Rect}
 */
function reached(shape, [a, b, c, d, e, f]) {
  const [x, y, width, height] = shape.bounds;
  const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
  const [xs, ys] = [corners.map(([p, q]) => a * p + c * q + e), corners.map(([p, q]) => b * p + d * q + f)];
  const [left, top] = [Math.floor(Math.min(...xs) + SLACK), Math.floor(Math.min(...ys) + SLACK)];
  const [right, bottom] = [Math.ceil(Math.max(...xs) - SLACK), Math.ceil(Math.max(...ys) - SLACK)];
  return [left, top, Math.max(1, right - left), Math.max(1, bottom - top)];
}
