// Tones of sixteen bits: unpacked from two channels of a picture, halved, and spread over the shades of a screen.

/** @typedef {{width: number, height: number, values: Uint16Array}} Samples */

const TONES = 65536;

/** @param {Uint8ClampedArray} rgba the high byte in red, the low one in green */
export function samplesIn(rgba) {
  const values = new Uint16Array(rgba.length / 4);
  for (let pixel = 0, at = 0; pixel < values.length; pixel += 1, at += 4) values[pixel] = (rgba[at] << 8) | rgba[at + 1];
  return values;
}

/** Give half of it, each pixel the mean of four; as many as there are at an odd edge. @param {Samples} whole @returns {Samples} */
export function averaged({ width, height, values }) {
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = new Uint16Array(across * down);
  for (let y = 0; y < down; y += 1) {
    const [upper, lower] = [2 * y * width, Math.min(2 * y + 1, height - 1) * width];
    for (let x = 0; x < across; x += 1) {
      const [left, right] = [2 * x, Math.min(2 * x + 1, width - 1)];
      half[y * across + x] = (values[upper + left] + values[upper + right] + values[lower + left] + values[lower + right] + 2) >> 2;
    }
  }
  return { width: across, height: down, values: half };
}

/**
 * Give RGBA pixels: black up to the low end of the window, white from the high end on, and between them even shades.
 * @param {Uint16Array} values
 * @param {[number, number]} window
 */
export function spreadOver(values, [low, high]) {
  const shades = new Uint32Array(TONES);
  const spread = 255 / Math.max(high - low, 1e-9);
  for (let tone = 0; tone < TONES; tone += 1) {
    const shade = Math.min(255, Math.max(0, Math.round((tone - low) * spread)));
    shades[tone] = 0xff000000 | (shade << 16) | (shade << 8) | shade; // alpha is last: browsers run on little-endian machines
  }
  const pixels = new Uint32Array(values.length);
  for (let pixel = 0; pixel < values.length; pixel += 1) pixels[pixel] = shades[values[pixel]];
  return new Uint8ClampedArray(pixels.buffer);
}
