// A frame that lights up round a place and fades, so that the eye finds it.

/** @typedef {import("../../types/local.d.ts").Rect} Rect */

const LASTS_MS = 1_400;
const LEAST = 22;
const ROOM = 5;

/** @param {() => void} redraw */
export function createFlash(redraw) {
  /** @type {{rect: Rect, since: number} | null} */
  let shown = null;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  return {
    /** @param {Rect} rect in pixels of the file */
    show(rect) {
      shown = { rect, since: performance.now() };
      redraw();
    },
    /**
     * @param {CanvasRenderingContext2D} context in pixels of the stage
     * @param {import("./viewport.js").Viewport} view
     */
    draw(context, view) {
      if (!shown) return;
      const age = (performance.now() - shown.since) / LASTS_MS;
      if (age >= 1) {
        shown = null;
        return;
      }
      frame(context, shown.rect, view, still.matches ? 0 : age);
      if (still.matches) setTimeout(redraw, LASTS_MS * (1 - age) + 1);
      else redraw();
    },
  };
}

/** @param {CanvasRenderingContext2D} context @param {Rect} rect @param {import("./viewport.js").Viewport} view @param {number} age 0 to 1 */
function frame(context, [x, y, width, height], view, age) {
  const [cx, cy] = view.toStage(x + width / 2, y + height / 2);
  const closing = 14 * Math.max(0, 1 - age * 4);
  const [wide, tall] = [width, height].map((side) => Math.max(LEAST, side * view.state.scale + 2 * ROOM) + closing);
  context.save();
  context.globalAlpha = Math.min(1, 2 * (1 - age));
  for (const [color, line] of /** @type {const} */ ([["rgb(0 0 0 / .6)", 5], ["#ffffff", 2.5]])) {
    context.strokeStyle = color; // seen on light and dark alike
    context.lineWidth = line;
    context.beginPath();
    context.roundRect(cx - wide / 2, cy - tall / 2, wide, tall, 4);
    context.stroke();
  }
  context.restore();
}
