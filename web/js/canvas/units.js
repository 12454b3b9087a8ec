// Lengths in the units of the world, where it is known how large a pixel is.

/** @typedef {{size: number, unit: string}} PixelSize how much of a unit one pixel measures */

/** Metres in each unit that can be chosen. @type {Record<string, number>} */
const METRES = { nm: 1e-9, µm: 1e-6, mm: 1e-3, cm: 1e-2, m: 1, km: 1e3, in: 0.0254 };
const MOST = 1e9;
const LADDER = ["nm", "µm", "mm", "m", "km"];

export const UNITS = Object.keys(METRES);

/** Say what is wrong with a pixel size, or null. @param {PixelSize} given */
export function problemOf({ size, unit }) {
  if (!(size > 0 && size <= MOST)) return `the size of a pixel must be a number above 0, such as 0.25, and at most ${MOST.toLocaleString("en")}`;
  if (!Object.hasOwn(METRES, unit)) return `the unit is none of ${UNITS.join(", ")}`;
  return null;
}

/**
 * Write a length: in pixels where no pixel size is known, else in the unit in which it reads best.
 * @param {number} pixels
 * @param {PixelSize | null} scale
 */
export function written(pixels, scale) {
  if (!scale) return `${pixels.toFixed(1)} px`;
  const length = pixels * scale.size;
  const unit = length && LADDER.includes(scale.unit) ? readable(length * METRES[scale.unit]) : scale.unit;
  return `${digits((length * METRES[scale.unit]) / METRES[unit])} ${unit}`;
}

/** @param {number} metres */
function readable(metres) {
  return LADDER.findLast((unit) => metres >= METRES[unit]) ?? LADDER[0];
}

/** @param {number} value */
function digits(value) {
  if (value === 0) return "0";
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : Number(value.toPrecision(4)).toString();
}

/**
 * Give the pixel size at which so many pixels have this length.
 * @param {number} pixels
 * @param {number} length
 * @param {string} unit
 * @returns {PixelSize}
 */
export function calibrated(pixels, length, unit) {
  return { size: length / pixels, unit };
}

/** Give the next of 1, 2, 5, 10, 20, … that is not below a value. @param {number} least above 0 */
export function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= least * (1 - 1e-9)) ?? 10 * power;
}
