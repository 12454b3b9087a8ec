// The image of a file: bitmaps to draw at every zoom, and untouched pixels for scripts.

import { halved, isLarge } from "./levels.js";

/** @typedef {import("../../types/local.d.ts").Rect} Rect */

/**
 * Load an image. Throws with a message for people where it cannot be had or shown.
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types/local.d.ts").Picture>}
 */
export async function loadPicture(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status} for the image`);
  const blob = await response.blob();
  const whole = await createImageBitmap(blob);
  const levels = [whole];
  /** @type {Promise<ImageBitmap> | null} */
  let raw = null;
  // Scripts see the pixels as stored, without the colour management the display applies.
  const untouched = () => (raw ??= createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" }));
  halve(whole, levels);
  return {
    width: whole.width,
    height: whole.height,
    levels,
    blob,
    read: async (bounds, scale) => pixelsOf(await untouched(), bounds, scale),
  };
}

/**
 * @param {ImageBitmap} whole
 * @param {ImageBitmap[]} levels
 */
async function halve(whole, levels) {
  for (let last = whole; isLarge(last); levels.push(last)) last = await halved(last);
}

/**
 * @param {ImageBitmap} image
 * @param {Rect} bounds
 * @param {number} scale
 * @returns {import("../../types/local.d.ts").Pixels}
 */
function pixelsOf(image, [x, y, w, h], scale) {
  const [width, height] = [Math.max(1, Math.round(w * scale)), Math.max(1, Math.round(h * scale))];
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingQuality = "medium";
  context.drawImage(image, x, y, w, h, 0, 0, width, height);
  return { width, height, channels: 4, buffer: context.getImageData(0, 0, width, height).data.buffer };
}
