// The shapes a script makes: functions that give the JSON of a geometry, whole and with numbers in it.

import { isKnown } from "../../../web/js/shapes/registry.js";
import { GeometryError, shown } from "./errors.js";
import { encoded } from "./runs.js";

/** @typedef {import("../../../web/types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../../web/types/local.d.ts").Pair} Pair */
/** @typedef {import("../../../web/types/data.d.ts").Box} BoxShape */
/** @typedef {Iterable<Iterable<number> | {x: number, y: number}> | Float32Array | Float64Array} Points pairs `[x, y]` or `{x, y}`; a typed array is read as x, y, x, y, … */

/**
 * A rectangle by its upper left corner, before it is turned about its centre; degrees clockwise.
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [rotation]
 * @returns {BoxShape}
 */
export function Box(x, y, width, height, rotation = 0) {
  return numbers("Box", { kind: "box", x, y, width, height, rotation });
}

/**
 * A ring of points, or several parts: `Polygon({ parts: [{ outer, holes }] })`. Rings close themselves.
 * @param {Points | {parts: Iterable<{outer: Points, holes?: Iterable<Points>}>}} given
 * @returns {import("../../../web/types/data.d.ts").Polygon}
 */
export function Polygon(given) {
  const parts = given && "parts" in given ? [...given.parts] : [{ outer: given }];
  const read = parts.map(({ outer, holes = [] }) => ({
    outer: pointsOf(outer, "outer ring"),
    holes: [...holes].map((hole) => pointsOf(hole, "hole")),
  }));
  return { kind: "polygon", parts: read };
}

/**
 * An open chain of points.
 * @param {Points} points
 * @returns {import("../../../web/types/data.d.ts").Polyline}
 */
export function Polyline(points) {
  return { kind: "polyline", points: pointsOf(points, "polyline") };
}

/**
 * One place.
 * @param {number} x @param {number} y
 * @returns {import("../../../web/types/data.d.ts").Point}
 */
export function Point(x, y) {
  return numbers("Point", { kind: "point", x, y });
}

/**
 * Centre, two radii, rotation in degrees clockwise.
 * @param {number} x @param {number} y @param {number} rx @param {number} ry @param {number} [rotation]
 * @returns {import("../../../web/types/data.d.ts").Ellipse}
 */
export function Ellipse(x, y, rx, ry, rotation = 0) {
  return numbers("Ellipse", { kind: "ellipse", x, y, rx, ry, rotation });
}

/**
 * Named points `{name, x, y, visible}`, `visible` as in COCO (0, 1 or 2), and edges `[i, j]` between them.
 * @param {Iterable<{name: string, x: number, y: number, visible?: 0 | 1 | 2}>} points
 * @param {Iterable<[number, number]>} [edges]
 * @returns {import("../../../web/types/data.d.ts").Keypoints}
 */
export function Keypoints(points, edges = []) {
  const read = [...points].map(({ name, x, y, visible = 2 }) => {
    if (![0, 1, 2].includes(visible)) throw new GeometryError(`Keypoints: visible is ${shown(visible)}, expected 0, 1 or 2`);
    return numbers("Keypoints", { name: String(name), x, y, visible });
  });
  const pairs = [...edges].map(([i, j]) => /** @type {[number, number]} */ ([whole("Keypoints", i), whole("Keypoints", j)]));
  return { kind: "keypoints", points: read, edges: pairs };
}

/**
 * A solid seen in the image, by its front and its rear face, two boxes.
 * @param {BoxShape} front @param {BoxShape} rear
 * @returns {import("../../../web/types/data.d.ts").Cuboid}
 */
export function Cuboid(front, rear) {
  return { kind: "cuboid", front: boxOf(front), rear: boxOf(rear) };
}

/**
 * Pixels over `bounds` `[x, y, width, height]`: run lengths as an array of numbers, or truth values as a typed
 * array of width x height, or as rows.
 * @param {Iterable<number>} bounds
 * @param {ArrayLike<number> | ArrayLike<ArrayLike<number>>} given
 * @returns {import("../../../web/types/data.d.ts").Mask}
 */
export function Mask(bounds, given) {
  const rect = [...bounds].map((side) => whole("Mask", side));
  if (rect.length !== 4) throw new GeometryError(`Mask: bounds are ${shown(rect)}, expected x, y, width, height`);
  return { kind: "mask", bounds: /** @type {[number, number, number, number]} */ (rect), rle: runsOf(given, rect) };
}

/**
 * The whole file.
 * @returns {import("../../../web/types/data.d.ts").Tag}
 */
export function Tag() {
  return { kind: "tag" };
}

/** @type {Record<string, (shape: any) => Geometry>} */
const READ = {
  box: boxOf,
  polygon: Polygon,
  polyline: ({ points }) => Polyline(points),
  point: ({ x, y }) => Point(x, y),
  ellipse: ({ x, y, rx, ry, rotation }) => Ellipse(x, y, rx, ry, rotation),
  keypoints: ({ points, edges }) => Keypoints(points, edges),
  cuboid: ({ front, rear }) => Cuboid(front, rear),
  mask: ({ bounds, rle }) => Mask(bounds, rle),
  tag: Tag,
};

/** @param {any} value */
export function isGeometry(value) {
  return isKnown(value);
}

/**
 * Give a shape written as JSON whole, with numbers where they belong. Throws `GeometryError`.
 * @param {any} value
 * @returns {Geometry}
 */
export function shapeOf(value) {
  try {
    return READ[value.kind](value);
  } catch (error) {
    if (error instanceof GeometryError) throw error;
    throw new GeometryError(`${value.kind} does not have the form of one: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {any} box */
function boxOf({ x, y, width, height, rotation }) {
  return Box(x, y, width, height, rotation);
}

/**
 * @param {any} points
 * @param {string} what
 * @returns {Pair[]}
 */
function pointsOf(points, what) {
  const pairs = ArrayBuffer.isView(points) ? paired(/** @type {Float32Array} */ (points)) : [...points];
  return pairs.map((point, index) => {
    const [x, y, ...more] = typeof point?.[Symbol.iterator] === "function" ? point : [point?.x, point?.y];
    if (typeof x === "number" && typeof y === "number" && !more.length) return [x, y];
    throw new GeometryError(`${what}: point ${index + 1} is ${shown(point)}, expected [x, y]`);
  });
}

/** @param {Float32Array} flat */
function paired(flat) {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);
}

/** @param {any} given @param {number[]} rect @returns {number[]} */
function runsOf(given, [, , width, height]) {
  if (ArrayBuffer.isView(given) && /** @type {any} */ (given).length === width * height) return encoded(/** @type {any} */ (given));
  if (typeof given[0] === "object") return encoded(Array.from(given, (row) => [...row]).flat());
  return Array.from(given, (length) => whole("Mask", length));
}

/** @template {object} T @param {string} what @param {T} shape @returns {T} */
function numbers(what, shape) {
  for (const [name, value] of Object.entries(shape)) {
    if (typeof value !== "number" && name !== "kind" && name !== "name") {
      throw new GeometryError(`${what}: ${name} is ${shown(value)}, expected a number`);
    }
  }
  return shape;
}

/** @param {string} what @param {unknown} value */
function whole(what, value) {
  if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
  throw new GeometryError(`${what}: ${shown(value)} is no number`);
}
