// One channel of the picture, and the range of tones that is spread from black to white, as a matrix of colours.

/** @typedef {"all" | "red" | "green" | "blue" | "gray"} Channel */
/** @typedef {[low: number, high: number]} Range */

export const CHANNELS = /** @type {const} */ (["all", "red", "green", "blue", "gray"]);
export const WHOLE = /** @type {Range} */ ([0, 255]);

/** What red, green and blue are made of. @type {Record<Channel, number[][]>} */
const MIXES = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  red: alike([1, 0, 0]),
  green: alike([0, 1, 0]),
  blue: alike([0, 0, 1]),
  gray: alike([0.2126, 0.7152, 0.0722]), // ITU-R BT.709
};

/** @param {number[]} weights */
function alike(weights) {
  return [weights, weights, weights];
}

/**
 * Give the twenty values of an SVG colour matrix, or null where the picture stays as it is.
 * @param {Channel} channel
 * @param {Range} range tones from 0 to 255
 * @returns {number[] | null}
 */
export function matrixOf(channel, [low, high]) {
  if (channel === "all" && low <= WHOLE[0] && high >= WHOLE[1]) return null;
  const spread = 255 / Math.max(1, high - low);
  const shift = (-low / 255) * spread;
  const rows = MIXES[channel].map((weights) => [...weights.map((weight) => weight * spread), 0, shift]);
  return [...rows.flat(), 0, 0, 0, 1, 0];
}

/**
 * Give the CSS filter of a picture.
 * @param {{brightness: number, contrast: number, gamma: number, invert: boolean}} dials
 * @param {boolean} isToned whether the matrix above counts
 */
export function filterOf({ brightness, contrast, gamma, invert }, isToned) {
  const parts = [];
  if (isToned) parts.push("url(#tones)");
  if (brightness !== 1 || contrast !== 1 || gamma !== 1) parts.push(`brightness(${brightness}) contrast(${contrast})`);
  if (gamma !== 1) parts.push("url(#gamma)");
  if (invert) parts.push("invert(1)");
  return parts.join(" ");
}
