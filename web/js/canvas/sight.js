// Where the keyboard's cursor is on the picture.

const REACH = 14;
const GAP = 4;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} place in pixels of the stage
 * @param {boolean} pressed
 */
export function drawSight(context, [x, y], pressed) {
  context.save();
  context.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    context.moveTo(x + dx * GAP, y + dy * GAP);
    context.lineTo(x + dx * REACH, y + dy * REACH);
  }
  context.moveTo(x + REACH, y);
  context.arc(x, y, REACH, 0, 2 * Math.PI);
  for (const [color, width] of /** @type {const} */ ([["rgb(0 0 0 / .75)", 4], ["#ffffff", 1.75]])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
  if (pressed) {
    context.fillStyle = "rgb(255 255 255 / .35)";
    context.fill();
  }
  context.restore();
}
