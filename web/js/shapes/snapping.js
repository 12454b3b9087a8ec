// Where a point jumps to: a vertex or an edge of what is near, or the border of the file.

import { corners } from "./box.js";
import { verbsOf } from "./registry.js";
import { footOf, isLined, linesOf } from "./vertices.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {{x: number, y: number, to: "vertex" | "edge" | "border", id: string | null}} Snap with the instance it came from */
/** @typedef {{id: string, geometry: Geometry, hidden?: boolean}} Near */

/**
 * Give where a point snaps to: the nearest vertex in reach, or else the nearest edge, or else the border of the file,
 * whose corners are vertices. Null where nothing is in reach.
 * @param {number} x
 * @param {number} y
 * @param {number} reach in pixels of the file
 * @param {Near[]} near what lies within that reach; hidden ones do not count
 * @param {{width: number, height: number}} file
 * @returns {Snap | null}
 */
export function snapped(x, y, reach, near, file) {
  const seen = near.filter(({ hidden }) => !hidden);
  return (
    nearestOf([...seen.flatMap(verticesOf), ...cornersOf(file)], x, y, reach) ??
    nearestOf(seen.flatMap((one) => edgePlaces(one, x, y)), x, y, reach) ??
    nearestOf(borderPlaces(x, y, file), x, y, reach)
  );
}

/**
 * Give the points of a shape that others snap to.
 * @param {Geometry} shape
 * @returns {Pair[]}
 */
export function snapPoints(shape) {
  if (shape.kind === "point") return [[shape.x, shape.y]];
  if (shape.kind === "ellipse") return [[shape.x, shape.y]];
  if (shape.kind === "keypoints") return shape.points.filter(({ visible }) => visible).map(({ x, y }) => [x, y]);
  return chainsOf(shape).flatMap(({ points }) => points);
}

/** @param {Near} one @returns {Snap[]} */
function verticesOf({ id, geometry }) {
  return snapPoints(geometry).map(([x, y]) => ({ x, y, to: "vertex", id }));
}

/** @param {Near} one @param {number} x @param {number} y @returns {Snap[]} */
function edgePlaces({ id, geometry }, x, y) {
  return chainsOf(geometry).flatMap(({ points, closed }) =>
    points.slice(closed ? 0 : 1).map((_, i) => ({ ...footOf(x, y, points[i], points[(i + 1) % points.length]), to: /** @type {const} */ ("edge"), id })),
  );
}

/**
 * @param {Geometry} shape
 * @returns {{points: Pair[], closed: boolean}[]}
 */
function chainsOf(shape) {
  if (isLined(shape)) return linesOf(shape).map((points) => ({ points, closed: shape.kind === "polygon" }));
  if (shape.kind === "cuboid") return cuboidChains(corners(shape.front), corners(shape.rear));
  return verbsOf(shape).outline(shape).map((points) => ({ points, closed: true }));
}

/** @param {Pair[]} front @param {Pair[]} rear */
function cuboidChains(front, rear) {
  const between = front.map((corner, i) => ({ points: [corner, rear[i]], closed: false }));
  return [{ points: front, closed: true }, { points: rear, closed: true }, ...between];
}

/** @param {{width: number, height: number}} file @returns {Snap[]} */
function cornersOf({ width, height }) {
  const places = [[0, 0], [width, 0], [width, height], [0, height]];
  return places.map(([x, y]) => ({ x, y, to: "border", id: null }));
}

/** @param {number} x @param {number} y @param {{width: number, height: number}} file @returns {Snap[]} */
function borderPlaces(x, y, { width, height }) {
  const [across, down] = [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  return [[0, down], [width, down], [across, 0], [across, height]].map(([px, py]) => ({ x: px, y: py, to: "border", id: null }));
}

/** @param {Snap[]} places @param {number} x @param {number} y @param {number} reach @returns {Snap | null} */
function nearestOf(places, x, y, reach) {
  /** @type {Snap | null} */
  let found = null;
  let least = reach;
  for (const place of places) {
    const away = Math.hypot(place.x - x, place.y - y);
    if (away <= least && (away < least || !found)) [found, least] = [place, away];
  }
  return found;
}
