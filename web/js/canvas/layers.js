// The layers of the stage, and how the image, a shape, its label and its handles are drawn on them.

import { verbsOf } from "../shapes/registry.js";
import { PLAIN, opacityOf } from "./look.js";
import { letters, textScale } from "./letters.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Look} Look */
/** @typedef {import("./viewport.js").Viewport} Viewport */
/** @typedef {ReturnType<typeof createLayer>} Layer */

const SMOOTH_BELOW = 2;
const MANY_HANDLES = 400;
const ROOM = 8; // pixels of the stage, which a handle covers
const BESIDE = 8;
const SPECK = 4; // pixels of the stage, of which the outline would cover all

/** @param {HTMLCanvasElement} canvas */
export function createLayer(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  return {
    canvas,
    context,
    /**
     * @param {number} width
     * @param {number} height
     * @param {number} ratio device pixels for one CSS pixel
     */
    resize(width, height, ratio) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    },
    clear() {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
    },
    /**
     * Draw in pixels of the file from here on.
     * @param {Viewport["state"]} view
     * @param {number} ratio
     */
    inImage({ scale, x, y }, ratio) {
      context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
    },
    /** Draw in pixels of the stage from here on. @param {number} ratio */
    onStage(ratio) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
    },
  };
}

/**
 * @param {Layer} layer
 * @param {import("../../types/local.d.ts").Picture | null} picture
 * @param {Viewport["state"]} view
 * @param {number} ratio
 * @param {(level: number) => CanvasImageSource[]} [treated] what to draw in the place of a level, if anything
 */
export function drawImage(layer, picture, view, ratio, treated = () => []) {
  layer.clear();
  if (!picture?.isAwake()) return;
  layer.inImage(view, ratio);
  const wanted = picture.width * view.scale * ratio;
  const level = Math.max(0, picture.levels.findLastIndex((bitmap) => bitmap.width >= wanted));
  const [first, ...over] = treated(level);
  layer.context.imageSmoothingEnabled = view.scale * ratio < SMOOTH_BELOW;
  layer.context.imageSmoothingQuality = "high";
  for (const one of [first ?? picture.levels[level], ...over]) layer.context.drawImage(one, 0, 0, picture.width, picture.height);
}

/**
 * @param {CanvasRenderingContext2D} context in pixels of the file
 * @param {Instance} instance
 * @param {string} color
 * @param {number} scale
 * @param {boolean} active
 * @param {Look} [look]
 */
