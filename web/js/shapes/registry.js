// What can be done with a shape, looked up by its kind: nobody outside this folder switches on one.

import { box } from "./box.js";
import { cuboid } from "./cuboid.js";
import { ellipse } from "./ellipse.js";
import { mask, runs } from "./mask.js";
import { keypoints, point, polyline, tag } from "./others.js";
import { polygon } from "./polygon.js";
import { areaOf, inside } from "./rings.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */

/** @type {Record<string, import("../../types/local.d.ts").Verbs<any>>} */
const VERBS = { box, polygon, polyline, point, ellipse, keypoints, cuboid, mask, tag };
export const KINDS = Object.keys(VERBS);

/**
 * Give the verbs of a shape's kind.
 * @param {Geometry} shape
 */
export function verbsOf(shape) {
  return VERBS[shape.kind];
}

/** @param {Geometry} shape */
export function isKnown(shape) {
  return Object.hasOwn(VERBS, shape?.kind);
}

/** What the wire may leave out of a shape, put in. @type {Record<string, (shape: any) => Geometry>} */
const WHOLE = {
  box: (shape) => ({ rotation: 0, ...shape }),
  ellipse: (shape) => ({ rotation: 0, ...shape }),
  cuboid: (shape) => ({ ...shape, front: { rotation: 0, ...shape.front }, rear: { rotation: 0, ...shape.rear } }),
  polygon: (shape) => ({ ...shape, parts: shape.parts.map((/** @type {object} */ part) => ({ holes: [], ...part })) }),
  keypoints: (shape) => ({ edges: [], ...shape, points: shape.points.map((/** @type {object} */ one) => ({ visible: 2, ...one })) }),
};

/**
 * Give the shape with the defaults of what it leaves out.
 * @param {Geometry} shape
 */
export function whole(shape) {
  return WHOLE[shape.kind]?.(shape) ?? shape;
}

/**
 * Give the area in square pixels: outer rings less holes; 0 for points, lines and tags.
 * @param {Geometry} shape
 */
export function area(shape) {
  if (shape.kind === "mask") return shape.rle.reduce((sum, length, index) => sum + (index % 2) * length, 0);
  if (shape.kind === "polygon") {
    return shape.parts.reduce((sum, { outer, holes }) => sum + areaOf(outer) - holes.reduce((all, hole) => all + areaOf(hole), 0), 0);
  }
  return verbsOf(shape).outline(shape).reduce((sum, ring) => sum + areaOf(ring), 0);
}

/**
 * Say whether a point lies inside the shape; a hole is outside.
 * @param {Geometry} shape
 * @param {number} x
 * @param {number} y
 */
export function contains(shape, x, y) {
  if (shape.kind === "mask") return maskContains(shape, x, y);
  return verbsOf(shape).outline(shape).filter((ring) => inside(ring, x, y)).length % 2 === 1;
}

/**
 * @param {import("../../types/data.d.ts").Mask} shape
 * @param {number} x
 * @param {number} y
 */
function maskContains(shape, x, y) {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  for (const [left, top, length] of runs(shape)) {
    if (top === row && column >= left && column < left + length) return true;
  }
  return false;
}
