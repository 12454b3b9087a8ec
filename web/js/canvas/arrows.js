// The arrow from one shape to another, from the middle of one to the middle of the other.

import { verbsOf } from "../shapes/registry.js";
import { letters, textScale } from "./letters.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */

const HEAD = 8;
const DARK = "rgb(8 17 31 / .7)";

/**
 * Give where an arrow begins and ends, in pixels of the stage.
 * @param {Instance} from
 * @param {Instance | null} to
 * @param {import("./viewport.js").Viewport} view
 * @param {Pair} [end] where it ends, while it has no target
 * @returns {[Pair, Pair]}
 */
export function arrowsOf(from, to, view, end = [0, 0]) {
  /** @param {Instance} one @returns {Pair} */
  const middle = ({ geometry }) => {
    const [x, y, width, height] = verbsOf(geometry).bounds(geometry);
    return view.toStage(x + width / 2, y + height / 2);
  };
  return [middle(from), to ? middle(to) : end];
}

/**
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {[Pair, Pair]} arrow
 * @param {string} word
 * @param {boolean} [lit]
 */
export function drawArrow(context, [[ax, ay], [bx, by]], word, lit = true) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 2 * HEAD) return;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  context.save();
  context.lineCap = context.lineJoin = "round";
  for (const [style, width] of /** @type {const} */ ([[DARK, 3.5], ["#ffffff", 1.5]])) {
    context.globalAlpha = lit ? 1 : 0.55;
    context.strokeStyle = style;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.moveTo(bx - ux * HEAD - uy * HEAD * 0.5, by - uy * HEAD + ux * HEAD * 0.5);
    context.lineTo(bx, by);
    context.lineTo(bx - ux * HEAD + uy * HEAD * 0.5, by - uy * HEAD - ux * HEAD * 0.5);
    context.stroke();
  }
  if (word) drawWord(context, word, (ax + bx) / 2, (ay + by) / 2);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {string} word @param {number} x @param {number} y */
function drawWord(context, word, x, y) {
  context.font = letters(500);
  const [wide, tall] = [context.measureText(word).width + 10, 18 * textScale()];
  context.fillStyle = "rgb(13 16 20 / .88)";
  context.beginPath();
  context.roundRect(x - wide / 2, y - tall / 2, wide, tall, 3);
  context.fill();
  context.fillStyle = "#e4e9f0";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(word, x, y + 0.5);
}
