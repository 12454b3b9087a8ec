// The verbs of a box: a rectangle by its upper left corner, before it is turned about its centre.

import { boundsOf, rotated, tracePoints, within } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Box} Box */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */

const TURN_REACH = 22;
const ROOM = 30;
/** @type {[string, number, number, string][]} */
const GRIPS = [
  ["nw", 0, 0, "nwse-resize"],
  ["n", 0.5, 0, "ns-resize"],
  ["ne", 1, 0, "nesw-resize"],
  ["e", 1, 0.5, "ew-resize"],
  ["se", 1, 1, "nwse-resize"],
  ["s", 0.5, 1, "ns-resize"],
  ["sw", 0, 1, "nesw-resize"],
  ["w", 0, 0.5, "ew-resize"],
];

/** @type {import("../../types/local.d.ts").Verbs<Box>} */
export const box = {
  filled: true,
  bounds: (shape) => boundsOf(corners(shape)),
  outline: (shape) => [corners(shape)],
  vertices: () => 4,
  problem: ({ width, height }) => sides("box", width, height),
  clamp(shape, width, height) {
    if (shape.rotation) return shape;
    const [left, top] = within([shape.x, shape.y], width, height);
    const [right, bottom] = within([shape.x + shape.width, shape.y + shape.height], width, height);
    return { ...shape, x: left, y: top, width: right - left, height: bottom - top };
  },
  translate: (shape, dx, dy) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }),
  trace: (path, shape) => tracePoints(path, corners(shape), true),
  handles(shape, pixel) {
    // A side's grip needs room between the corners'; on a small box the corners are enough.
    const room = { n: shape.width, s: shape.width, e: shape.height, w: shape.height };
    const fitting = GRIPS.filter(([id]) => id.length === 2 || room[/** @type {keyof typeof room} */ (id)] >= ROOM * pixel);
    const grips = fitting.map(([id, u, v, cursor]) => {
      const [x, y] = at(shape, u, v);
      return { id, x, y, cursor, role: /** @type {"corner" | "side"} */ (id.length === 2 ? "corner" : "side") };
    });
    const [x, y] = rotated([shape.x + shape.width / 2, shape.y - TURN_REACH * pixel], centre(shape), shape.rotation);
    return [...grips, { id: "turn", x, y, cursor: "grab", role: "turn" }];
  },
  drag(shape, handle, x, y, { even }) {
    return handle === "turn" ? turned(shape, x, y, even) : resized(shape, handle, x, y, even);
  },
  remove: () => null,
  measure: ({ width, height }) => `${Math.round(width)}×${Math.round(height)}`,
};

/**
 * @param {Box} shape
 * @returns {Pair[]}
 */
export function corners(shape) {
  return [at(shape, 0, 0), at(shape, 1, 0), at(shape, 1, 1), at(shape, 0, 1)];
}

/**
 * @param {string} kind
 * @param {...number} measures
 */
export function sides(kind, ...measures) {
  return Math.min(...measures) > 0 ? null : `${kind} measures ${short(measures[0])} x ${short(measures[1])}, needs more than 0`;
}

/**
 * @param {Box} shape
 * @returns {Pair}
 */
function centre(shape) {
  return [shape.x + shape.width / 2, shape.y + shape.height / 2];
}

/**
 * Give the point at the shares `u`, `v` of width and height.
 * @param {Box} shape
 * @param {number} u
 * @param {number} v
 */
function at(shape, u, v) {
  return rotated([shape.x + u * shape.width, shape.y + v * shape.height], centre(shape), shape.rotation);
}

/**
 * @param {Box} shape
 * @param {number} x
 * @param {number} y
 * @param {boolean} even
 */
function turned(shape, x, y, even) {
  const [cx, cy] = centre(shape);
  const degrees = (Math.atan2(x - cx, cy - y) * 180) / Math.PI;
  const rotation = even ? Math.round(degrees / 15) * 15 : degrees;
  return { ...shape, rotation: Math.abs(rotation) < 0.5 ? 0 : rotation };
}

/**
 * Move one grip; the opposite one stays where it is, also when the box is turned.
 * @param {Box} shape
 * @param {string} handle
 * @param {number} x
 * @param {number} y
 * @param {boolean} even
 */
function resized(shape, handle, x, y, even) {
  const [, u, v] = /** @type {[string, number, number, string]} */ (GRIPS.find(([id]) => id === handle));
  const anchor = at(shape, 1 - u, 1 - v);
  const [lx, ly] = rotated([x, y], anchor, -shape.rotation);
  let width = u === 0.5 ? shape.width : Math.abs(lx - anchor[0]);
  let height = v === 0.5 ? shape.height : Math.abs(ly - anchor[1]);
  if (even && handle.length === 2) width = height = Math.max(width, height);
  width = Math.max(width, 1e-3);
  height = Math.max(height, 1e-3);
  const signX = u === 0.5 ? 0 : Math.sign(lx - anchor[0]) || 1;
  const signY = v === 0.5 ? 0 : Math.sign(ly - anchor[1]) || 1;
  const middle = rotated([anchor[0] + (signX * width) / 2, anchor[1] + (signY * height) / 2], anchor, shape.rotation);
  return { ...shape, x: middle[0] - width / 2, y: middle[1] - height / 2, width, height };
}

/** @param {number} value */
function short(value) {
  return String(Number(value.toPrecision(6)));
}
