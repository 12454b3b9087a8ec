// Vertices of polygons and polylines: put in, a stretch of them taken out or drawn anew, the shape split at them.
// A vertex is named as its handle is: `v0.3` is the fourth of the first ring, `v3` the fourth of a polyline.

import { areaOf, distance } from "./rings.js";
import { rings } from "./polygon.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/data.d.ts").Polyline} Polyline */
/** @typedef {Polygon | Polyline} Lined */
/** @typedef {{line: number, index: number}} Vertex the ring of a polygon, 0 for a polyline, and the place in it */
/** @typedef {"ahead" | "back"} Way from one vertex to another along the ring: as the vertices are stored, or against it */

const SAME = 1e-6;

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
 * Put a vertex into the middle of each edge along a stretch, or of the edge after a single vertex.
 * @template {Lined} G
 * @param {G} shape
 * @param {string[]} handles one after the other along one line, either way round
 * @returns {G}
 */
export function subdivided(shape, handles) {
  const found = handles.map((handle) => vertexOf(shape, handle));
  const [{ line, index }] = found;
  const count = linesOf(shape)[line].length;
  const single = shape.kind === "polyline" ? Math.min(index, count - 2) : index;
  const edges = new Set(found.length === 1 ? [single] : found.slice(1).map(({ index: to }, i) => ((found[i].index + 1) % count === to ? found[i].index : to)));
  return withLine(shape, line, (points) =>
    points.flatMap((point, i) => {
      const next = points[(i + 1) % count];
      return edges.has(i) ? [point, /** @type {Pair} */ ([(point[0] + next[0]) / 2, (point[1] + next[1]) / 2])] : [point];
    }),
  );
}

/**
 * Draw a part of the outline anew: what lies between the ends of a path gives way to it. Of the two ways round a
 * ring the one is kept that encloses more.
 * @template {Lined} G
 * @param {G} shape
 * @param {Pair[]} path from the outline to the outline
 * @param {number} reach in pixels, how far the ends may lie beside it
 * @returns {G | null} null where an end lies elsewhere, or the two on different rings or at one place
 */
export function redrawn(shape, path, reach) {
  const [first, last] = [path[0], path[path.length - 1]];
  const [start, end] = [nearestEdge(shape, ...first), nearestEdge(shape, ...last)];
  if (start.distance > reach || end.distance > reach || Math.hypot(start.x - end.x, start.y - end.y) < SAME) return null;
  const one = inserted(shape, ...first);
  const other = inserted(one.shape, ...last);
  const [from, to] = [vertexOf(shape, one.handle), vertexOf(shape, other.handle)];
  if (from.line !== to.line) return null;
  if (to.index <= from.index) from.index += 1;
  const ends = /** @type {const} */ ([handleOf(shape, from), handleOf(shape, to)]);
  const ways = /** @type {Way[]} */ (shape.kind === "polyline" ? [from.index < to.index ? "ahead" : "back"] : ["ahead", "back"]);
  const size = (/** @type {G} */ made) => areaOf(linesOf(made)[from.line]);
  const closed = shape.kind === "polygon";
  const made = ways
    .flatMap((way) => withBetween(other.shape, ...ends, path.slice(1, -1), way) ?? [])
    .map((one) => withLine(one, from.line, (points) => apart(points, closed)))
    .filter((one) => linesOf(one)[from.line].length >= (closed ? 3 : 2));
  return made.toSorted((a, b) => size(b) - size(a))[0] ?? null;
}

/** Leave out points that lie where the one before them does. @param {Pair[]} points @param {boolean} closed */
function apart(points, closed) {
  return points.filter(([x, y], i) => {
    const before = i || closed ? points.at(i - 1) : null;
    return !before || Math.hypot(x - before[0], y - before[1]) > SAME;
  });
}

/**
 * Draw the stretch between two vertices of one ring anew.
 * @template {Lined} G
 * @param {G} shape
 * @param {string} from
 * @param {string} to
 * @param {Pair[]} path the points in place of those strictly between
 * @param {Way} way the stretch that is replaced
 * @returns {G | null} null where too few would be left, or the two are of different rings
 */
export function withBetween(shape, from, to, path, way) {
  const [a, b] = [vertexOf(shape, from), vertexOf(shape, to)];
  const points = linesOf(shape)[a.line];
  if (a.line !== b.line || a.index === b.index) return null;
  const gone = new Set(stretch(shape, a, b, way));
  const [first, drawn] = way === "ahead" ? [a.index, path] : [b.index, path.toReversed()];
  const next = points.flatMap((point, i) => (gone.has(i) ? [] : i === first ? [point, ...drawn] : [point]));
  return next.length < (shape.kind === "polygon" ? 3 : 2) ? null : withLine(shape, a.line, () => next);
}

/**
 * Split a polyline at a vertex.
 * @param {Polyline} shape
 * @param {string} handle
 * @returns {Polyline[] | null} null at its ends
 */
export function split(shape, handle) {
  const { index } = vertexOf(shape, handle);
  if (index < 1 || index > shape.points.length - 2) return null;
  return [{ ...shape, points: shape.points.slice(0, index + 1) }, { ...shape, points: shape.points.slice(index) }];
}

/**
 * Give where a vertex is.
 * @param {Lined} shape
 * @param {string} handle
 * @returns {Pair}
 */
export function placeOf(shape, handle) {
  const { line, index } = vertexOf(shape, handle);
  return linesOf(shape)[line][index];
}

/**
 * Give the rings of a polygon, or the one line of a polyline.
 * @param {Lined} shape
 * @returns {Pair[][]}
 */
export function linesOf(shape) {
  return shape.kind === "polygon" ? rings(shape) : [shape.points];
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
