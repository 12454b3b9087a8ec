// The displayed image with its contrast evened out. A worker does it; until it is there the plain image is
// shown, then a coarse one, then the one for the zoom at hand. What scripts read is never touched.

import { sizesOf } from "./levels.js";

/** @typedef {import("../../types/local.d.ts").Picture} Picture */
/** @typedef {{canvas: OffscreenCanvas, done: boolean}} Level */
/** @typedef {{limit: number, levels: Map<number, Level>, before: OffscreenCanvas[]}} Treated */
/** @typedef {ReturnType<typeof createEqualiser>} Equaliser */

const MOST_PIXELS = 24_000_000;

/**
 * @param {object} page
 * @param {() => void} page.onChange there is more to show
 * @param {(text: string) => void} page.onFail
 */
export function createEqualiser({ onChange, onFail }) {
  /** @type {WeakMap<Picture, Treated>} */
  const byPicture = new WeakMap();
  /** @type {WeakMap<Picture, number>} */
  const numbers = new WeakMap();
  /** @type {Worker | null} */
  let worker = null;
  /** @type {{picture: Picture, limit: number, level: number} | null} */
  let asked = null;
  let job = 0;
  let pictures = 0;

  function started() {
    if (worker) return worker;
    worker = new Worker(new URL("../canvas/equalising.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => (data.error ? failed(data) : take(data)));
    worker.addEventListener("error", () => failed({ job, error: "its worker could not start" }));
    return worker;
  }

  /** @param {{job: number, error: string}} message */
  function failed({ job: of, error }) {
    if (of === job) onFail(`The contrast could not be evened out: ${error}.`);
  }

  /** @param {import("./equalising.js").Strip} message */
  function take({ job: of, level, width, height, top, strip, done }) {
    const treated = of === job && asked ? byPicture.get(asked.picture) : null;
    if (treated) {
      const made = treated.levels.get(level) ?? { canvas: new OffscreenCanvas(width, height), done: false };
      treated.levels.set(level, made);
      /** @type {OffscreenCanvasRenderingContext2D} */ (made.canvas.getContext("2d")).drawImage(strip, 0, top);
      made.done = done;
      if (done) treated.before = [];
      onChange();
    }
    strip.close();
  }

  /** @param {Picture} picture @param {Treated} treated @param {number} level @param {number} coarse @param {number} middle */
  function ask(picture, treated, level, coarse, middle) {
    if (asked?.picture === picture && asked.limit === treated.limit && asked.level === level) return;
    asked = { picture, limit: treated.limit, level };
    job += 1;
    if (!numbers.has(picture)) numbers.set(picture, (pictures += 1));
    const levels = [...new Set([coarse, level])].filter((one) => !treated.levels.get(one)?.done);
    started().postMessage({ job, picture: numbers.get(picture), blob: picture.blob, limit: treated.limit, levels, middle });
  }

  /** @param {Treated} treated @param {number} level @param {number} coarse @returns {OffscreenCanvas[]} */
  function shown({ levels, before }, level, coarse) {
    const [whole, fine] = [levels.get(coarse), levels.get(level)];
    const under = whole?.done && !fine?.done ? [whole.canvas] : before;
    return fine && (under.length || fine.done) ? [...under, fine.canvas] : under;
  }

  return {
    /**
     * Give what to draw in the place of a level, one over the other; nothing where the plain image is to be shown.
     * @param {Picture} picture
     * @param {number} limit 0 for none
     * @param {number} wanted
     * @param {number} middle the height that is looked at, from 0 to 1
     * @returns {{canvases: OffscreenCanvas[], done: boolean}}
     */
    levels(picture, limit, wanted, middle) {
      if (!limit) return { canvases: [], done: true };
      const sizes = sizesOf(picture);
      const coarse = sizes.length - 1;
      const level = Math.max(wanted, sizes.findIndex(({ width, height }) => width * height <= MOST_PIXELS));
      const kept = byPicture.get(picture);
      const treated = kept?.limit === limit ? kept : { limit, levels: new Map(), before: kept ? shown(kept, level, coarse) : [] };
      byPicture.set(picture, treated);
      const done = treated.levels.get(level)?.done ?? false;
      if (!done) ask(picture, treated, level, coarse, middle);
      return { canvases: shown(treated, level, coarse), done };
    },
  };
}
