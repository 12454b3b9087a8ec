// The vertex that was clicked, or a stretch of them: Shift and a click on another vertex of the same line takes all
// between, once more takes the other way round. Delete removes them.

import { verbsOf } from "../../shapes/registry.js";
import { withVisibility } from "../../shapes/visibility.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Geometry} Geometry */

/**
 * @param {Bench} bench
 * @param {(handles: string[]) => void} heat
 */
export function createPicked(bench, heat) {
  /** @type {string | null} */
  let from = null;
  /** @type {string | null} */
  let to = null;
  /** @type {string | undefined} whose they are */
  let of;
  let isAhead = true;
  let seen = "";

  /** @returns {string[]} */
  function handles() {
    if (from !== null && of !== bench.selected()?.id) set(null);
    if (from === null) return [];
    const shape = bench.selected()?.geometry;
    return to === null || !shape ? [from] : stretch(shape, from, to, isAhead);
  }

  /** @param {string | null} one @param {string | null} [other] */
  function set(one, other = null) {
    const before = seen;
    [from, to, of] = [one, other, bench.selected()?.id];
    heat(handles());
    seen = handles().join();
    if (seen !== before) bench.refresh();
  }

  return {
    handles,
    set,
    clear: () => set(null),
    /** The two ends of the stretch, or null where there is none. */
    ends: () => (from !== null && to !== null ? { from, to, isAhead } : null),
    /** Take the stretch to another vertex; say whether there is one. @param {string} handle */
    extend(handle) {
      const shape = bench.selected()?.geometry;
      if (from === null || !handles().length || from === handle || !shape || lineOf(from) !== lineOf(handle)) return false;
      if (to === handle) isAhead = shape.kind === "polyline" || !isAhead;
      else isAhead = stretch(shape, from, handle, true).length <= stretch(shape, from, handle, false).length;
      set(from, handle);
      return true;
    },
    /** Set how well the picked point of a skeleton is seen; say whether the key stands for that. @param {KeyboardEvent} event */
    see(event) {
      const instance = bench.selected();
      if (!instance || from === null || !handles().length || instance.locked || instance.geometry.kind !== "keypoints") return false;
      const shape = withVisibility(instance.geometry, indexOf(from), event);
      if (shape) bench.update(instance.id, { geometry: shape }, "Set visibility", event.timeStamp);
      return shape !== null;
    },
    /** Remove what is picked; say whether anything was. @param {number} at */
    remove(at) {
      const [instance, taken] = [bench.selected(), handles()];
      if (!instance || !taken.length) return false;
      if (instance.locked) return true;
      const shape = without(instance.geometry, taken);
      if (!shape && taken.length === 1) return false; // the shape is nothing without it, so the shape goes
      if (shape) set(null);
      if (shape) bench.update(instance.id, { geometry: shape }, taken.length === 1 ? "Delete vertex" : `Delete ${taken.length} vertices`, at);
      else bench.say("Too few vertices would be left. Delete the shape, or take fewer.");
      return true;
    },
  };
}

/**
 * Give the shape without some of its vertices, or null where too few would be left.
 * @param {Geometry} shape
 * @param {string[]} handles all of one line
 * @returns {Geometry | null}
 */
function without(shape, handles) {
  const verbs = verbsOf(shape);
  const places = handles.toSorted((a, b) => indexOf(b) - indexOf(a));
  if (handles.length > 1 && countOf(shape, handles[0]) - handles.length < (shape.kind === "polygon" ? 3 : 2)) return null;
  return places.reduce((/** @type {Geometry | null} */ left, handle) => left && verbs.remove(left, handle), shape);
}

/**
 * Give the handles from one vertex to another of its line, both included.
 * @param {Geometry} shape
 * @param {string} from
 * @param {string} to
 * @param {boolean} isAhead as the vertices are stored, round and round where the line is closed
 */
function stretch(shape, from, to, isAhead) {
  const [count, start, end] = [countOf(shape, from), indexOf(from), indexOf(to)];
  const step = shape.kind === "polyline" ? Math.sign(end - start) : isAhead ? 1 : -1;
  const found = [from];
  for (let index = start; index !== end && found.length < count; ) {
    index = (index + step + count) % count;
    found.push(named(from, index));
  }
  return found;
}

/** @param {Geometry} shape @param {string} handle */
function countOf(shape, handle) {
  const line = lineOf(handle);
  return verbsOf(shape).handles(shape, 1).filter(({ id, role }) => role === "vertex" && lineOf(id) === line).length;
}

/** @param {string} handle `v1.4` of a polygon's second ring, `v4` of a polyline */
function lineOf(handle) {
  return handle.includes(".") ? handle.slice(1).split(".")[0] : "";
}

/** @param {string} handle */
function indexOf(handle) {
  return Number(handle.slice(1).split(".").at(-1));
}

/** @param {string} like @param {number} index */
function named(like, index) {
  return like.includes(".") ? `v${lineOf(like)}.${index}` : `v${index}`;
}
