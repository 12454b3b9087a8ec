// Fingers on the picture: one draws, two move it and zoom. A finger draws once it has moved or was lifted,
// so that the first of two leaves nothing behind.

/** @typedef {Pick<PointerEvent, "pointerId" | "clientX" | "clientY">} Touch */

const SLOP = 5;

/**
 * @template {Touch} T
 * @param {object} hand
 * @param {(touch: T) => void} hand.begin
 * @param {(touch: T) => void} hand.move
 * @param {(touch: T) => void} hand.end
 * @param {(touch: T) => void} hand.drop a second finger came: what was begun was not meant
 * @param {(dx: number, dy: number) => void} hand.pan
 * @param {(factor: number, x: number, y: number) => void} hand.zoom about a place of the window
 */
export function createTouching({ begin, move, end, drop, pan, zoom }) {
  /** @type {Map<number, [number, number]>} */
  const fingers = new Map();
  /** @type {"idle" | "held" | "drawing" | "leading"} */
  let state = "idle";
  /** @type {T | null} */
  let first = null;

  function spread() {
    const [one, other = one] = [...fingers.values()];
    const [[ax, ay], [bx, by]] = [one, other];
    return { x: (ax + bx) / 2, y: (ay + by) / 2, apart: Math.hypot(ax - bx, ay - by) };
  }

  /** @param {T} touch */
  function lead(touch) {
    const before = spread();
    fingers.set(touch.pointerId, [touch.clientX, touch.clientY]);
    const after = spread();
    pan(after.x - before.x, after.y - before.y);
    if (before.apart && after.apart) zoom(after.apart / before.apart, after.x, after.y);
  }

  /** @param {T} touch */
  function leave(touch) {
    fingers.delete(touch.pointerId);
    if (!fingers.size) state = "idle";
  }

  return {
    /** @param {T} touch @param {boolean} leads one finger moves the picture too */
    down(touch, leads) {
      if (state === "drawing") drop(touch);
      fingers.set(touch.pointerId, [touch.clientX, touch.clientY]);
      state = leads || fingers.size > 1 ? "leading" : "held";
      first = touch;
    },
    /** @param {T} touch */
    move(touch) {
      if (!fingers.has(touch.pointerId)) return;
      if (state === "leading") return lead(touch);
      fingers.set(touch.pointerId, [touch.clientX, touch.clientY]);
      if (state === "held" && first && Math.hypot(touch.clientX - first.clientX, touch.clientY - first.clientY) >= SLOP) {
        state = "drawing";
        begin(first);
      }
      if (state === "drawing") move(touch);
    },
    /** @param {T} touch */
    up(touch) {
      if (!fingers.has(touch.pointerId)) return;
      if (state === "held" && first) begin(first);
      if (state === "held" || state === "drawing") end(touch);
      leave(touch);
    },
    /** @param {T} touch */
    cancel(touch) {
      if (state === "drawing" && fingers.has(touch.pointerId)) drop(touch);
      leave(touch);
    },
  };
}
