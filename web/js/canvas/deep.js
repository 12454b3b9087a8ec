// A picture with more tones than a screen, shown through a window of them. A worker holds the tones; until it has
// drawn the window at hand, what was drawn last stays.

/** @typedef {import("../../types/local.d.ts").Picture} Picture */
/** @typedef {{url: string, window: [number, number]}} Wish `window` in samples from 0 to 65535 */
/** @typedef {{job: number, bitmap: ImageBitmap} | {job: number, error: string}} Answer */

/**
 * @param {object} page
 * @param {() => void} page.onChange there is something else to show
 * @param {(text: string) => void} page.onFail
 */
export function createDeep({ onChange, onFail }) {
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Wish | null} */
  let wish = null;
  /** @type {ImageBitmap | null} */
  let shown = null;
  let asked = "";
  let made = "";
  let job = 0;

  function started() {
    if (worker) return worker;
    worker = new Worker(new URL("../canvas/windowing.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => take(data));
    worker.addEventListener("error", () => onFail("The tones of this image could not be shown: their worker could not start."));
    return worker;
  }

  /** @param {Answer} answer */
  function take(answer) {
    const isNewest = answer.job === job && wish;
    if ("error" in answer) return isNewest ? onFail(`The tones of this image could not be shown: ${answer.error}.`) : undefined;
    if (!isNewest) return answer.bitmap.close();
    shown?.close();
    [shown, made] = [answer.bitmap, asked];
    onChange();
  }

  return {
    /** Show a window, or what the server shows. @param {Wish | null} next */
    show(next) {
      if (next?.url !== wish?.url) {
        shown?.close();
        [shown, asked, made] = [null, "", ""];
      }
      wish = next;
      onChange();
    },
    /** Give what to draw in the place of a level, and what that shows. @param {{width: number, height: number}} level */
    drawn({ width, height }) {
      if (!wish) return { canvases: [], shows: "all" };
      const wanted = `${wish.window},${width}`;
      if (wanted !== asked) {
        asked = wanted;
        started().postMessage({ job: (job += 1), url: new URL(wish.url, location.href).href, window: wish.window, width, height });
      }
      return { canvases: shown ? [shown] : [], shows: made === wanted ? wish.window.map(Math.round).join("-") : "busy" };
    },
  };
}
