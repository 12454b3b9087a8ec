// What of a layer has to be drawn anew: the places of what changed since, or everything.

import { verbsOf } from "../shapes/registry.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

const MOST = 64; // of so many places the whole is drawn sooner
const REACH = 12; // pixels of the stage that lines, points and names of keypoints reach beyond the bounds

export function createDamage() {
  let isEverywhere = true;
  /** @type {Rect[]} */
  let places = [];

  function everywhere() {
    isEverywhere = true;
    places = [];
  }

  return {
    everywhere,
    isAny: () => isEverywhere || places.length > 0,
    /** @param {Rect} place in pixels of the file */
    at(place) {
      if (isEverywhere) return;
      if (places.push(place) > MOST) everywhere();
    },
    /** Give the places and begin anew; null stands for everything. @returns {Rect[] | null} */
    take() {
      const taken = isEverywhere ? null : places;
      [isEverywhere, places] = [false, []];
      return taken;
    },
  };
}

/** @param {Instance} instance @returns {Rect} */
export function boundsOf({ geometry }) {
  return verbsOf(geometry).bounds(geometry);
}

/** Give the places of a change, before and after it; none where they are so many that everything is drawn anew. @param {import("../../types/local.d.ts").Applied} applied @returns {Rect[] | undefined} */
export function placesOf({ created, updated, deleted }) {
  if (created.length + updated.length + deleted.length > MOST) return undefined;
  return [...created, ...updated.flatMap(({ before, after }) => [before, after]), ...deleted].map(boundsOf);
}

/**
 * Give the pixels of a canvas that a place covers with all that reaches beyond it, and that in pixels of the file.
 * @param {Rect} place in pixels of the file
 * @param {import("./viewport.js").Viewport["state"]} view
 * @param {number} ratio device pixels for one CSS pixel
 * @param {{width: number, height: number}} canvas
 * @returns {{pixels: Rect, reach: Rect}} the pixels are whole
 */
export function pixelsOf([x, y, width, height], view, ratio, canvas) {
  const left = Math.max(0, Math.floor((x * view.scale + view.x - REACH) * ratio));
  const top = Math.max(0, Math.floor((y * view.scale + view.y - REACH) * ratio));
  const right = Math.min(canvas.width, Math.ceil(((x + width) * view.scale + view.x + REACH) * ratio));
  const bottom = Math.min(canvas.height, Math.ceil(((y + height) * view.scale + view.y + REACH) * ratio));
  const pixels = /** @type {Rect} */ ([left, top, Math.max(0, right - left), Math.max(0, bottom - top)]);
  const file = (/** @type {number} */ at, /** @type {number} */ from) => (at / ratio - from) / view.scale;
  const far = REACH / view.scale; // a neighbour's line may reach in
  const [fx, fy] = [file(left, view.x) - far, file(top, view.y) - far];
  return { pixels, reach: [fx, fy, file(right, view.x) + far - fx, file(bottom, view.y) + far - fy] };
}
