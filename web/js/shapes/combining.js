// Shapes with an inside joined, intersected, subtracted and given holes. What comes out is of the kind of the first:
// pixels for a mask, a polygon for the others.

import { clipped } from "./clipping.js";
import { bitsOf, maskOf } from "./mask.js";
import { verbsOf } from "./registry.js";
import { boundsOf, inside } from "./rings.js";
import { filled, MOST, traced } from "./tracing.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/data.d.ts").Polyline} Polyline */
/** @typedef {import("./clipping.js").Operation} Operation */

const FILLED = new Set(["box", "polygon", "ellipse", "mask"]);

/**
 * Say whether a shape can be joined, intersected, subtracted and cut: it has an inside in the plane.
 * @param {Geometry} shape
 */
export function isFilled(shape) {
  return FILLED.has(shape.kind);
}

/**
 * Join shapes into one, in several parts where they lie apart. Polylines are put together at their nearest ends.
 * @param {Geometry[]} shapes one at least
 * @returns {Geometry | null} null where there is no area
 */
export function united(shapes) {
  if (shapes.every(({ kind }) => kind === "polyline")) return chained(/** @type {Polyline[]} */ (shapes));
  return combined("union", shapes);
}

/**
 * Give what all the shapes have in common, null where that is nothing.
 * @param {Geometry[]} shapes one at least
 */
export function intersected(shapes) {
  return combined("intersection", shapes);
}

/**
 * Take shapes out of another, null where nothing is left of it.
 * @param {Geometry} shape
 * @param {Geometry[]} others
 */
export function subtracted(shape, others) {
  return combined("difference", [shape, ...others]);
}

/**
 * Make a hole of a ring; null where the ring would leave nothing, or lies beside the shape.
 * @param {Geometry} shape
 * @param {Pair[]} ring
 */
export function withHole(shape, ring) {
  const hole = /** @type {Polygon} */ ({ kind: "polygon", parts: [{ outer: ring, holes: [] }] });
  return intersected([shape, hole]) && subtracted(shape, [hole]);
}

/**
 * Fill the hole at a place, or all holes; the shape itself where it has none there.
 * @template {Geometry} G
 * @param {G} shape
 * @param {Pair} [place]
 * @returns {G}
 */
export function withoutHoles(shape, place) {
  /** @param {Pair[]} hole */
  const stays = (hole) => place !== undefined && !inside(hole, ...place);
  /** @param {Polygon} polygon */
  const kept = (polygon) => ({ ...polygon, parts: polygon.parts.map(({ outer, holes }) => ({ outer, holes: holes.filter(stays) })) });
  if (shape.kind === "polygon") return /** @type {G} */ (kept(shape));
  const outline = shape.kind === "mask" && traced(shape);
  return outline ? /** @type {G} */ (filled(ringsOf(kept(outline))) ?? shape) : shape;
}

/**
 * Give the parts of a shape as shapes of their own. Pixels of a mask that meet only in a corner are apart.
 * @template {Geometry} G
 * @param {G} shape
 * @returns {G[]} the shape itself where it is whole
 */
export function partsOf(shape) {
  if (shape.kind === "polygon") return shape.parts.length < 2 ? [shape] : shape.parts.map((part) => ({ ...shape, parts: [part] }));
  const outline = shape.kind === "mask" && traced(shape);
  if (!outline || outline.parts.length < 2) return [shape];
  return /** @type {G[]} */ (partsOf(outline).flatMap((part) => filled(ringsOf(part)) ?? []));
}

/**
 * Give the rings round a shape's inside, those of a mask along its pixels.
 * @param {Geometry} shape
 * @returns {Pair[][]}
 */
export function ringsOf(shape) {
  if (shape.kind !== "mask") return verbsOf(shape).outline(shape);
  const outline = traced(shape);
  return outline ? ringsOf(outline) : [];
}

