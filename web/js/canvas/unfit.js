// The outline of a shape that does not do as it is.

import { outline } from "./outlining.js";

const WARNING = "#f0b429";
const SHADE = "rgb(8 17 31 / .8)";

/**
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {import("../../types/local.d.ts").Geometry} shape
 * @param {import("./viewport.js").Viewport} view
 */
export function drawUnfit(context, shape, view) {
  if (shape.kind === "mask") return; // it has no line
  outline(context, shape, view, (pixel) => {
    context.lineJoin = "round";
    context.lineWidth = 4 * pixel;
    context.strokeStyle = SHADE;
    context.stroke();
    context.lineWidth = 2.5 * pixel;
    context.setLineDash([5 * pixel, 4 * pixel]);
    context.strokeStyle = WARNING;
    context.stroke();
  });
}
