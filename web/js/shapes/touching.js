// Which shapes a rectangle takes: those wholly inside it, or those it touches.

import { runs } from "./mask.js";
import { contains, verbsOf } from "./registry.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

/**
 * Say whether a shape lies wholly inside a rectangle. A tag has no place.
 * @param {Geometry} shape
 * @param {Rect} rect
 */
export function isInside(shape, [x, y, width, height]) {
  if (shape.kind === "tag") return false;
  const [left, top, wide, tall] = verbsOf(shape).bounds(shape);
  return left >= x && top >= y && left + wide <= x + width && top + tall <= y + height;
}

/**
 * Say whether any of a shape, its area included, lies in a rectangle.
 * @param {Geometry} shape
 * @param {Rect} rect
 */
export function touches(shape, rect) {
  if (shape.kind === "tag") return false;
  if (isInside(shape, rect)) return true;
  const [x, y, width, height] = rect;
  if (shape.kind === "mask") return [...runs(shape)].some(([left, top, length]) => left < x + width && left + length > x && top < y + height && top + 1 > y);
  if (linesOf(shape).some((line) => line.some((point, i) => i > 0 && crosses(line[i - 1], point, rect)))) return true;
  return contains(shape, x + width / 2, y + height / 2);
}

/** @param {Geometry} shape @returns {Pair[][]} open chains of points */
function linesOf(shape) {
  if (shape.kind === "polyline") return [shape.points];
  if (shape.kind === "keypoints") return shape.points.filter(({ visible }) => visible).map(({ x, y }) => [[x, y], [x, y]]);
  return verbsOf(shape).outline(shape).map((ring) => [...ring, ring[0]]);
}

/**
 * Say whether a segment has a point in a rectangle (Liang and Barsky 1984).
 * @param {Pair} a
 * @param {Pair} b
 * @param {Rect} rect
 */
function crosses([ax, ay], [bx, by], [x, y, width, height]) {
  let [from, to] = [0, 1];
  for (const [step, room] of [[ax - bx, ax - x], [bx - ax, x + width - ax], [ay - by, ay - y], [by - ay, y + height - ay]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}
