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
  return pictureOf(await response.blob());
}

/**
 * Show an image. Rejects where the browser cannot.
 * @param {Blob} blob
 * @returns {Promise<import("../../types/local.d.ts").Picture>}
 */
async function pictureOf(blob) {
  /** @type {ImageBitmap[]} */
  const levels = [];
  const raw = untouched(blob);
  let waking = /** @type {Promise<void> | null} */ (null);

  async function decode() {
    levels.push(await createImageBitmap(blob));
    halve(levels[0], levels).catch(() => {}); // it was put to rest meanwhile
  }

  await decode();
  const { width, height } = levels[0];
  return {
    width,
    height,
    levels,
    blob,
    async read(bounds, scale) {
      const pixels = await raw.with((image) => pixelsOf(image, bounds, scale));
      if (!levels.length) raw.drop();
      return pixels;
    },
    isAwake: () => levels.length > 0,
    wake: () => (levels.length ? Promise.resolve() : (waking ??= decode().finally(() => (waking = null)))),
    rest() {
      levels.splice(0).forEach((level) => level.close());
      raw.drop();
    },
  };
}

/**
 * Decode what scripts see when they first ask: the pixels as stored, without the colour management of the display.
 * @param {Blob} blob
 */
function untouched(blob) {
  /** @type {Promise<ImageBitmap> | null} */
  let image = null;
  let readers = 0;
  let isUnwanted = false;

  async function close() {
    const closing = image;
    [image, isUnwanted] = [null, false];
    (await closing?.catch(() => null))?.close();
  }

  return {
    /** @template T @param {(image: ImageBitmap) => T} read @returns {Promise<T>} */
    async with(read) {
      readers += 1;
      isUnwanted = false;
      image ??= createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
      try {
        return read(await image);
      } finally {
        readers -= 1;
        if (!readers && isUnwanted) close();
      }
    },
    /** Give its memory back, once nobody reads. */
    drop() {
      isUnwanted = true;
      if (!readers) close();
    },
  };
}

/**
 * @param {ImageBitmap} whole
 * @param {ImageBitmap[]} levels
 */
async function halve(whole, levels) {
  for (let last = whole; isLarge(last); levels.push(last)) {
    last = await halved(last);
    if (levels[0] !== whole) return last.close();
  }
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
