// The verbs of a cuboid: a front face and a rear face, each taken hold of as a box.

import { box, corners, sides } from "./box.js";
import { boundsOf, tracePoints } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Cuboid} Cuboid */
/** @typedef {"front" | "rear"} Face */

const DEPTH = 0.25;
/** @type {Face[]} */
const FACES = ["front", "rear"];

/** @type {import("../../types/local.d.ts").Verbs<Cuboid>} */
export const cuboid = {
  filled: true,
  bounds: ({ front, rear }) => boundsOf([...corners(front), ...corners(rear)]),
  outline: ({ front }) => [corners(front)],
  vertices: () => 8,
  problem: ({ front, rear }) => sides("cuboid", front.width, front.height, rear.width, rear.height),
  clamp: (shape, w, h) => ({ ...shape, front: box.clamp(shape.front, w, h), rear: box.clamp(shape.rear, w, h) }),
  translate: (shape, dx, dy) => ({ ...shape, front: box.translate(shape.front, dx, dy), rear: box.translate(shape.rear, dx, dy) }),
  trace(path, { front, rear }) {
    const [near, far] = [corners(front), corners(rear)];
    tracePoints(path, near, true);
    tracePoints(path, far, true);
    near.forEach((corner, i) => tracePoints(path, [corner, far[i]], false));
  },
  // The rear face comes first: where the two lie upon each other, the front one is meant.
  handles: (shape, pixel) => FACES.toReversed().flatMap((face) => grips(shape, face, pixel)),
  drag(shape, handle, x, y, options) {
    const [face, grip] = /** @type {[Face, string]} */ (handle.split(":"));
    return { ...shape, [face]: box.drag(shape[face], grip, x, y, options) };
  },
  remove: () => null,
  measure: ({ front }) => `${Math.round(front.width)}×${Math.round(front.height)}`,
};

/**
 * Give a cuboid with this front, its rear a quarter of the width behind, up to the right, within the file.
 * @param {import("../../types/data.d.ts").Box} front
 * @param {{width: number, height: number}} file
 * @returns {Cuboid}
 */
export function cuboidBehind(front, file) {
  const depth = front.width * DEPTH;
  const x = Math.min(front.x + depth, file.width - front.width);
  const y = Math.max(front.y - depth, 0);
  return { kind: "cuboid", front, rear: { ...front, x, y } };
}

/** @param {Cuboid} shape @param {Face} face @param {number} pixel */
function grips(shape, face, pixel) {
  return box
    .handles(shape[face], pixel)
    .filter(({ id }) => id !== "turn")
    .map((handle) => ({ ...handle, id: `${face}:${handle.id}` }));
}
