// The verbs of an ellipse, which is taken hold of by the box around it.

import { box, sides } from "./box.js";
import { placed, rotated, tracePoints } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Ellipse} Ellipse */
/** @typedef {import("../../types/data.d.ts").Box} Box */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */

const POINTS = 64;

/** @type {import("../../types/local.d.ts").Verbs<Ellipse>} */
export const ellipse = {
  filled: true,
  bounds({ x, y, rx, ry, rotation }) {
    const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
    const [half, tall] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
    return [x - half, y - tall, 2 * half, 2 * tall];
  },
  outline: (shape) => [ring(shape)],
  vertices: () => 1,
  problem: ({ rx, ry }) => sides("ellipse", rx, ry),
  clamp: placed,
  translate: (shape, dx, dy) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }),
  trace: (path, shape) => tracePoints(path, ring(shape), true),
  handles: (shape, pixel) => box.handles(boxAround(shape), pixel),
  drag: (shape, handle, x, y, options) => ellipseIn(box.drag(boxAround(shape), handle, x, y, options)),
  remove: () => null,
  measure: ({ rx, ry }) => `${Math.round(2 * rx)}×${Math.round(2 * ry)}`,
};

/**
 * Give the ellipse that touches the sides of a box.
 * @param {Box} box
 * @returns {Ellipse}
 */
export function ellipseIn({ x, y, width, height, rotation }) {
  return { kind: "ellipse", x: x + width / 2, y: y + height / 2, rx: width / 2, ry: height / 2, rotation };
}

/** Give the box whose sides an ellipse touches, turned as it is. @param {Ellipse} shape @returns {Box} */
export function boxAround({ x, y, rx, ry, rotation }) {
  return { kind: "box", x: x - rx, y: y - ry, width: 2 * rx, height: 2 * ry, rotation };
}

/**
 * @param {Ellipse} shape
 * @returns {Pair[]}
 */
function ring({ x, y, rx, ry, rotation }) {
  return Array.from({ length: POINTS }, (_, i) => {
    const turn = (2 * Math.PI * i) / POINTS;
    return rotated([x + rx * Math.cos(turn), y + ry * Math.sin(turn)], [x, y], rotation);
  });
}
