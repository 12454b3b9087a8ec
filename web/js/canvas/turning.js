// The handle that turns a shape, where there is no room for it on the stage: inside the shape, towards its middle.

/** @typedef {import("../../types/local.d.ts").Handle} Handle */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */

const EDGE = 6; // pixels of the stage
const INSIDE = 44; // from the usual place, which is as far outside as this is inside
const ROOM = 16; // that stays between it and the middle, else the way there says nothing

/**
 * Give handles with the one that turns within sight, where the shape is large enough for that.
 * @param {Handle[]} handles of one shape
 * @param {Pick<import("./viewport.js").Viewport, "state" | "toStage">} view
 * @returns {Handle[]}
 */
export function withTurnInSight(handles, view) {
  const { width, height, scale } = view.state;
  const middle = middleOf(handles.filter(({ role }) => role === "corner"));
  return handles.map((handle) => {
    if (handle.role !== "turn" || !middle) return handle;
    const [sx, sy] = view.toStage(handle.x, handle.y);
    if (sx >= EDGE && sy >= EDGE && sx <= width - EDGE && sy <= height - EDGE) return handle;
    const [dx, dy] = [middle[0] - handle.x, middle[1] - handle.y];
    const share = INSIDE / scale / Math.hypot(dx, dy);
    return (1 - share) * Math.hypot(dx, dy) * scale < ROOM ? handle : { ...handle, x: handle.x + dx * share, y: handle.y + dy * share };
  });
}

/** @param {Handle[]} corners @returns {Pair | null} */
function middleOf(corners) {
  const [x, y] = [corners.reduce((sum, one) => sum + one.x, 0), corners.reduce((sum, one) => sum + one.y, 0)];
  return corners.length ? [x / corners.length, y / corners.length] : null;
}
