// Vertices of polygons and polylines: put in, a stretch of them taken out or drawn anew, the shape split at them.
// A vertex is named as its handle is: `v0.3` is the fourth of the first ring, `v3` the fourth of a polyline.

import { distance, inside } from "./rings.js";
import { rings } from "./polygon.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/data.d.ts").Polyline} Polyline */
/** @typedef {Polygon | Polyline} Lined */
/** @typedef {{line: number, index: number}} Vertex the ring of a polygon, 0 for a polyline, and the place in it */
/** @typedef {"ahead" | "back"} Way from one vertex to another along the ring: as the vertices are stored, or against it */

/**
 * Say whether a shape is made of vertices that can be edited.
 * @param {Geometry} shape
 * @returns {shape is Lined}
 */
export function isLined(shape) {
  return shape.kind === "polygon" || shape.kind === "polyline";
}

/**
 * Give the place on the lines of a shape that is nearest to a point.
 * @param {Lined} shape
 * @param {number} x
 * @param {number} y
 * @returns {{line: number, index: number, x: number, y: number, distance: number}} `index` is the vertex before it
 */
export function nearestEdge(shape, x, y) {
  let found = { line: 0, index: 0, x: 0, y: 0, distance: Infinity };
  linesOf(shape).forEach((points, line) => {
    const count = shape.kind === "polygon" ? points.length : points.length - 1;
    for (let index = 0; index < count; index++) {
      const [a, b] = [points[index], points[(index + 1) % points.length]];
      const away = distance(x, y, a, b);
      if (away < found.distance) found = { line, index, ...footOf(x, y, a, b), distance: away };
    }
  });
  return found;
}

/**
 * Put a vertex at the place of the outline nearest to a point.
 * @template {Lined} G
 * @param {G} shape
 * @param {number} x
 * @param {number} y
 * @returns {{shape: G, handle: string}} with the new vertex's handle
 */
export function inserted(shape, x, y) {
  const near = nearestEdge(shape, x, y);
  const next = withLine(shape, near.line, (points) => points.toSpliced(near.index + 1, 0, [near.x, near.y]));
  return { shape: next, handle: handleOf(shape, { line: near.line, index: near.index + 1 }) };
}

/**
 * Give the handles of the vertices strictly between two of one ring, in order.
 * @param {Lined} shape
 * @param {string} from
 * @param {string} to
 * @param {Way} [way]
 * @returns {string[]} none where the two are of different rings
 */
export function between(shape, from, to, way = shorterWay(shape, from, to)) {
  const [a, b] = [vertexOf(shape, from), vertexOf(shape, to)];
  if (a.line !== b.line) return [];
  return stretch(shape, a, b, way).map((index) => handleOf(shape, { line: a.line, index }));
}

/**
 * Say which way round from one vertex to another is the shorter in pixels.
 * @param {Lined} shape
 * @param {string} from
 * @param {string} to
 * @returns {Way}
 */
export function shorterWay(shape, from, to) {
  const [a, b] = [vertexOf(shape, from), vertexOf(shape, to)];
  if (shape.kind === "polyline") return a.index <= b.index ? "ahead" : "back";
  const points = linesOf(shape)[a.line];
  /** @param {number[]} path */
  const length = (path) => path.slice(1).reduce((sum, index, i) => sum + Math.hypot(points[index][0] - points[path[i]][0], points[index][1] - points[path[i]][1]), 0);
  const [ahead, back] = /** @type {Way[]} */ (["ahead", "back"]).map((way) => length([a.index, ...stretch(shape, a, b, way), b.index]));
  return ahead <= back ? "ahead" : "back";
}

/**
 * Take out the vertices strictly between two of one ring.
 * @template {Lined} G
 * @param {G} shape
 * @param {string} from
 * @param {string} to
 * @param {Way} [way] the shorter one if not given
 * @returns {G | null} null where too few would be left, or the two are of different rings
 */
export function withoutBetween(shape, from, to, way) {
  return withBetween(shape, from, to, [], way);
}

/**
 * Draw the stretch between two vertices of one ring anew.
 * @template {Lined} G
 * @param {G} shape
 * @param {string} from
 * @param {string} to
 * @param {Pair[]} path the points in place of those strictly between
 * @param {Way} [way] the stretch that is replaced, the shorter one if not given
 * @returns {G | null} null where too few would be left, or the two are of different rings
 */
