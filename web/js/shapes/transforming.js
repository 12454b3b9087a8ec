// Shapes moved, scaled, turned and flipped as a whole, every kind by the same matrix.

import { boundsOf } from "./rings.js";
import { verbsOf } from "./registry.js";
import { resampled } from "./resampling.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../../types/data.d.ts").Box} Box */
/** @typedef {import("../../types/data.d.ts").Ellipse} Ellipse */
/** @typedef {import("../../types/local.d.ts").Matrix} Matrix */
/** @typedef {(x: number, y: number, matrix: Matrix) => number} Heading the degrees of a side that came to point there */

const LEAST = 1e-3;

/**
 * Scale about a place that stays; a negative factor flips.
 * @template {Geometry} G
 * @param {G} shape
 * @param {number} across
 * @param {number} down
 * @param {Pair} still
 * @returns {G}
 */
export function scaled(shape, across, down, [x, y]) {
  return moved(shape, [across, 0, 0, down, x - across * x, y - down * y], flat);
}

/**
 * Turn clockwise about a place that stays.
 * @template {Geometry} G
 * @param {G} shape
 * @param {number} degrees
 * @param {Pair} still
 * @returns {G}
 */
export function turned(shape, degrees, [x, y]) {
  const [cos, sin] = directionOf(degrees);
  return moved(shape, [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y], round);
}

/**
 * Flip about a place that stays: left and right, or top and bottom.
 * @template {Geometry} G
 * @param {G} shape
 * @param {"across" | "down"} way
 * @param {Pair} still
 * @returns {G}
 */
export function flipped(shape, way, still) {
  return scaled(shape, way === "across" ? -1 : 1, way === "down" ? -1 : 1, still);
}

/**
 * Give a shape that is turned by quarters as one that is not, with its sides changed over; any other as it is.
 * @param {Geometry} shape
 * @returns {Geometry}
 */
export function upright(shape) {
  if (shape.kind === "cuboid") return { ...shape, front: uprightBox(shape.front), rear: uprightBox(shape.rear) };
  if (shape.kind === "box") return uprightBox(shape);
  if (shape.kind !== "ellipse" || shape.rotation % 90) return shape;
  return shape.rotation % 180 ? { ...shape, rx: shape.ry, ry: shape.rx, rotation: 0 } : { ...shape, rotation: 0 };
}

/** @param {Box} box @returns {Box} */
function uprightBox(box) {
  const { x, y, width, height, rotation } = box;
  if (rotation % 90) return box;
  if (rotation % 180 === 0) return { ...box, rotation: 0 };
  return { ...box, x: x + (width - height) / 2, y: y + (height - width) / 2, width: height, height: width, rotation: 0 };
}

/**
 * Give the bounds round several shapes; tags have no place and do not count. Null where none has one.
 * @param {Geometry[]} shapes
 * @returns {Rect | null}
 */
export function boundsRound(shapes) {
  const placed = shapes.filter(({ kind }) => kind !== "tag").map((shape) => verbsOf(shape).bounds(shape));
  return placed.length ? boundsOf(placed.flatMap(([x, y, w, h]) => /** @type {Pair[]} */ ([[x, y], [x + w, y + h]]))) : null;
}

/**
 * Move every point of a shape by a matrix as the canvas has it: `x' = a x + c y + e`, `y' = b x + d y + f`.
 * A turned box stays a box, so one that is scaled unevenly keeps its corners only nearly.
 * @template {Geometry} G
 * @param {G} shape
 * @param {Matrix} matrix
 * @param {Heading} heading
 * @returns {G} the shape itself where a number of the matrix is not finite
 */
function moved(shape, matrix, heading) {
  if (!matrix.every(Number.isFinite)) return shape;
  return /** @type {G} */ (MOVED[shape.kind](/** @type {any} */ (shape), matrix, heading));
}

