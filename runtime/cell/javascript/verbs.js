// What a script can ask of a shape, or of an instance: the page's own verbs, and those only scripts need.

import * as shapes from "../../../web/js/shapes/registry.js";
import { runs } from "../../../web/js/shapes/mask.js";
import { distance } from "../../../web/js/shapes/rings.js";
import { ChangeError, GeometryError, shown } from "./errors.js";
import { boundsOf } from "./events.js";
import { shapeOf } from "./geometry.js";
import { encoded } from "./runs.js";

/** @typedef {import("../../../web/types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../../web/types/local.d.ts").Pair} Pair */
/** @typedef {Geometry | {geometry: Geometry}} Shape */
/** @typedef {(y: number) => Pair[]} Slice where a horizontal line is inside */

const LINES = 256;

/** Give the smallest upright rectangle round a shape. @param {Shape} shape */
export function bounds(shape) {
  return boundsOf(geometryOf(shape));
}

/** Give the area in square pixels: outer rings less holes; 0 for points, lines and tags. @param {Shape} shape */
export function area(shape) {
  return shapes.area(geometryOf(shape));
}

/** Say whether a point lies inside the shape; a hole is outside. @param {Shape} shape @param {number} x @param {number} y */
export function contains(shape, x, y) {
  return shapes.contains(geometryOf(shape), x, y);
}

/**
 * Drop vertices that change the outline by less than `tolerance` pixels (Douglas and Peucker 1973).
 * @param {Shape} shape
 * @param {number} tolerance
 * @returns {Geometry}
 */
export function simplify(shape, tolerance) {
  const given = geometryOf(shape);
  if (given.kind === "polyline") return { ...given, points: chain(given.points, tolerance) };
  if (given.kind !== "polygon") return given;
  const parts = given.parts.map(({ outer, holes = [] }) => ({ outer: ring(outer, tolerance), holes: holes.map((hole) => ring(hole, tolerance)) }));
  return { ...given, parts };
}

/**
 * Give the pixels whose centres lie inside, over the shape's own bounds rounded outwards.
 * @param {Shape} shape
 * @returns {import("../../../web/types/data.d.ts").Mask}
 */
export function toMask(shape) {
  const given = geometryOf(shape);
  if (given.kind === "mask") return given;
  const outline = shapes.verbsOf(given).outline(given);
  if (!outline.length) throw new GeometryError(`a ${given.kind} has no inside to make a mask of`);
  const { x, y, width, height } = boundsOf(given).expand();
  const bits = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (const [start, end] of pairs(crossings(outline, y + row + 0.5))) {
      const [first, stop] = [Math.ceil(start - x - 0.5), Math.ceil(end - x - 0.5)];
      bits.fill(1, row * width + Math.max(0, first), row * width + Math.min(width, Math.max(0, stop)));
    }
  }
  return { kind: "mask", bounds: [x, y, width, height], rle: encoded(bits) };
}

/**
 * Give the intersection over union of two shapes' insides, from 0 to 1. Upright boxes are measured exactly,
 * others along 256 horizontal lines; shapes without an inside give 1 where they are equal and 0 otherwise.
 * @param {Shape} one
 * @param {Shape} other
 */
export function iou(one, other) {
  const [a, b] = [geometryOf(one), geometryOf(other)];
  if (JSON.stringify(shapeOf(a)) === JSON.stringify(shapeOf(b))) return 1;
  const [mine, theirs] = [sliceOf(a), sliceOf(b)];
  const [first, second] = [boundsOf(a), boundsOf(b)];
  const [left, right] = [Math.max(first.x, second.x), Math.min(first.x + first.width, second.x + second.width)];
  const [top, bottom] = [Math.max(first.y, second.y), Math.min(first.y + first.height, second.y + second.height)];
  if (!mine || !theirs || right <= left || bottom <= top) return 0;
  if (a.kind === "box" && b.kind === "box" && !a.rotation && !b.rotation) {
    const shared = (right - left) * (bottom - top);
    return shared / (a.width * a.height + b.width * b.height - shared);
  }
  const [upper, lower] = [Math.min(first.y, second.y), Math.max(first.y + first.height, second.y + second.height)];
  let [common, united] = [0, 0];
  for (let line = 0; line < LINES; line++) {
    const y = upper + ((lower - upper) * (line + 0.5)) / LINES;
    const [inside, within] = [mine(y), theirs(y)];
    const shared = inside.reduce((sum, [from, to]) => sum + within.reduce((all, [c, d]) => all + Math.max(0, Math.min(to, d) - Math.max(from, c)), 0), 0);
    common += shared;
    united += lengthOf(inside) + lengthOf(within) - shared;
  }
  return united ? common / united : 0;
}

/** @param {any} shape @returns {Geometry} */
function geometryOf(shape) {
  const given = shape?.geometry ?? shape;
  if (shapes.isKnown(given)) return given;
  throw new ChangeError(`${shown(shape)} is no geometry: use Box, Polygon, Ellipse, …`);
}

/** @param {Geometry} shape @returns {Slice | null} */
function sliceOf(shape) {
  if (shape.kind === "mask") return maskSlice(shape);
  const outline = shapes.verbsOf(shape).outline(shape);
  return outline.length ? (y) => pairs(crossings(outline, y)) : null;
}

/** @param {import("../../../web/types/data.d.ts").Mask} mask @returns {Slice} */
function maskSlice(mask) {
  /** @type {Map<number, Pair[]>} */
  const rows = new Map();
  for (const [x, y, length] of runs(mask)) {
    if (!rows.has(y)) rows.set(y, []);
    rows.get(y)?.push([x, x + length]);
  }
  return (y) => rows.get(Math.floor(y)) ?? [];
}

/** @param {Pair[][]} rings @param {number} y */
function crossings(rings, y) {
  const found = [];
  for (const points of rings) {
    for (let i = 0; i < points.length; i++) {
      const [[x1, y1], [x2, y2]] = [points[i], points[(i + 1) % points.length]];
      if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
    }
  }
  return found.sort((a, b) => a - b);
}

/** @param {number[]} xs @returns {Pair[]} */
function pairs(xs) {
  return Array.from({ length: Math.floor(xs.length / 2) }, (_, index) => [xs[2 * index], xs[2 * index + 1]]);
}

/** @param {Pair[]} intervals */
function lengthOf(intervals) {
  return intervals.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** @param {Pair[]} points @param {number} tolerance @returns {Pair[]} */
function chain(points, tolerance) {
  if (points.length < 3) return [...points];
  const kept = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span;
    let [far, index] = [0, first];
    for (let i = first + 1; i < last; i++) {
      const away = distance(points[i][0], points[i][1], points[first], points[last]);
      if (away >= far) [far, index] = [away, i];
    }
    if (far <= tolerance) continue;
    kept.add(index);
    spans.push([first, index], [index, last]);
  }
  return points.filter((_, index) => kept.has(index));
}

/** @param {Pair[]} points @param {number} tolerance @returns {Pair[]} */
function ring(points, tolerance) {
  if (points.length <= 3) return [...points];
  const away = points.map(([x, y]) => Math.hypot(x - points[0][0], y - points[0][1]));
  const turn = away.reduce((best, far, index) => (far > away[best] ? index : best), 0);
  const there = chain(points.slice(0, turn + 1), tolerance);
  const back = chain([...points.slice(turn), points[0]], tolerance);
  const simple = [...there.slice(0, -1), ...back.slice(0, -1)];
  return simple.length >= 3 ? simple : [...points];
}
