// The worker that evens out the contrast of an image: level by level, in strips, and the newest wish first.

import { equalise, lumaOf, tablesOf } from "./clahe.js";
import { halved } from "./levels.js";

/** @typedef {{job: number, picture: number, blob: Blob, limit: number, levels: number[], middle: number}} Wish `middle` is the height that is looked at, from 0 to 1 */
/** @typedef {{job: number, level: number, width: number, height: number, top: number, strip: ImageBitmap, done: boolean}} Strip */

const STRIP_PIXELS = 1_000_000;
const MEASURED_PIXELS = 2_000_000;

/** @type {{picture: number, levels: ImageBitmap[], limit: number, tables: import("./clahe.js").Tables | null} | null} */
let source = null;
let newest = 0;
let busy = Promise.resolve();

addEventListener("message", ({ data }) => {
  newest = data.job;
  busy = busy.then(() => fulfil(data)).catch((error) => postMessage({ job: data.job, error: String(error?.message ?? error) }));
});

/** @param {Wish} wish */
async function fulfil({ job, picture, blob, limit, levels, middle }) {
  if (job !== newest) return;
  if (source?.picture !== picture) {
    source?.levels.forEach((level) => level.close());
    source = { picture, levels: [await createImageBitmap(blob)], limit: 0, tables: null };
  }
  for (const level of levels) {
    while (source.levels.length <= level) source.levels.push(await halved(/** @type {ImageBitmap} */ (source.levels.at(-1))));
  }
  if (!source.tables || source.limit !== limit) Object.assign(source, { limit, tables: measured(source.levels, limit) });
  for (const level of levels) await strips({ job, level, middle }, source.levels[level], /** @type {import("./clahe.js").Tables} */ (source.tables));
}

/**
 * Make the curves from the largest level that is not too large: they hardly depend on it.
 * @param {ImageBitmap[]} levels
 * @param {number} limit
 */
function measured(levels, limit) {
  const level = levels.find(({ width, height }) => width * height <= MEASURED_PIXELS) ?? levels[levels.length - 1];
  const shrink = Math.min(1, Math.sqrt(MEASURED_PIXELS / (level.width * level.height)));
  const size = { width: Math.max(1, Math.round(level.width * shrink)), height: Math.max(1, Math.round(level.height * shrink)) };
  const context = paper(size);
  context.drawImage(level, 0, 0, size.width, size.height);
  return tablesOf(lumaOf(context.getImageData(0, 0, size.width, size.height).data), size, limit);
}

/**
 * Even out a level, what is looked at first.
 * @param {Pick<Wish, "job" | "middle"> & {level: number}} wish
 * @param {ImageBitmap} image
 * @param {import("./clahe.js").Tables} tables
 */
async function strips({ job, level, middle }, image, tables) {
  const { width, height } = image;
  const most = Math.max(1, Math.floor(STRIP_PIXELS / width));
  const tops = Array.from({ length: Math.ceil(height / most) }, (_, index) => index * most);
  tops.sort((one, other) => Math.abs(one + most / 2 - middle * height) - Math.abs(other + most / 2 - middle * height));
  for (const top of tops) {
    if (job !== newest) return;
    const rows = Math.min(most, height - top);
    const context = paper({ width, height: rows });
    context.drawImage(image, 0, top, width, rows, 0, 0, width, rows);
    const pixels = context.getImageData(0, 0, width, rows);
    equalise(pixels.data, { width, height }, top, tables);
    const strip = await createImageBitmap(pixels);
    postMessage({ job, level, width, height, top, strip, done: top === tops.at(-1) }, { transfer: [strip] });
    await new Promise((resolve) => setTimeout(resolve)); // to hear of newer wishes
  }
}

/** @param {import("./clahe.js").Size} size */
function paper({ width, height }) {
  return /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true }));
}