export function drawShape(context, instance, color, scale, active, look = PLAIN) {
  const verbs = verbsOf(instance.geometry);
  context.fillStyle = context.strokeStyle = color;
  context.beginPath();
  verbs.trace(context, instance.geometry, 1 / scale);
  const isMask = instance.geometry.kind === "mask";
  const opacity = verbs.filled ? opacityOf(look, active, isMask) : 0;
  if (opacity) {
    context.globalAlpha = opacity;
    context.fill("evenodd");
    context.globalAlpha = 1;
  }
  if (isMask || !look.stroke) return;
  context.globalAlpha = look.stroke;
  context.lineJoin = "round";
  context.lineWidth = (active ? 2 : 1.5) / scale;
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * Say whether a shape is seen as some pixels only.
 * @param {import("../../types/local.d.ts").Placed} placed
 * @param {number} scale
 */
export function isSpeck({ minX, minY, maxX, maxY, instance }, scale) {
  return Math.max(maxX - minX, maxY - minY) * scale < SPECK && verbsOf(instance.geometry).filled;
}

/**
 * Fill the pixels that a shape has its bounds on: whole ones, so that it is the same with or without its neighbours.
 * @param {CanvasRenderingContext2D} context in pixels of the file
 * @param {import("../../types/local.d.ts").Placed} placed
 * @param {string} color
 * @param {import("./bitmap.js").At} at
 * @param {boolean} active one that is selected is a pixel larger
 * @param {Look} look
 */
export function drawSpeck(context, { minX, minY, maxX, maxY }, color, { scale, x, y, ratio }, active, look) {
  const more = active ? 1 : 0;
  const left = Math.round((minX * scale + x) * ratio) - more;
  const top = Math.round((minY * scale + y) * ratio) - more;
  const wide = Math.max(1, Math.round((maxX - minX) * scale * ratio)) + 2 * more;
  const tall = Math.max(1, Math.round((maxY - minY) * scale * ratio)) + 2 * more;
  context.fillStyle = color;
  context.globalAlpha = Math.max(look.stroke, opacityOf(look, active, false));
  context.fillRect((left / ratio - x) / scale, (top / ratio - y) / scale, wide / ratio / scale, tall / ratio / scale);
  context.globalAlpha = 1;
}

/**
 * Draw what a script suggests: dashed, and paler the less sure it is.
 * @param {CanvasRenderingContext2D} context in pixels of the file
 * @param {Instance} instance
 * @param {string} color
 * @param {number} scale
 * @param {boolean} active
 */
export function drawGhost(context, instance, color, scale, active) {
  const verbs = verbsOf(instance.geometry);
  context.save();
  context.fillStyle = context.strokeStyle = color;
  context.globalAlpha = 0.45 + 0.55 * (instance.score ?? 1);
  context.lineWidth = (active ? 2.5 : 2) / scale;
  context.beginPath();
  verbs.trace(context, instance.geometry, 1 / scale);
  if (instance.geometry.kind !== "mask") {
    context.strokeStyle = "rgb(0 0 0 / .55)"; // dashes are seen on light and dark alike
    context.stroke();
    context.strokeStyle = color;
    context.setLineDash([6 / scale, 4 / scale]);
    context.stroke();
  }
  context.globalAlpha *= active ? 0.22 : instance.geometry.kind === "mask" ? 0.35 : 0.08;
  if (verbs.filled) context.fill("evenodd");
  context.restore();
}

/**
 * Write an instance's label at its upper left corner.
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {Instance} instance
 * @param {string} color
 * @param {Viewport["state"]} view
 * @param {string | null | undefined} text
 */
export function drawLabel(context, instance, color, view, text) {
  const [x, y, width] = verbsOf(instance.geometry).bounds(instance.geometry);
  if (width * view.scale < 24 || !text) return;
  context.font = letters(600);
  const [wide, tall] = [context.measureText(text).width + 12, Math.round(17 * textScale())];
  const left = Math.round(Math.max(2, x * view.scale + view.x));
  const bottom = Math.round(Math.max(tall + 2, y * view.scale + view.y - 3));
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(left, bottom - tall, wide, tall, 3);
  context.fill();
  context.fillStyle = "#08111f";
  context.textBaseline = "middle";
  context.fillText(text, left + 6, bottom - tall / 2 + 0.5);
}

/**
 * Draw the handles of the shape in hand, in pixels of the stage.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../../types/local.d.ts").Handle[]} handles
 * @param {string} color
 * @param {Viewport} view
 * @param {ReadonlySet<string>} hot the handles under the pointer or picked
 */
export function drawHandles(context, handles, color, view, hot) {
  const seen = inSight(context, handles, view);
  const dense = seen.length > MANY_HANDLES;
  const taken = new Set();
  for (const [{ id, role }, sx, sy] of seen) {
    const isHot = hot.has(id);
    if (dense && !isHot && (role === "middle" || !hasRoom(taken, sx, sy))) continue;
    const size = isHot ? 5.5 : role === "middle" ? 2 : role === "vertex" ? 3.25 : 4;
    context.beginPath();
    if (role === "corner" || role === "side") context.rect(sx - size, sy - size, 2 * size, 2 * size);
    else context.arc(sx, sy, size, 0, 2 * Math.PI);
    context.fillStyle = role === "middle" && !isHot ? color : "#ffffff";
    context.fill();
    if (role === "middle" && !isHot) continue;
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

/**
 * Give the handles on the stage, with their places there.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../../types/local.d.ts").Handle[]} handles
 * @param {Viewport} view
 * @returns {[import("../../types/local.d.ts").Handle, number, number][]}
 */
function inSight(context, handles, view) {
  const ratio = context.getTransform().a;
  const [width, height] = [context.canvas.width / ratio + BESIDE, context.canvas.height / ratio + BESIDE];
  return handles.flatMap((handle) => {
    const [sx, sy] = view.toStage(handle.x, handle.y);
    return sx < -BESIDE || sy < -BESIDE || sx > width || sy > height ? [] : [[handle, sx, sy]];
  });
}

/** Say whether no handle is drawn there yet: thousands upon each other would hide the picture. @param {Set<number>} taken @param {number} sx @param {number} sy */
function hasRoom(taken, sx, sy) {
  const cell = Math.floor(sx / ROOM) * 100_000 + Math.floor(sy / ROOM);
  return !taken.has(cell) && Boolean(taken.add(cell));
}
