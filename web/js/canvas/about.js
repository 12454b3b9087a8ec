// What a question is about: outlined twice, light on dark, and numbered as in the question's text.

import { verbsOf } from "../shapes/registry.js";
import { letters } from "./letters.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

const DASHES = [[], [7, 5], [2, 4], [12, 4, 2, 4]];
const BADGE = 9;

/**
 * @param {import("./layers.js").Layer} layer
 * @param {Instance[]} about
 * @param {import("./viewport.js").Viewport["state"]} view
 * @param {number} ratio device pixels for one CSS pixel
 */
export function drawAbout(layer, about, view, ratio) {
  layer.inImage(view, ratio);
  about.forEach((instance, index) => outline(layer.context, instance, index, view.scale));
  layer.onStage(ratio);
  about.forEach((instance, index) => badge(layer.context, instance, index, view));
}

/** @param {CanvasRenderingContext2D} context @param {Instance} instance @param {number} index @param {number} scale */
function outline(context, { geometry }, index, scale) {
  const verbs = verbsOf(geometry);
  context.save();
  context.beginPath();
  if (geometry.kind === "mask") context.rect(...verbs.bounds(geometry));
  else verbs.trace(context, geometry, 1 / scale);
  context.lineJoin = "round";
  context.lineWidth = 6 / scale;
  context.strokeStyle = "rgb(0 0 0 / .7)";
  context.stroke();
  context.lineWidth = 3 / scale;
  context.strokeStyle = "#fff";
  context.setLineDash(DASHES[index % DASHES.length].map((length) => length / scale));
  context.stroke();
  context.restore();
}

/**
 * Number a shape at a corner of its own, so that shapes upon each other are told apart.
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {Instance} instance
 * @param {number} index
 * @param {import("./viewport.js").Viewport["state"]} view
 */
function badge(context, { geometry }, index, view) {
  const [x, y, width, height] = verbsOf(geometry).bounds(geometry);
  const [right, low] = [index % 2 === 1, index % 4 > 1];
  const cx = within((right ? x + width : x) * view.scale + view.x, view.width);
  const cy = within((low ? y + height : y) * view.scale + view.y + Math.floor(index / 4) * 2 * BADGE, view.height);
  context.beginPath();
  context.arc(cx, cy, BADGE, 0, 2 * Math.PI);
  context.fillStyle = "#fff";
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = "#08111f";
  context.stroke();
  context.fillStyle = "#08111f";
  context.font = letters(700);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(index + 1), cx, cy + 0.5);
  context.textAlign = "start";
}

/** @param {number} at @param {number} size */
function within(at, size) {
  return Math.min(Math.max(at, BADGE + 2), size - BADGE - 2);
}