/** @type {{[K in Geometry["kind"]]: (shape: Extract<Geometry, {kind: K}>, matrix: Matrix, heading: Heading) => Geometry}} */
const MOVED = {
  box: movedBox,
  ellipse: movedEllipse,
  cuboid: (shape, ...by) => ({ ...shape, front: movedBox(shape.front, ...by), rear: movedBox(shape.rear, ...by) }),
  polygon: (shape, matrix) => ({
    ...shape,
    parts: shape.parts.map(({ outer, holes }) => ({ outer: all(outer, matrix), holes: holes.map((hole) => all(hole, matrix)) })),
  }),
  polyline: (shape, matrix) => ({ ...shape, points: all(shape.points, matrix) }),
  point: placed,
  keypoints: (shape, matrix) => ({ ...shape, points: shape.points.map((one) => placed(one, matrix)) }),
  mask: resampled,
  tag: (shape) => shape,
};

/**
 * @template {{x: number, y: number}} P
 * @param {P} place
 * @param {Matrix} matrix
 * @returns {P}
 */
function placed(place, matrix) {
  const [x, y] = at(matrix, place.x, place.y);
  return { ...place, x, y };
}

/** @param {Pair[]} points @param {Matrix} matrix @returns {Pair[]} */
function all(points, matrix) {
  return points.map(([x, y]) => at(matrix, x, y));
}

/** @param {Matrix} matrix @param {number} x @param {number} y @returns {Pair} */
function at([a, b, c, d, e, f], x, y) {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** @param {Box} shape @param {Matrix} matrix @param {Heading} heading @returns {Box} */
function movedBox(shape, matrix, heading) {
  const [a, b, c, d] = matrix;
  const [cos, sin] = directionOf(shape.rotation);
  const [x, y] = at(matrix, shape.x + shape.width / 2, shape.y + shape.height / 2);
  const width = Math.max(LEAST, shape.width * Math.hypot(a * cos + c * sin, b * cos + d * sin));
  const height = Math.max(LEAST, shape.height * Math.hypot(c * cos - a * sin, d * cos - b * sin));
  const rotation = heading(a * cos + c * sin, b * cos + d * sin, matrix);
  return { ...shape, x: x - width / 2, y: y - height / 2, width, height, rotation };
}

/**
 * An ellipse is the unit circle under a matrix, so its new half axes are the singular values of that.
 * @param {Ellipse} shape
 * @param {Matrix} matrix
 * @param {Heading} heading
 * @returns {Ellipse}
 */
function movedEllipse(shape, matrix, heading) {
  const [a, b, c, d] = matrix;
  const [cos, sin] = directionOf(shape.rotation);
  const [x, y] = at(matrix, shape.x, shape.y);
  const [ux, uy] = [(a * cos + c * sin) * shape.rx, (b * cos + d * sin) * shape.rx];
  const [vx, vy] = [(c * cos - a * sin) * shape.ry, (d * cos - b * sin) * shape.ry];
  // The pair of perpendicular half axes nearest to the two that were.
  const turn = Math.atan2(2 * (ux * vx + uy * vy), ux * ux + uy * uy - vx * vx - vy * vy) / 2;
  const straight = Math.abs(ux * vx + uy * vy) <= 1e-12 * (ux * ux + uy * uy + vx * vx + vy * vy);
  const [p, q] = straight ? [1, 0] : [Math.cos(turn), Math.sin(turn)];
  const [sx, sy, tx, ty] = [ux * p + vx * q, uy * p + vy * q, vx * p - ux * q, vy * p - uy * q];
  const rotation = heading(sx, sy, matrix);
  return { ...shape, x, y, rx: Math.max(LEAST, Math.hypot(sx, sy)), ry: Math.max(LEAST, Math.hypot(tx, ty)), rotation };
}

/** @param {number} x @param {number} y */
function round(x, y) {
  const degrees = Math.round((Math.atan2(y, x) * 180e9) / Math.PI) / 1e9;
  return (degrees + 360) % 360;
}

/** A side and its opposite lie on one line, so what is flipped is not turned over too. @type {Heading} */
function flat(x, y, [a]) {
  return a < 0 ? round(-x, -y) : round(x, y);
}

/**
 * Give cosine and sine, exact at right angles.
 * @param {number} degrees
 * @returns {Pair}
 */
function directionOf(degrees) {
  const quarter = (((degrees / 90) % 4) + 4) % 4;
  if (Number.isInteger(quarter)) return /** @type {Pair[]} */ ([[1, 0], [0, 1], [-1, 0], [0, -1]])[quarter];
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}
