// Where the bar over the picture lies: at the top, or low where it would cover there what it is about, or labels.

/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {{width: number, height: number}} Size */

const MARGIN = 12;
const TOP = 10;
const MUCH = 1000;

/**
 * Give the two places of a bar, in pixels of the stage.
 * @param {Size} bar
 * @param {Size} stage
 * @returns {{top: Rect, low: Rect}}
 */
export function berths({ width, height }, stage) {
  return { top: [(stage.width - width) / 2, TOP, width, height], low: [stage.width - MARGIN - width, stage.height - MARGIN - height, width, height] };
}

/**
 * Say whether the bar is to lie low.
 * @param {{top: Rect, low: Rect}} places
 * @param {Rect | null} shape what it is about
 * @param {Rect[]} labels
 */
export function liesLow({ top, low }, shape, labels) {
  /** @param {Rect} place */
  const cost = (place) => (shape ? MUCH * shared(place, shape) : 0) + labels.filter((label) => shared(place, label) > 0).length;
  return cost(low) < cost(top);
}

/** Give how much of a place something else takes, from 0 to 1. @param {Rect} place @param {Rect} other */
function shared([x, y, width, height], [ox, oy, wide, tall]) {
  const across = Math.min(x + width, ox + wide) - Math.max(x, ox);
  const down = Math.min(y + height, oy + tall) - Math.max(y, oy);
  return across > 0 && down > 0 && width && height ? (across * down) / (width * height) : 0;
}
