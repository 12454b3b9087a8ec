// A shape's path on a layer whose pixels are those of the stage.

import { verbsOf } from "../shapes/registry.js";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../../types/local.d.ts").Geometry} shape
 * @param {import("./viewport.js").Viewport} view
 * @param {(pixel: number) => void} paint fills and strokes; a `pixel` of the stage is so wide
 */
export function outline(context, shape, view, paint) {
  const { scale } = view.state;
  context.save();
  context.translate(...view.toStage(0, 0));
  context.scale(scale, scale);
  context.beginPath();
  verbsOf(shape).trace(context, shape, 1 / scale);
  paint(1 / scale);
  context.restore();
}
