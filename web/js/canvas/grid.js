// A grid over the picture: as fine as the zoom can show, or as wide as was asked for.

import { roundStep } from "./units.js";

/** @typedef {import("./viewport.js").Viewport} Viewport */

const APART = 32;
const DENSE = 4;
const LINES = /** @type {const} */ ([["rgb(0 0 0 / .34)", 1], ["rgb(255 255 255 / .38)", 0]]); // seen on light and dark alike

/**
 * Give how many pixels of the file lie between two lines; 0 where there would be more line than picture.
 * @param {number} asked 0 for what the zoom can show
 * @param {number} scale stage pixels for one of the file
 */
export function stepOf(asked, scale) {
  if (!asked) return Math.max(1, roundStep(APART / scale));
  return asked * scale < DENSE ? 0 : asked;
}

/**
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {Viewport} view
 * @param {{width: number, height: number}} picture
 * @param {number} asked
 */
export function drawGrid(context, { state, toImage, toStage }, picture, asked) {
  const step = stepOf(asked, state.scale);
  if (!step) return;
  const [left, top] = toImage(0, 0);
  const [right, low] = toImage(state.width, state.height);
  const across = linesOf(left, right, picture.width, step);
  const down = linesOf(top, low, picture.height, step);
  const [x0, y0] = toStage(Math.max(0, left), Math.max(0, top));
  const [x1, y1] = toStage(Math.min(picture.width, right), Math.min(picture.height, low));
  context.lineWidth = 1;
  for (const [color, shift] of LINES) {
    context.beginPath();
    for (const x of across) vertical(context, Math.round(toStage(x, 0)[0]) + 0.5 + shift, y0, y1);
    for (const y of down) horizontal(context, Math.round(toStage(0, y)[1]) + 0.5 + shift, x0, x1);
    context.strokeStyle = color;
    context.stroke();
  }
}

/** Give the lines in sight, none on the border. @param {number} from @param {number} to @param {number} size @param {number} step */
function linesOf(from, to, size, step) {
  const lines = [];
  for (let at = Math.max(step, Math.ceil(from / step) * step); at < Math.min(size, to); at += step) lines.push(at);
  return lines;
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y0 @param {number} y1 */
function vertical(context, x, y0, y1) {
  context.moveTo(x, y0);
  context.lineTo(x, y1);
}

/** @param {CanvasRenderingContext2D} context @param {number} y @param {number} x0 @param {number} x1 */
function horizontal(context, y, x0, x1) {
  context.moveTo(x0, y);
  context.lineTo(x1, y);
}
