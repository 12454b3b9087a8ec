// Shapes of one kind made of shapes of another, where that makes sense.

import { corners } from "./box.js";
import { boxAround, ellipseIn } from "./ellipse.js";
import { verbsOf } from "./registry.js";
import { boundsOf } from "./rings.js";
import { ellipseLike, hullOf, turnedBoxRound } from "./enclosing.js";
import { simplified } from "./simplifying.js";
import { filled, traced } from "./tracing.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Kind} Kind */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {{tolerance?: number, turned?: boolean, file?: {width: number, height: number}}} How
 *   by how many pixels the polygon of a mask may be simpler than its pixels' borders; whether a box may be turned to be
 *   smaller; which file's pixels a mask may have */

/** What each kind becomes. @type {{[K in Kind]?: {[L in Kind]?: (shape: any, how: How) => Geometry | null}}} */
const WAYS = {
  box: { polygon: (shape) => polygonOf(corners(shape)), ellipse: ellipseIn, mask: filledIn },
  polygon: { box: boxRound, ellipse: ellipseRound, mask: filledIn, polyline: opened },
  ellipse: { box: boxOfEllipse, polygon: (shape) => polygonOf(verbsOf(shape).outline(shape)[0]), mask: filledIn },
  mask: { polygon: tracedAs, box: (shape, how) => through(shape, how, boxRound), ellipse: (shape, how) => through(shape, how, ellipseRound) },
  polyline: { polygon: closed, box: boxRound },
  keypoints: { box: boxRound },
  cuboid: { box: boxRound, polygon: (shape) => polygonOf(hullOf(pointsOf(shape))) },
};

/**
 * Give the kinds that shapes of a kind can be made into.
 * @param {Kind} kind
 * @returns {Kind[]}
 */
export function conversionsOf(kind) {
  return /** @type {Kind[]} */ (Object.keys(WAYS[kind] ?? {}));
}

/**
 * Give a shape as another kind; null where nothing would be left of it, or there is no such conversion.
 * A polygon or an ellipse has the same pixels as its mask, and a mask the same as its polygon.
 * @param {Geometry} shape
 * @param {Kind} kind
 * @param {How} [how]
 * @returns {Geometry | null}
 */
export function converted(shape, kind, how = {}) {
  if (shape.kind === kind) return shape;
  const made = WAYS[shape.kind]?.[kind]?.(shape, how) ?? null;
  return made && verbsOf(made).problem(made) === null ? made : null;
}

/** @param {Pair[]} outer @returns {Polygon} */
function polygonOf(outer) {
  return { kind: "polygon", parts: [{ outer, holes: [] }] };
}

/** @param {Geometry} shape @param {How} how */
function filledIn(shape, { file }) {
  return filled(verbsOf(shape).outline(shape), file);
}

/** @param {import("../../types/data.d.ts").Mask} shape @param {How} how */
function tracedAs(shape, { tolerance = 0 }) {
  const polygon = traced(shape);
  return polygon && simplified(polygon, tolerance);
}

/**
 * @param {import("../../types/data.d.ts").Mask} shape
 * @param {How} how
 * @param {(polygon: Polygon, how: How) => Geometry | null} next
 */
function through(shape, how, next) {
  const polygon = traced(shape);
  return polygon && next(polygon, how);
}

/** @param {Geometry} shape @param {How} how */
function boxRound(shape, { turned }) {
  const points = pointsOf(shape);
  if (turned) return turnedBoxRound(points);
  const [x, y, width, height] = boundsOf(points);
  return points.length ? { kind: /** @type {const} */ ("box"), x, y, width, height, rotation: 0 } : null;
}

/** @param {import("../../types/data.d.ts").Ellipse} shape @param {How} how */
function boxOfEllipse(shape, { turned }) {
  const [x, y, width, height] = verbsOf(shape).bounds(shape);
  return turned ? boxAround(shape) : { kind: /** @type {const} */ ("box"), x, y, width, height, rotation: 0 };
}

/** @param {Polygon} shape */
function ellipseRound(shape) {
  return ellipseLike(shape.parts);
}

/** @param {Polygon} shape */
function opened({ parts }) {
  if (parts.length !== 1 || parts[0].holes.length) return null;
  return { kind: /** @type {const} */ ("polyline"), points: [...parts[0].outer, parts[0].outer[0]] };
}

/** @param {import("../../types/data.d.ts").Polyline} shape */
function closed({ points }) {
  const [first, last] = [points[0], points[points.length - 1]];
  return polygonOf(first[0] === last[0] && first[1] === last[1] ? points.slice(0, -1) : points);
}

/** Give the points that a shape reaches to; those of keypoints that are labelled. @param {Geometry} shape @returns {Pair[]} */
function pointsOf(shape) {
  if (shape.kind === "polyline") return shape.points;
  if (shape.kind === "keypoints") return shape.points.filter(({ visible }) => visible).map(({ x, y }) => [x, y]);
  if (shape.kind === "cuboid") return [...corners(shape.front), ...corners(shape.rear)];
  return verbsOf(shape).outline(shape).flat();
}