export function withBetween(shape, from, to, path, way = shorterWay(shape, from, to)) {
  const [a, b] = [vertexOf(shape, from), vertexOf(shape, to)];
  const points = linesOf(shape)[a.line];
  if (a.line !== b.line || a.index === b.index) return null;
  const gone = new Set(stretch(shape, a, b, way));
  const [first, drawn] = way === "ahead" ? [a.index, path] : [b.index, path.toReversed()];
  const next = points.flatMap((point, i) => (gone.has(i) ? [] : i === first ? [point, ...drawn] : [point]));
  return next.length < (shape.kind === "polygon" ? 3 : 2) ? null : withLine(shape, a.line, () => next);
}

/**
 * Split a polyline at a vertex, or a polygon along the straight line between two vertices of one outer ring;
 * each hole goes with the half that it lies in.
 * @param {Lined} shape
 * @param {string} from
 * @param {string} [to]
 * @returns {Lined[] | null} null where there is nothing to split
 */
export function split(shape, from, to = from) {
  const [a, b] = [vertexOf(shape, from), vertexOf(shape, to)];
  if (shape.kind === "polyline") return splitLine(shape, a.index);
  const part = shape.parts.findIndex((_, i) => lineOfPart(shape, i) === a.line);
  if (part < 0 || a.line !== b.line) return null;
  const { outer, holes } = shape.parts[part];
  const [first, last] = a.index < b.index ? [a.index, b.index] : [b.index, a.index];
  if (last - first < 2 || outer.length - (last - first) < 2) return null;
  const halves = [outer.slice(first, last + 1), [...outer.slice(last), ...outer.slice(0, first + 1)]];
  const of = holes.map((hole) => (hole.filter(([x, y]) => inside(halves[0], x, y)).length * 2 > hole.length ? 0 : 1));
  const pieces = halves.map((ring, half) => ({ outer: ring, holes: holes.filter((_, i) => of[i] === half) }));
  return [{ ...shape, parts: shape.parts.with(part, pieces[0]) }, { ...shape, parts: [pieces[1]] }];
}

/** @param {Polyline} shape @param {number} index */
function splitLine(shape, index) {
  if (index < 1 || index > shape.points.length - 2) return null;
  return [{ ...shape, points: shape.points.slice(0, index + 1) }, { ...shape, points: shape.points.slice(index) }];
}

/**
 * Give the rings of a polygon, or the one line of a polyline.
 * @param {Lined} shape
 * @returns {Pair[][]}
 */
export function linesOf(shape) {
  return shape.kind === "polygon" ? rings(shape) : [shape.points];
}

/** @param {Polygon} shape @param {number} part */
function lineOfPart(shape, part) {
  return shape.parts.slice(0, part).reduce((count, { holes }) => count + 1 + holes.length, 0);
}

/**
 * @template {Lined} G
 * @param {G} shape
 * @param {number} line
 * @param {(points: Pair[]) => Pair[]} change
 * @returns {G}
 */
function withLine(shape, line, change) {
  if (shape.kind === "polyline") return { ...shape, points: change(shape.points) };
  let count = 0;
  /** @param {Pair[]} ring */
  const step = (ring) => (count++ === line ? change(ring) : ring);
  return { ...shape, parts: shape.parts.map(({ outer, holes }) => ({ outer: step(outer), holes: holes.map(step) })) };
}

/**
 * Give the indices strictly between two vertices of a line, from the first to the second.
 * @param {Lined} shape
 * @param {Vertex} from
 * @param {Vertex} to
 * @param {Way} way
 */
function stretch(shape, from, to, way) {
  const count = linesOf(shape)[from.line].length;
  const step = way === "ahead" ? 1 : -1;
  if (shape.kind === "polyline" && Math.sign(to.index - from.index) !== step) return [];
  const found = [];
  for (let i = (from.index + step + count) % count; i !== to.index && i !== from.index; i = (i + step + count) % count) found.push(i);
  return found;
}

/** @param {Lined} shape @param {string} handle @returns {Vertex} */
function vertexOf(shape, handle) {
  const [line, index] = handle.slice(1).split(".").map(Number);
  return shape.kind === "polygon" ? { line, index } : { line: 0, index: line };
}

/** @param {Lined} shape @param {Vertex} vertex */
function handleOf(shape, { line, index }) {
  return shape.kind === "polygon" ? `v${line}.${index}` : `v${index}`;
}

/** @param {number} x @param {number} y @param {Pair} start @param {Pair} end */
export function footOf(x, y, [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return { x: ax + along * (bx - ax), y: ay + along * (by - ay) };
}
