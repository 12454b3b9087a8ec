// The verbs of polyline, point, keypoints, mask and tag.

import { sides } from "./box.js";
import { boundsOf, enough, placed, tracePoints, within } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

const still = {
  filled: true,
  handles: () => [],
  remove: () => null,
  /** @template G @param {G} shape */
  drag: (shape) => shape,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Polyline>} */
export const polyline = {
  ...still,
  filled: false,
  bounds: (shape) => boundsOf(shape.points),
  outline: () => [],
  vertices: (shape) => shape.points.length,
  problem: (shape) => enough("polyline", shape.points.length, 2),
  clamp: (shape, width, height) => ({ ...shape, points: shape.points.map((point) => within(point, width, height)) }),
  translate: (shape, dx, dy) => ({ ...shape, points: shape.points.map(([x, y]) => /** @type {Pair} */ ([x + dx, y + dy])) }),
  trace: (path, shape) => tracePoints(path, shape.points, false),
  handles: (shape) => shape.points.map(([x, y], i) => ({ id: `v${i}`, x, y, role: "vertex", cursor: "move" })),
  drag: (shape, handle, x, y) => ({ ...shape, points: shape.points.with(Number(handle.slice(1)), [x, y]) }),
  remove(shape, handle) {
    return shape.points.length > 2 ? { ...shape, points: shape.points.toSpliced(Number(handle.slice(1)), 1) } : null;
  },
  measure: (shape) => `${shape.points.length} pts`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Point>} */
export const point = {
  ...still,
  filled: false,
  bounds: ({ x, y }) => [x, y, 0, 0],
  outline: () => [],
  vertices: () => 1,
  problem: () => null,
  clamp: placed,
  translate: (shape, dx, dy) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }),
  trace(path, { x, y }, pixel) {
    path.moveTo(x + 4 * pixel, y);
    path.arc(x, y, 4 * pixel, 0, 2 * Math.PI);
  },
  measure: ({ x, y }) => `${Math.round(x)}, ${Math.round(y)}`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Keypoints>} */
export const keypoints = {
  ...still,
  filled: false,
  bounds: (shape) => boundsOf(shape.points.map(({ x, y }) => [x, y])),
  outline: () => [],
  vertices: (shape) => shape.points.length,
  problem(shape) {
    const stray = shape.edges.find((edge) => edge.some((end) => end < 0 || end >= shape.points.length));
    if (stray) return `keypoints edge [${stray.join(", ")}] names a point that is not there (it has ${shape.points.length})`;
    return enough("keypoints", shape.points.length, 1);
  },
  clamp: (shape, width, height) => ({ ...shape, points: shape.points.map((one) => placed(one, width, height)) }),
  translate: (shape, dx, dy) => ({ ...shape, points: shape.points.map((one) => ({ ...one, x: one.x + dx, y: one.y + dy })) }),
  trace(path, shape, pixel) {
    for (const [from, to] of shape.edges) {
      if (!shape.points[from].visible || !shape.points[to].visible) continue;
      path.moveTo(shape.points[from].x, shape.points[from].y);
      path.lineTo(shape.points[to].x, shape.points[to].y);
    }
    for (const { x, y, visible } of shape.points) {
      if (!visible) continue;
      path.moveTo(x + 3 * pixel, y);
      path.arc(x, y, 3 * pixel, 0, 2 * Math.PI);
    }
  },
  handles: (shape) => shape.points.map(({ x, y }, i) => ({ id: `v${i}`, x, y, role: "vertex", cursor: "move" })),
  drag(shape, handle, x, y) {
    const index = Number(handle.slice(1));
    return { ...shape, points: shape.points.with(index, { ...shape.points[index], x, y }) };
  },
  measure: (shape) => `${shape.points.filter((one) => one.visible).length} of ${shape.points.length}`,
};

/** @type {import("../../types/local.d.ts").Verbs<Mask>} */
export const mask = {
  ...still,
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
  measure: (shape) => `${shape.rle.reduce((sum, length, i) => sum + (i % 2) * length, 0)} px`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Tag>} */
export const tag = {
  ...still,
  filled: false,
  bounds: () => [0, 0, 0, 0],
  outline: () => [],
  vertices: () => 0,
  problem: () => null,
  clamp: (shape) => shape,
  translate: (shape) => shape,
  trace: () => {},
  measure: () => "file",
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

/** @param {Uint8Array} bits */
function encoded(bits) {
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
 * @param {Mask} shape
 * @returns {Rect}
 */
function rect(shape) {
  return /** @type {Rect} */ (/** @type {unknown} */ (shape.bounds));
}
