// Pixels between host and script: what a region becomes in the script's hands, and the way back.

import { ChangeError, HostError } from "./errors.js";

/** @typedef {"rgba" | "rgb" | "bgr" | "gray"} Channels */
/** @typedef {{width: number, height: number, channels: number}} Size */
/** @typedef {{width: number, height: number, data: ArrayLike<number | boolean>}} Shown */

const LUMA = [299, 587, 114]; // thousandths, ITU-R BT.601
/** @type {Record<string, number[]>} */
const ORDERS = { rgb: [0, 1, 2], bgr: [2, 1, 0] };

/**
 * @param {Size} size
 * @param {ArrayBuffer} buffer
 * @param {Channels} channels
 */
export function picture({ width, height, channels: sent }, buffer, channels) {
  const data = new Uint8ClampedArray(buffer);
  if (channels === "rgba") return new ImageData(sent === 4 ? data : spread(data, sent), width, height);
  if (channels === "gray") return { width, height, data: gray(data, sent) };
  if (!Object.hasOwn(ORDERS, channels)) throw new HostError(`channels is '${channels}', expected one of rgb, rgba, bgr, gray`);
  const taken = new Uint8ClampedArray(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    ORDERS[channels].forEach((from, to) => (taken[3 * pixel + to] = data[sent * pixel + from]));
  }
  return { width, height, data: taken };
}

/**
 * Give the bytes of what is to be shown over the image. Throws `ChangeError` where it has no such form.
 * @param {Shown} shown
 */
export function overlaid({ width, height, data }) {
  const channels = data?.length / (width * height);
  if (channels !== 1 && channels !== 4) {
    throw new ChangeError(`an overlay of ${width} x ${height} with ${data?.length} values cannot be shown, expected one or four a pixel`);
  }
  const frame = bytesOf(data);
  return { width, height, channels, frame: /** @type {ArrayBuffer} */ (frame.buffer) };
}

/** @param {ArrayLike<number | boolean>} data */
function bytesOf(data) {
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return Uint8Array.from(data);
  if (typeof data[0] === "boolean") return Uint8Array.from(data, (value) => (value ? 255 : 0));
  if (!(data instanceof Float32Array || data instanceof Float64Array || Array.isArray(data))) {
    throw new ChangeError("an overlay of this type cannot be shown, expected floats from 0 to 1, truth values or bytes");
  }
  return Uint8Array.from(/** @type {ArrayLike<number>} */ (data), (value) => even(Math.min(1, Math.max(0, value || 0)) * 255));
}

/** Round, halves to even, as NumPy does. @param {number} value */
function even(value) {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low % 2) : Math.round(value);
}

/** @param {Uint8ClampedArray} data @param {number} channels */
function spread(data, channels) {
  const rgba = new Uint8ClampedArray((data.length / channels) * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 4) rgba.set(data.subarray(from, from + 3), to);
  return rgba;
}

/** @param {Uint8ClampedArray} data @param {number} channels */
function gray(data, channels) {
  const [red, green, blue] = LUMA;
  const levels = new Uint8ClampedArray(data.length / channels);
  for (let i = 0, at = 0; i < levels.length; i++, at += channels) {
    levels[i] = Math.floor((red * data[at] + green * data[at + 1] + blue * data[at + 2]) / 1000);
  }
  return levels;
}
