// The outline of a shape that does not do as it is.

import { verbsOf } from "../shapes/registry.js";

const WARNING = "#f0b429";
const SHADE = "rgb(8 17 31 / .8)";

/**
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {import("../../types/local.d.ts").Geometry} shape
 * @param {import("./viewport.js").Viewport} view
 */
export function drawUnfit(context, shape, view) {
  if (shape.kind === "mask") return; // it has no line
  const { scale } = view.state;
  context.save();
  context.translate(...view.toStage(0, 0));
  context.scale(scale, scale);
  context.beginPath();
  verbsOf(shape).trace(context, shape, 1 / scale);
  context.lineJoin = "round";
  context.lineWidth = 4 / scale;
  context.strokeStyle = SHADE;
  context.stroke();
  context.lineWidth = 2.5 / scale;
  context.setLineDash([5 / scale, 4 / scale]);
  context.strokeStyle = WARNING;
  context.stroke();
  context.restore();
}
