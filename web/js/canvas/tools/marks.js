// What the prompt tool leaves on the picture: its box, clicks and strokes. What belongs to the object and
// what does not is told by plus and minus and by the line, not by colour alone.

/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {{points: Pair[], width: number, positive: boolean}} Stroke */
/** @typedef {import("../viewport.js").Viewport} Viewport */

const ON = "#0b7a4b";
const BESIDE = "#b3261e";
const DOT = 5;

/** @param {CanvasRenderingContext2D} context @param {import("../../../types/local.d.ts").Rect} box @param {Viewport} view */
export function drawBox(context, [x, y, width, height], view) {
  const [left, top] = view.toStage(x, y);
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.strokeRect(left, top, width * view.state.scale, height * view.state.scale);
  context.setLineDash([]);
}

/**
 * A band as wide as the stroke counts, and along its middle a line: whole over the object, dashed beside it.
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 * @param {Viewport} view
 */
export function drawStroke(context, { points, width, positive }, view) {
  const places = points.map(([x, y]) => view.toStage(x, y));
  context.save();
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  context.strokeStyle = positive ? ON : BESIDE;
  context.globalAlpha = 0.45;
  context.lineWidth = width * view.state.scale;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.setLineDash(positive ? [] : [4, 5]);
  context.stroke();
  context.restore();
  drawDot(context, places[0], positive);
}

/** @param {CanvasRenderingContext2D} context @param {Pair} place @param {boolean} positive */
export function drawDot(context, [x, y], positive) {
  context.beginPath();
  context.arc(x, y, DOT + 2, 0, 2 * Math.PI);
  context.fillStyle = positive ? ON : BESIDE;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.stroke();
  context.beginPath();
  context.moveTo(x - 3, y);
  context.lineTo(x + 3, y);
  if (positive) {
    context.moveTo(x, y - 3);
    context.lineTo(x, y + 3);
  }
  context.stroke();
}
