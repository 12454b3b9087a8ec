// The verbs of a polygon: parts, each an outer ring and the holes in it.

import { boundsOf, enough, tracePoints, within } from "./rings.js";

/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Handle} Handle */

/** @type {import("../../types/local.d.ts").Verbs<Polygon>} */
export const polygon = {
  filled: true,
  bounds: ({ parts }) => boundsOf(parts.length === 1 ? parts[0].outer : parts.flatMap((part) => part.outer)),
  outline: rings,
  vertices: (shape) => rings(shape).reduce((sum, ring) => sum + ring.length, 0),
  problem(shape) {
    if (!shape.parts.length) return "polygon has no parts, needs at least 1";
    return rings(shape).map((ring) => enough("polygon", ring.length, 3)).find(Boolean) ?? null;
  },
  clamp: (shape, width, height) => mapped(shape, (point) => within(point, width, height)),
  translate: (shape, dx, dy) => mapped(shape, ([x, y]) => [x + dx, y + dy]),
  trace: (path, shape) => rings(shape).forEach((ring) => tracePoints(path, ring, true)),
  handles: (shape) => rings(shape).flatMap((ring, index) => [...middles(ring, index), ...vertices(ring, index)]),
  drag: (shape, handle, x, y) => edited(shape, handle, [x, y]),
  remove: (shape, handle) => (handle.startsWith("m") ? null : removed(shape, handle)),
  measure: (shape) => `${polygon.vertices(shape)} pts`,
};

/**
 * @param {Polygon} shape
 * @returns {Pair[][]}
 */
export function rings(shape) {
  return shape.parts.flatMap((part) => [part.outer, ...part.holes]);
}

/**
 * @param {Polygon} shape
 * @param {(point: Pair) => Pair} change
 * @returns {Polygon}
 */
function mapped(shape, change) {
  const parts = shape.parts.map(({ outer, holes }) => ({ outer: outer.map(change), holes: holes.map((hole) => hole.map(change)) }));
  return { ...shape, parts };
}

/**
 * @param {Pair[]} ring
 * @param {number} index
 * @returns {Handle[]}
 */
function vertices(ring, index) {
  return ring.map(([x, y], i) => ({ id: `v${index}.${i}`, x, y, role: "vertex", cursor: "move" }));
}

/**
 * Give the middles of the edges: dragging one inserts a vertex after the edge's first.
 * @param {Pair[]} ring
 * @param {number} index
 * @returns {Handle[]}
 */
function middles(ring, index) {
  return ring.map(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return { id: `m${index}.${i}`, x: (x + nx) / 2, y: (y + ny) / 2, role: "middle", cursor: "copy" };
  });
}

/**
 * Name the vertex that dragging a handle moves: a middle becomes the vertex it inserts.
 * @param {string} handle
 */
export function vertexOf(handle) {
  const { ring, vertex } = parsed(handle);
  return handle.startsWith("m") ? `v${ring}.${vertex + 1}` : handle;
}

/**
 * @param {Polygon} shape
 * @param {string} handle
 * @param {Pair} point
 * @returns {Polygon}
 */
function edited(shape, handle, point) {
  const { ring, vertex } = parsed(handle);
  return replaced(shape, ring, (points) =>
    handle.startsWith("m") ? points.toSpliced(vertex + 1, 0, point) : points.with(vertex, point),
  );
}

/**
 * Take a vertex away; a ring of three goes whole, a part with its outer ring, the shape with its last part.
 * @param {Polygon} shape
 * @param {string} handle
 * @returns {Polygon | null}
 */
function removed(shape, handle) {
  const { ring, vertex } = parsed(handle);
  const next = replaced(shape, ring, (points) => (points.length > 3 ? points.toSpliced(vertex, 1) : []));
  const parts = next.parts
    .filter((part) => part.outer.length)
    .map((part) => ({ outer: part.outer, holes: part.holes.filter((hole) => hole.length) }));
  return parts.length ? { ...next, parts } : null;
}

/**
 * @param {Polygon} shape
 * @param {number} wanted
 * @param {(points: Pair[]) => Pair[]} change
 * @returns {Polygon}
 */
function replaced(shape, wanted, change) {
  let count = 0;
  /** @param {Pair[]} ring */
  const step = (ring) => (count++ === wanted ? change(ring) : ring);
  return { ...shape, parts: shape.parts.map(({ outer, holes }) => ({ outer: step(outer), holes: holes.map(step) })) };
}

/** @param {string} handle */
function parsed(handle) {
  const [ring, vertex] = handle.slice(1).split(".").map(Number);
  return { ring, vertex };
}
