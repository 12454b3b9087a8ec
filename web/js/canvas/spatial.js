// Where the instances are: an R-tree over their bounds that follows the document.

import RBush from "../../vendor/rbush.js";
import { area, contains, verbsOf } from "../shapes/registry.js";
import { distance } from "../shapes/rings.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../../types/local.d.ts").Placed} Placed */
/** @typedef {Placed & {age: number}} Entry */

const MUCH = 4; // a place of this part of all that is covered, or more, is much
const MANY = 100; // so many at once are loaded sooner than inserted one by one
const SLICE = 4_000; // of so many a task the tree is made anew

/** @param {import("../store/document.js").Instances} document */
export function createSpatial(document) {
  /** @type {RBush<Entry>} */
  const tree = new RBush();
  /** @type {Map<string, Entry>} oldest first, unless some came back */
  let entries = new Map();
  let isInOrder = true;
  let newest = -1;
  /** @type {Entry[]} what the tree does not have yet */
  let due = [];

  /** @param {Instance} instance */
  function entryOf(instance) {
    const known = entries.get(instance.id);
    if (known?.instance.geometry === instance.geometry) return Object.assign(known, { instance });
    const [x, y, width, height] = verbsOf(instance.geometry).bounds(instance.geometry);
    return { minX: x, minY: y, maxX: x + width, maxY: y + height, instance, age: document.place(instance.id) };
  }

  /** @param {Instance} instance */
  function entered(instance) {
    const entry = entryOf(instance);
    if (!entries.has(instance.id) && entry.age < newest) isInOrder = false;
    newest = Math.max(newest, entry.age);
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
    const before = entries.get(instance.id);
    if (before?.instance.geometry === instance.geometry) return (before.instance = instance);
    if (before) tree.remove(before);
    return tree.insert(entered(instance));
  }

  /** @param {import("../../types/local.d.ts").Applied} applied */
  function follow({ created, updated, deleted }) {
    if (created.length + updated.length + deleted.length > Math.max(MANY, entries.size / 8)) return renew();
    if (created.length > MANY) tree.load(created.map(entered));
    else created.forEach(move);
    updated.forEach(({ after }) => move(after));
    return deleted.forEach(({ id }) => drop(id));
  }

  /** Enter everything there is. */
  function begin() {
    entries = new Map(document.all().map((one) => [one.id, entryOf(one)]));
    const all = [...entries.values()];
    [isInOrder, newest] = [true, all.at(-1)?.age ?? -1];
    return all;
  }

  /** Index everything anew, which is sooner than changing much of it; of very many the tree is made bit by bit. */
  function renew() {
    const isUnderWay = due.length > 0;
    due = begin();
    tree.clear();
    if (due.length <= SLICE) grow();
    else if (!isUnderWay) setTimeout(grow);
  }

  function grow() {
    tree.load(due.splice(-SLICE).filter((one) => entries.get(one.instance.id) === one));
    if (due.length) setTimeout(grow);
  }

  tree.load(begin());
  const unfollow = document.listen(follow);

  /**
   * Give what is at a place, with its bounds.
   * @param {Rect} rect
   * @returns {Entry[]} in drawing order
   */
  function placed([x, y, width, height]) {
    const place = { minX: x, minY: y, maxX: x + width, maxY: y + height };
    if (!due.length && !isMuch(place)) return tree.search(place).sort(byLayerAndAge);
    const found = [...entries.values()].filter((one) => one.minX <= place.maxX && one.maxX >= x && one.minY <= place.maxY && one.maxY >= y);
    return !isInOrder || found.some(layerOf) ? found.sort(byLayerAndAge) : found;
  }

  /** Say whether a place covers much of what there is: then to look at all, which are in order, is sooner. @param {{minX: number, minY: number, maxX: number, maxY: number}} place */
  function isMuch(place) {
    const { minX, minY, maxX, maxY } = tree.toJSON();
    const [wide, tall] = [Math.min(maxX, place.maxX) - Math.max(minX, place.minX), Math.min(maxY, place.maxY) - Math.max(minY, place.minY)];
    return wide > 0 && tall > 0 && wide * tall * MUCH > (maxX - minX) * (maxY - minY);
  }

  /** @param {Rect} rect @returns {Instance[]} in drawing order */
  const within = (rect) => placed(rect).map(({ instance }) => document.get(instance.id) ?? instance);

  return {
    placed,
    within,
    /**
     * Give the instance at a point: the smallest that contains it, or whose line is within `reach`.
     * @param {number} x
     * @param {number} y
     * @param {number} reach
     */
    pick: (x, y, reach) => pickOf(within([x - reach, y - reach, 2 * reach, 2 * reach]), x, y, reach),
    stop() {
      unfollow();
      due = [];
    },
  };
}

/** @param {Entry} one @param {Entry} other */
function byLayerAndAge(one, other) {
  return layerOf(one) - layerOf(other) || one.age - other.age;
}

/** @param {Entry} entry */
function layerOf({ instance }) {
  return instance.order ?? 0;
}

/**
 * Give of the instances that contain a point, or whose line is within `reach`, the one in the uppermost order, and of
 * those the smallest.
 * @param {Instance[]} near
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @returns {Instance | null}
 */
export function pickOf(near, x, y, reach) {
  const hit = near.filter(({ geometry, hidden }) => !hidden && (contains(geometry, x, y) || nearLine(geometry, x, y, reach)));
  return hit.toSorted((a, b) => (b.order ?? 0) - (a.order ?? 0) || area(a.geometry) - area(b.geometry))[0] ?? null;
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
