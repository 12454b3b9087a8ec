// Which tones of the open file are shown as black and as white, and which could be.

/** @typedef {{least: number, most: number, step: number, low: number, high: number}} Range */

const SCREEN = 255;

/**
 * @param {import("../../types/data.d.ts").Samples | null} samples of a file with more tones than a screen
 * @param {[number, number] | null} chosen
 * @returns {Range}
 */
export function rangeOf(samples, chosen) {
  if (!samples) return { least: 0, most: SCREEN, step: 1, low: chosen?.[0] ?? 0, high: chosen?.[1] ?? SCREEN };
  const { low, high } = samples;
  const [from, to] = chosen ?? [low, high];
  const room = high - low; // the window of nearly all tones, with as much again on either side
  const least = Math.max(samples.least, Math.min(low - room, from));
  const most = Math.min(samples.most, Math.max(high + room, to));
  return { least: Math.floor(least), most: Math.ceil(most), step: stepOf(samples), low: from, high: to };
}

/** @param {{least: number, most: number}} samples */
function stepOf({ least, most }) {
  return most - least > SCREEN ? 1 : (most - least) / 65535;
}

/**
 * Give the samples, from 0 to 65535, that tones stand for.
 * @param {import("../../types/data.d.ts").Samples} samples
 * @param {[number, number]} tones
 * @returns {[number, number]}
 */
export function samplesOf({ least, most }, [low, high]) {
  const spread = 65535 / Math.max(most - least, Number.MIN_VALUE);
  return [(low - least) * spread, (high - least) * spread];
}