/**
 * @param {Operation} operation
 * @param {Geometry[]} shapes
 * @returns {Mask | Polygon | null}
 */
function combined(operation, shapes) {
  const stray = shapes.find((shape) => !isFilled(shape));
  if (stray) throw new Error(`a ${stray.kind} has no inside: take boxes, polygons, ellipses and masks`);
  const [first, ...others] = shapes;
  return first.kind === "mask" ? combinedPixels(operation, first, others) : combinedRings(operation, first, others);
}

/** @param {Operation} operation @param {Geometry} first @param {Geometry[]} others @returns {Polygon | null} */
function combinedRings(operation, first, others) {
  let parts = clipped("union", ringsOf(first), []);
  for (const other of others) parts = clipped(operation, parts.flatMap(({ outer, holes }) => [outer, ...holes]), ringsOf(other));
  return parts.length ? { kind: "polygon", parts } : null;
}

/** @param {Operation} operation @param {Mask} first @param {Geometry[]} others @returns {Mask | null} */
function combinedPixels(operation, first, others) {
  const masks = others.map((shape) => (shape.kind === "mask" ? shape : filled(ringsOf(shape))));
  const bounds = operation === "union" ? boundsRound([first, ...masks.filter((mask) => mask !== null)]) : boundsRound([first]);
  const bits = spread(first, bounds);
  for (const mask of masks) {
    const other = mask ? spread(mask, bounds) : new Uint8Array(bits.length);
    for (let i = 0; i < bits.length; i++) bits[i] = operation === "union" ? bits[i] | other[i] : operation === "intersection" ? bits[i] & other[i] : bits[i] & ~other[i];
  }
  return maskOf(bounds, bits);
}

/** @param {Mask[]} masks @returns {Rect} */
function boundsRound(masks) {
  const round = boundsOf(masks.flatMap(({ bounds: [x, y, width, height] }) => /** @type {Pair[]} */ ([[x, y], [x + width, y + height]])));
  if (round[2] * round[3] > MOST) throw new Error(`the mask would be ${round[2]} x ${round[3]} pixels, more than ${MOST}: join masks that are nearer`);
  return round;
}

/** Give the pixels of a mask within other bounds. @param {Mask} mask @param {Rect} bounds */
function spread(mask, [left, top, width, height]) {
  const bits = new Uint8Array(width * height);
  const [[x, y, wide, tall], own] = bitsOf(mask);
  const [from, to] = [Math.max(x, left), Math.min(x + wide, left + width)];
  for (let row = Math.max(y, top); row < Math.min(y + tall, top + height) && from < to; row++) {
    bits.set(own.subarray((row - y) * wide + from - x, (row - y) * wide + to - x), (row - top) * width + from - left);
  }
  return bits;
}

/**
 * Put lines together one after the other, each time where two ends are nearest.
 * @param {Polyline[]} lines
 * @returns {Polyline}
 */
function chained([first, ...others]) {
  let points = first.points;
  const left = others.map((line) => line.points);
  while (left.length) {
    const ways = left.flatMap((line, i) => [
      { i, gap: gapOf(points[points.length - 1], line[0]), joined: () => [...points, ...line] },
      { i, gap: gapOf(points[points.length - 1], line[line.length - 1]), joined: () => [...points, ...line.toReversed()] },
      { i, gap: gapOf(points[0], line[line.length - 1]), joined: () => [...line, ...points] },
      { i, gap: gapOf(points[0], line[0]), joined: () => [...line.toReversed(), ...points] },
    ]);
    const nearest = ways.reduce((best, way) => (way.gap < best.gap ? way : best));
    points = nearest.joined().filter((point, i, all) => i === 0 || gapOf(point, all[i - 1]) > 0);
    left.splice(nearest.i, 1);
  }
  return { ...first, points: points.length > 1 ? points : first.points };
}

/** @param {Pair} a @param {Pair} b */
function gapOf(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
