// The round tip that brush and eraser share, and the stroke that is drawn with it. Alt and the wheel, or [ and ],
// change its size for both.

import { within } from "../../shapes/rings.js";
import { letters } from "../letters.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {ReturnType<typeof createTip>} Tip */
/** @typedef {ReturnType<typeof createStroke>} Stroke */

const SIZES = { first: 24, least: 1, most: 1000, step: 1.15 };
const APART = 1;
const DASHES = [4, 3];
export const ERASER = "#b3261e";

/** Give the size that the tools of one page share. */
export function createTip() {
  let size = SIZES.first;
  return {
    size: () => size,
    /** @param {number} by steps */
    resize(by) {
      const changed = Math.round(size * SIZES.step ** by);
      size = Math.min(SIZES.most, Math.max(SIZES.least, changed === size ? size + Math.sign(by) : changed));
    },
  };
}

/**
 * What one tool draws with the tip: where it is, and the stroke under way.
 * @param {Bench} bench
 * @param {Tip} tip
 */
export function createStroke(bench, tip) {
  /** @type {Pair[] | null} */
  let points = null;
  /** @type {Pointed | null} */
  let over = null;
  /** Its size has just been changed, and is written beside it until it moves. */
  let isNew = false;

  /** @param {Pointed} pointed */
  function go(pointed) {
    [over, isNew] = [pointed, false];
    const [x, y] = points?.at(-1) ?? [0, 0];
    if (points && Math.hypot(pointed.x - x, pointed.y - y) * bench.view.state.scale >= APART) points.push([pointed.x, pointed.y]);
    bench.redraw();
  }

  /** @param {number} by */
  function resize(by) {
    tip.resize(by);
    isNew = true;
    bench.redraw();
  }

  return {
    /** @param {Pointed} pointed */
    begin(pointed) {
      over = pointed;
      points = [[pointed.x, pointed.y]];
      bench.redraw();
    },
    go,
    /** The stroke under way, as it is painted. */
    now: () => points && { points, radius: tip.size() / 2 },
    /** Give the stroke, and be without one. */
    end() {
      const ended = points && { points, radius: tip.size() / 2 };
      points = null;
      bench.redraw();
      return ended;
    },
    /** @param {WheelEvent} event */
    wheel(event) {
      if (!event.altKey) return false;
      resize(-Math.sign(event.deltaY || event.deltaX));
      return true;
    },
    /** Say whether a key changed the size, or gave the stroke up. @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && points) points = null;
      else if (event.key === "[" || event.key === "]") resize(event.key === "[" ? -1 : 1);
      else return false;
      bench.redraw();
      return true;
    },
    /** @param {CanvasRenderingContext2D} context @param {string} color @param {boolean} [erases] */
    draw(context, color, erases = false) {
      const { scale } = bench.view.state;
      if (points) drawStroke(context, points.map(([x, y]) => bench.view.toStage(x, y)), tip.size() * scale, color);
      if (!over) return;
      const { width, height } = bench.document.file;
      const [sx, sy] = bench.view.toStage(...within([over.x, over.y], width, height));
      drawRing(context, sx, sy, Math.max(1, (tip.size() * scale) / 2), erases ? DASHES : []);
      if (isNew) drawSize(context, sx, sy, `${tip.size()} px`);
    },
    busy: () => points !== null,
    cancel() {
      points = over = null;
      bench.redraw();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pair[]} places
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

/**
 * Two rings, so that one is seen on any picture; the inner one is dashed where the tip takes away.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number[]} dashes
 */
function drawRing(context, x, y, radius, dashes) {
  context.save();
  for (const [style, width, dash] of /** @type {[string, number, number[]][]} */ ([["rgb(0 0 0 / .7)", 3, []], ["#fff", 1.25, dashes]])) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.setLineDash(dash);
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {string} text */
function drawSize(context, x, y, text) {
  context.save();
  context.font = letters(600);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = "rgb(0 0 0 / .7)";
  context.strokeText(text, x, y);
  context.fillStyle = "#fff";
  context.fillText(text, x, y);
  context.restore();
}
