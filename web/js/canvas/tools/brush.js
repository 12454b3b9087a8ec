// Paint a mask: over the object, or with Alt or the right button out of it. A selected mask is painted on,
// else a new one is begun; Enter lets go of it. Alt and the wheel, or [ and ], change the brush.

import { within } from "../../shapes/rings.js";
import { painted, roomFor } from "../../shapes/painting.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/data.d.ts").Mask} Mask */

const SIZES = { first: 24, least: 1, most: 1000, step: 1.15 };
const APART = 1;
const ERASER = "#b3261e";

/**
 * @param {Bench} bench
 * @param {() => string} color
 * @param {(id: string) => void} remove
 */
export function createBrushTool(bench, color, remove) {
  let size = SIZES.first;
  /** @type {{points: import("../../../types/local.d.ts").Pair[], adds: boolean} | null} */
  let stroke = null;
  /** @type {Pointed | null} */
  let over = null;

  /** Give the selected mask, if it may be painted on. */
  function target() {
    const one = bench.document.get(bench.selected()?.id ?? "");
    return one && one.geometry.kind === "mask" && !one.locked && !one.hidden && !bench.held(one) ? one : null;
  }

  /** @param {Pointed} pointed */
  const isEraser = ({ alt, button }) => alt || button === 2;

  /** @param {number} by steps */
  function resize(by) {
    const changed = Math.round(size * SIZES.step ** by);
    size = Math.min(SIZES.most, Math.max(SIZES.least, changed === size ? size + Math.sign(by) : changed));
    bench.redraw();
  }

  /** @param {number} at */
  function finish(at) {
    if (!stroke) return;
    const { points, adds } = stroke;
    stroke = null;
    const one = target();
    const before = one ? /** @type {Mask} */ (one.geometry) : null;
    if (!adds && !before) return bench.say("Select a mask to erase from.");
    const shape = painted(before, { points, radius: size / 2 }, adds, bench.document.file);
    if (one && !shape) return remove(one.id);
    if (one && shape) return bench.update(one.id, { geometry: shape }, adds ? "Paint" : "Erase", at);
    return shape ? bench.create(shape, at) : undefined;
  }

  return {
    name: "brush",
    cursor: "none",
    anyButton: true,
    presses: () => true,
    /** @param {Pointed} pointed */
    down(pointed) {
      over = pointed;
      stroke = { points: [[pointed.x, pointed.y]], adds: !isEraser(pointed) };
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      const [x, y] = stroke?.points.at(-1) ?? [0, 0];
      if (stroke && Math.hypot(pointed.x - x, pointed.y - y) * bench.view.state.scale >= APART) stroke.points.push([pointed.x, pointed.y]);
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      finish(pointed.at);
      bench.redraw();
    },
    /** @param {WheelEvent} event */
    wheel(event) {
      if (!event.altKey) return false;
      resize(-Math.sign(event.deltaY || event.deltaX));
      return true;
    },
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && stroke) stroke = null;
      else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && target()) bench.select(null);
      else if (event.key === "[" || event.key === "]") resize(event.key === "[" ? -1 : 1);
      else return false;
      bench.redraw();
      return true;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      const { scale } = bench.view.state;
      if (stroke) drawStroke(context, stroke.points.map(([x, y]) => bench.view.toStage(x, y)), size * scale, stroke.adds ? color() : ERASER);
      if (!over) return;
      const { width, height } = bench.document.file;
      const [sx, sy] = bench.view.toStage(...within([over.x, over.y], width, height));
      drawRing(context, sx, sy, Math.max(1, (size * scale) / 2));
    },
    busy: () => stroke !== null,
    of: target,
    // Only where it lies: its pixels are made at the end.
    /** @returns {Mask | null} */
    shape() {
      const before = /** @type {Mask | null} */ (target()?.geometry ?? null);
      const bounds = stroke?.adds ? roomFor(before, { points: stroke.points, radius: size / 2 }, bench.document.file) : null;
      return bounds && { kind: "mask", bounds, rle: [] };
    },
    cancel() {
      stroke = null;
      over = null;
      bench.redraw();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number][]} places
 * @param {number} width
 * @param {string} color
 */
function drawStroke(context, places, width, color) {
  context.save();
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = color;
  context.globalAlpha = 0.45;
  context.beginPath();
  context.moveTo(...places[0]);
  for (const place of places) context.lineTo(...place);
  context.stroke();
  context.restore();
}

/** Two rings, so that one is seen on any picture. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function drawRing(context, x, y, radius) {
  for (const [style, width] of /** @type {[string, number][]} */ ([["rgb(0 0 0 / .7)", 3], ["#fff", 1.25]])) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
}
