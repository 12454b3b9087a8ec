// Fewer vertices, or softer corners, for polygons and polylines; other kinds stay as they are.

import { areaOf, distance } from "./rings.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {(points: Pair[], closed: boolean) => Pair[]} Line */

// Two steps that undo each other's shrinking (Taubin 1995).
const STEPS = [0.5, -0.526];

/**
 * Drop vertices nearer than `tolerance` pixels to what is left. Rings too small to be seen at that tolerance go,
 * but the largest part always stays.
 * @template {Geometry} G
 * @param {G} shape
 * @param {number} tolerance
 * @returns {G}
 */
export function simplified(shape, tolerance) {
  if (!(tolerance > 0)) return shape;
  return lined(shape, (points, closed) => (closed ? simpleRing(points, tolerance) : simpleChain(points, tolerance)), tolerance ** 2);
}

/**
 * Even out the path through the vertices: each moves towards the middle of its neighbours, and the size stays.
 * The number of vertices stays, and the ends of a polyline do.
 * @template {Geometry} G
 * @param {G} shape
 * @param {number} rounds from 1, slight, to about 20
 * @returns {G}
 */
export function smoothed(shape, rounds) {
  return lined(shape, (points, closed) => {
    let now = points;
    for (let i = 0; i < rounds; i++) for (const step of STEPS) now = relaxed(now, closed, step);
    return now;
  });
}

/**
 * Cut each corner into two, at a quarter of its sides (Chaikin 1974). Each round doubles the vertices.
 * @template {Geometry} G
 * @param {G} shape
 * @param {number} [rounds]
 * @returns {G}
 */
export function rounded(shape, rounds = 1) {
  return lined(shape, (points, closed) => {
    let now = points;
    for (let i = 0; i < rounds; i++) now = cornersCut(now, closed);
    return now;
  });
}

/**
 * @template {Geometry} G
 * @param {G} shape
 * @param {Line} line
 * @param {number} [least] square pixels; smaller rings go
 * @returns {G}
 */
function lined(shape, line, least = 0) {
  if (shape.kind === "polyline") return { ...shape, points: line(shape.points, false) };
  if (shape.kind !== "polygon") return shape;
  const parts = shape.parts.map(({ outer, holes }) => ({ outer: line(outer, true), holes: holes.map((hole) => line(hole, true)) }));
  const sizes = parts.map(({ outer }) => areaOf(outer));
  const largest = sizes.indexOf(Math.max(...sizes));
  const kept = parts.filter((_, i) => i === largest || sizes[i] >= least);
  return { ...shape, parts: kept.map(({ outer, holes }) => ({ outer, holes: holes.filter((hole) => areaOf(hole) >= least) })) };
}

/**
 * Drop points nearer than the tolerance to the chain (Douglas and Peucker 1973); the ends stay.
 * @param {Pair[]} points
 * @param {number} tolerance
 */
export function simpleChain(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [first, last] = span;
    let [far, index] = [tolerance, -1];
    for (let i = first + 1; i < last; i++) {
      const away = distance(points[i][0], points[i][1], points[first], points[last]);
      if (away > far) [far, index] = [away, i];
    }
    if (index < 0) continue;
    keep[index] = 1;
    spans.push([first, index], [index, last]);
  }
  return points.filter((_, i) => keep[i]);
}

/**
 * Simplify a closed ring; at least three points stay.
 * @param {Pair[]} ring
 * @param {number} tolerance
 * @returns {Pair[]}
 */
export function simpleRing(ring, tolerance) {
  if (ring.length <= 3) return ring;
  let [far, turn] = [0, 1];
  ring.forEach(([x, y], i) => {
    const away = Math.hypot(x - ring[0][0], y - ring[0][1]);
    if (away > far) [far, turn] = [away, i];
  });
  const there = simpleChain(ring.slice(0, turn + 1), tolerance);
  const back = simpleChain([...ring.slice(turn), ring[0]], tolerance);
  const simple = [...there.slice(0, -1), ...back.slice(0, -1)];
  return simple.length >= 3 ? simple : triangle(ring, turn);
}

/**
 * Give the first point, the farthest from it, and the farthest from the line between them.
 * @param {Pair[]} ring
 * @param {number} turn
 * @returns {Pair[]}
 */
function triangle(ring, turn) {
  let [far, third] = [-1, 0];
  ring.forEach(([x, y], i) => {
    const away = i === 0 || i === turn ? -1 : distance(x, y, ring[0], ring[turn]);
    if (away > far) [far, third] = [away, i];
  });
  return [0, turn, third].sort((a, b) => a - b).map((i) => ring[i]);
}

/** @param {Pair[]} points @param {boolean} closed @param {number} step @returns {Pair[]} */
function relaxed(points, closed, step) {
  const count = points.length;
  return points.map(([x, y], i) => {
    if (!closed && (i === 0 || i === count - 1)) return [x, y];
    const [before, after] = [points[(i + count - 1) % count], points[(i + 1) % count]];
    return [x + step * ((before[0] + after[0]) / 2 - x), y + step * ((before[1] + after[1]) / 2 - y)];
  });
}

/** @param {Pair[]} points @param {boolean} closed @returns {Pair[]} */
function cornersCut(points, closed) {
  const sides = closed ? points.length : points.length - 1;
  const cut = Array.from({ length: sides }, (_, i) => {
    const [[ax, ay], [bx, by]] = [points[i], points[(i + 1) % points.length]];
    return /** @type {Pair[]} */ ([
      [0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by],
      [0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by],
    ]);
  }).flat();
  return closed ? cut : [points[0], ...cut.slice(1, -1), points[points.length - 1]];
}
