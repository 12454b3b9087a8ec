// How far shapes may be moved: all of them stays in the picture, and nothing of them is cut off at its edge.

/**
 * Give as much of a move as keeps bounds in the file; what lies outside already goes no further out.
 * @param {import("../../types/local.d.ts").Rect} bounds of all that is moved
 * @param {number} dx in pixels
 * @param {number} dy
 * @param {{width: number, height: number}} file
 * @returns {[number, number]}
 */
export function inside([x, y, wide, tall], dx, dy, { width, height }) {
  return [along(dx, x, width - x - wide), along(dy, y, height - y - tall)];
}

/** @param {number} by @param {number} before the room towards the start @param {number} after that towards the end */
function along(by, before, after) {
  return by < 0 ? Math.max(by, Math.min(0, -before)) : Math.min(by, Math.max(0, after));
}
