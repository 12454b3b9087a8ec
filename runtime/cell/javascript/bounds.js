// Upright rectangles `x, y, width, height` in pixels of the file, as instances have them.

import { HostError, shown } from "./errors.js";

/** @typedef {{width: number, height: number}} Sized */
/** @typedef {import("../../../web/types/local.d.ts").Rect} Rect */
/** @typedef {{x: number, y: number, width: number, height: number}} Sides */
/** @typedef {(margin?: number, options?: {within?: Sized}) => Bounds} Expand grows by a fraction of each side, rounded outwards */
/** @typedef {Readonly<Sides> & Iterable<number> & {expand: Expand}} Bounds */
/** @typedef {Bounds | Iterable<number> | Sides} Place */

const SHARED = Object.freeze({
  /**
   * @this {Sides}
   * @param {number} [margin]
   * @param {{within?: Sized}} [options]
   */
  expand(margin = 0, options = {}) {
    const { x, y, width, height } = this;
    const { within } = options;
    const across = [Math.floor(x - margin * width), Math.ceil(x + width * (1 + margin))];
    const down = [Math.floor(y - margin * height), Math.ceil(y + height * (1 + margin))];
    const [left, right] = within ? across.map((side) => clipped(side, within.width)) : across;
    const [top, bottom] = within ? down.map((side) => clipped(side, within.height)) : down;
    return boundsFrom([left, top, right - left, bottom - top]);
  },
  /** @this {Sides} */
  *[Symbol.iterator]() {
    yield* [this.x, this.y, this.width, this.height];
  },
});

/**
 * @param {Rect | number[]} rect
 * @returns {Bounds}
 */
export function boundsFrom([x, y, width, height]) {
  return Object.freeze(Object.assign(Object.create(SHARED), { x, y, width, height }));
}

/**
 * Give the four numbers of bounds however they are written: `[x, y, width, height]`, or with names.
 * @param {Place} place
 * @param {string} what
 * @returns {Rect}
 */
export function rectOf(place, what) {
  const given = /** @type {any} */ (place);
  const rect = typeof given?.[Symbol.iterator] === "function" ? [...given] : [given?.x, given?.y, given?.width, given?.height];
  if (rect.length === 4 && rect.every((side) => typeof side === "number")) return /** @type {Rect} */ (rect);
  throw new HostError(`${what} is ${shown(place)}, expected x, y, width, height`);
}

/** @param {number} side @param {number} most */
function clipped(side, most) {
  return Math.max(0, Math.min(side, most));
}
