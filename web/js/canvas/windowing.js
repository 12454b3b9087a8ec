// The worker that shows a window of the tones of a deep picture: the newest wish first.

import { averaged, samplesIn, spreadOver } from "./samples.js";

/** @typedef {{job: number, url: string, window: [number, number], width: number, height: number}} Wish */
/** @typedef {import("./samples.js").Samples} Samples */

/** @type {{url: string, levels: Samples[]} | null} */
let source = null;
let newest = 0;
let busy = Promise.resolve();

addEventListener("message", ({ data }) => {
  newest = data.job;
  busy = busy.then(() => fulfil(data)).catch((error) => postMessage({ job: data.job, error: String(error?.message ?? error) }));
});

/** @param {Wish} wish */
async function fulfil({ job, url, window, width }) {
  if (job !== newest) return;
  if (source?.url !== url) source = { url, levels: [await read(url)] };
  const { levels } = source;
  let level = 0;
  while (levels[level].width > width) {
    level += 1;
    levels[level] ??= averaged(levels[level - 1]);
  }
  const { width: across, height: down } = levels[level];
  const pixels = new ImageData(spreadOver(levels[level].values, window), across, down);
  const bitmap = await createImageBitmap(pixels);
  postMessage({ job, bitmap }, { transfer: [bitmap] });
}

/** @param {string} url @returns {Promise<Samples>} */
async function read(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for them`);
  const image = await createImageBitmap(await response.blob(), { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = image;
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  image.close();
  return { width, height, values: samplesIn(context.getImageData(0, 0, width, height).data) };
}
