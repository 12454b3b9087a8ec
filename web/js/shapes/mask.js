// The verbs of a mask: pixels by their run lengths, row by row over whole bounds.

import { sides } from "./box.js";

/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

/** @type {import("../../types/local.d.ts").Verbs<Mask>} */
export const mask = {
  filled: true,
  bounds: (shape) => rect(shape),
  outline: () => [],
  vertices: (shape) => shape.rle.length,
  problem(shape) {
    const [, , width, height] = rect(shape);
    if (!shape.bounds.every(Number.isInteger)) return `mask's bounds [${shape.bounds.join(", ")}] are no whole pixels`;
    if (Math.min(width, height) < 1) return sides("mask", width, height);
    const sum = shape.rle.reduce((total, length) => total + length, 0);
    if (shape.rle.every((length) => length >= 0) && sum === width * height) return null;
    return `mask's run lengths add up to ${sum}, its bounds hold ${width * height} pixels`;
  },
  clamp: clampMask,
  translate(shape, dx, dy) {
    const [x, y, width, height] = rect(shape);
    return { ...shape, bounds: [Math.round(x + dx), Math.round(y + dy), width, height] };
  },
  trace(path, shape) {
    for (const [x, y, length] of runs(shape)) path.rect(x, y, length, 1);
  },
  handles: () => [],
  drag: (shape) => shape,
  remove: () => null,
  measure: (shape) => `${shape.rle.reduce((sum, length, i) => sum + (i % 2) * length, 0)} px`,
};

/**
 * Give the runs of foreground as `[x, y, length]`, none longer than its row.
 * @param {Mask} shape
 * @returns {Generator<[number, number, number]>}
 */
export function* runs(shape) {
  const [left, top, width] = rect(shape);
  let at = 0;
  for (let index = 0; index < shape.rle.length; at += shape.rle[index++]) {
    if (index % 2 === 0) continue;
    for (let start = at, end = at + shape.rle[index]; start < end; ) {
      const length = Math.min(end - start, width - (start % width));
      yield [left + (start % width), top + Math.floor(start / width), length];
      start += length;
    }
  }
}

/**
 * @param {Mask} shape
 * @param {number} width
 * @param {number} height
 * @returns {Mask}
 */
function clampMask(shape, width, height) {
  const [x, y, w, h] = rect(shape);
  if (x >= 0 && y >= 0 && x + w <= width && y + h <= height) return shape;
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [wide, tall] = [Math.max(0, Math.min(x + w, width) - left), Math.max(0, Math.min(y + h, height) - top)];
  const bits = new Uint8Array(wide * tall);
  let at = 0;
  for (const [index, length] of shape.rle.entries()) {
    const [start, end] = [at, at + length];
    at = end;
    if (index % 2 === 0) continue;
    // Only the rows in the file, however many the mask says it has.
    const [first, last] = [Math.max(Math.floor(start / w), top - y), Math.min(Math.floor((end - 1) / w), top + tall - y - 1)];
    for (let row = first; row <= last; row++) {
      const [from, to] = [start, end].map((edge) => Math.min(Math.max(x + edge - row * w, left), left + wide) - left);
      bits.fill(1, (row + y - top) * wide + from, (row + y - top) * wide + to);
    }
  }
  return { ...shape, bounds: [left, top, wide, tall], rle: encoded(bits) };
}

/** Give the run lengths of pixels row by row, background first. @param {Uint8Array} bits */
export function encoded(bits) {
  const found = [];
  let [value, length] = [0, 0];
  for (const bit of bits) {
    if (bit !== value) {
      found.push(length);
      [value, length] = [bit, 0];
    }
    length += 1;
  }
  return bits.length ? [...found, length] : [];
}

/**
 * Give the mask of pixels row by row, cut to those that are set; null where none is.
 * @param {Rect} bounds
 * @param {Uint8Array} bits
 * @returns {Mask | null}
 */
export function maskOf([left, top, width, height], bits) {
  let [first, last, from, to] = [height, -1, width, -1];
  for (let y = 0; y < height; y++) {
    const row = bits.subarray(y * width, (y + 1) * width);
    const start = row.indexOf(1);
    if (start < 0) continue;
    [first, last, from, to] = [Math.min(first, y), y, Math.min(from, start), Math.max(to, row.lastIndexOf(1))];
  }
  if (last < 0) return null;
  const [wide, tall] = [to - from + 1, last - first + 1];
  const cut = new Uint8Array(wide * tall);
  for (let y = 0; y < tall; y++) cut.set(bits.subarray((y + first) * width + from, (y + first) * width + to + 1), y * wide);
  return { kind: "mask", bounds: [left + from, top + first, wide, tall], rle: encoded(cut) };
}

/**
 * Give the pixels of a mask row by row, with the bounds they are in.
 * @param {Mask} shape
 * @returns {[Rect, Uint8Array]}
 */
export function bitsOf(shape) {
  const bounds = rect(shape);
  const bits = new Uint8Array(bounds[2] * bounds[3]);
  for (const [x, y, length] of runs(shape)) {
    const at = (y - bounds[1]) * bounds[2] + x - bounds[0];
    bits.fill(1, at, at + length);
  }
  return [bounds, bits];
}

/**
 * @param {Mask} shape
 * @returns {Rect}
 */
function rect(shape) {
  return /** @type {Rect} */ (/** @type {unknown} */ (shape.bounds));
}
