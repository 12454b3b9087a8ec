// Where the instances are: an R-tree over their bounds that follows the document.

import RBush from "../../vendor/rbush.js";
import { area, contains, verbsOf } from "../shapes/registry.js";
import { distance } from "../shapes/rings.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {{minX: number, minY: number, maxX: number, maxY: number, id: string, order: number}} Entry */

/** @param {import("../store/document.js").Instances} document */
export function createSpatial(document) {
  /** @type {RBush<Entry>} */
  const tree = new RBush();
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  let order = 0;

  /** @param {Instance} instance */
  function entryOf(instance) {
    const [x, y, width, height] = verbsOf(instance.geometry).bounds(instance.geometry);
    const entry = { minX: x, minY: y, maxX: x + width, maxY: y + height, id: instance.id, order: order++ };
    entries.set(instance.id, entry);
    return entry;
  }

  /** @param {string} id */
  function drop(id) {
    const entry = entries.get(id);
    if (entry) tree.remove(entry);
    entries.delete(id);
  }

  /** @param {Instance} instance */
  function move(instance) {
    const kept = entries.get(instance.id)?.order;
    drop(instance.id);
    const entry = entryOf(instance);
    if (kept !== undefined) entry.order = kept;
    tree.insert(entry);
  }

  tree.load(document.all().map(entryOf));
  const stop = document.listen(({ created, updated, deleted }) => {
    if (created.length > 100) tree.load(created.map(entryOf));
    else created.forEach(move);
    updated.forEach(({ after }) => move(after));
    deleted.forEach(({ id }) => drop(id));
  });

  /**
   * @param {Rect} rect
   * @returns {Instance[]} in drawing order
   */
  function within([x, y, width, height]) {
    const found = tree.search({ minX: x, minY: y, maxX: x + width, maxY: y + height });
    found.sort((a, b) => a.order - b.order);
    return found.flatMap(({ id }) => document.get(id) ?? []);
  }

  return {
    within,
    /**
     * Give the instance at a point: the smallest that contains it, or whose line is within `reach`.
     * @param {number} x
     * @param {number} y
     * @param {number} reach
     */
    pick: (x, y, reach) => pickOf(within([x - reach, y - reach, 2 * reach, 2 * reach]), x, y, reach),
    stop,
  };
}

/**
 * Give the smallest of the instances that contains a point, or whose line is within `reach`.
 * @param {Instance[]} near
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @returns {Instance | null}
 */
export function pickOf(near, x, y, reach) {
  const hit = near.filter(({ geometry, hidden }) => !hidden && (contains(geometry, x, y) || nearLine(geometry, x, y, reach)));
  return hit.toSorted((a, b) => area(a.geometry) - area(b.geometry))[0] ?? null;
}

/**
 * @param {import("../../types/local.d.ts").Geometry} shape
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function nearLine(shape, x, y, reach) {
  if (shape.kind === "polyline") return segmentsNear(shape.points, false, x, y, reach);
  if (shape.kind === "point") return Math.hypot(shape.x - x, shape.y - y) <= reach * 1.5;
  if (shape.kind === "keypoints") return shape.points.some((one) => Math.hypot(one.x - x, one.y - y) <= reach);
  return verbsOf(shape).outline(shape).some((ring) => segmentsNear(ring, true, x, y, reach));
}

/**
 * @param {import("../../types/local.d.ts").Pair[]} points
 * @param {boolean} closed
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function segmentsNear(points, closed, x, y, reach) {
  const count = closed ? points.length : points.length - 1;
  for (let i = 0; i < count; i++) {
    if (distance(x, y, points[i], points[(i + 1) % points.length]) <= reach) return true;
  }
  return false;
}
