// Contrast limited adaptive histogram equalisation (Zuiderveld, Graphics Gems IV, 1994) of the luminance:
// eight by eight tiles, a curve for each, and between their middles a bilinear mixture of curves. Tile
// sizes, clipping and rounding are those of OpenCV's `createCLAHE`, so that the two agree.

const TILES = 8;
const TONES = 256;

/** @typedef {{width: number, height: number}} Size */
/** @typedef {Size & {tileWidth: number, tileHeight: number, curves: Uint8Array}} Tables `curves` has 256 bytes for each tile, row by row */

/** Give the luminance of RGBA pixels, as YCrCb has it. @param {Uint8ClampedArray} rgba */
export function lumaOf(rgba) {
  const luma = new Uint8Array(rgba.length / 4);
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 4) luma[pixel] = brightness(rgba[at], rgba[at + 1], rgba[at + 2]);
  return luma;
}

/** @param {number} red @param {number} green @param {number} blue */
function brightness(red, green, blue) {
  return (red * 4899 + green * 9617 + blue * 1868 + 8192) >> 14; // 0.299, 0.587, 0.114 of 2^14
}

/**
 * Make the curves of all tiles.
 * @param {Uint8Array} luma
 * @param {Size} size
 * @param {number} limit how many times a tone's even share of a tile may count, above 0
 * @returns {Tables}
 */
export function tablesOf(luma, { width, height }, limit) {
  const even = width % TILES === 0 && height % TILES === 0;
  const tileWidth = even ? width / TILES : Math.floor(width / TILES) + 1;
  const tileHeight = even ? height / TILES : Math.floor(height / TILES) + 1;
  const most = Math.max(1, Math.floor((limit * tileWidth * tileHeight) / TONES));
  const curves = new Uint8Array(TILES * TILES * TONES);
  for (let tile = 0; tile < TILES * TILES; tile += 1) {
    const [left, top] = [(tile % TILES) * tileWidth, Math.floor(tile / TILES) * tileHeight];
    const counts = countsOf(luma, { width, height }, { left, top, tileWidth, tileHeight });
    clip(counts, most);
    cumulate(counts, curves.subarray(tile * TONES, (tile + 1) * TONES), tileWidth * tileHeight);
  }
  return { width, height, tileWidth, tileHeight, curves };
}

/**
 * Count the tones of a tile; what of it lies beyond the image is mirrored at its edge.
 * @param {Uint8Array} luma
 * @param {Size} size
 * @param {{left: number, top: number, tileWidth: number, tileHeight: number}} tile
 */
function countsOf(luma, { width, height }, { left, top, tileWidth, tileHeight }) {
  const counts = new Int32Array(TONES);
  const columns = Int32Array.from({ length: tileWidth }, (_, index) => mirrored(left + index, width));
  for (let y = top; y < top + tileHeight; y += 1) {
    const row = mirrored(y, height) * width;
    for (let index = 0; index < tileWidth; index += 1) counts[luma[row + columns[index]]] += 1;
  }
  return counts;
}

/** @param {number} at @param {number} count */
function mirrored(at, count) {
  const period = Math.max(1, 2 * (count - 1));
  const within = at % period;
  return within < count ? within : period - within;
}

/** Cut the tallest counts and give what was cut to all tones alike. @param {Int32Array} counts @param {number} most */
function clip(counts, most) {
  let cut = 0;
  for (let tone = 0; tone < TONES; tone += 1) {
    cut += Math.max(0, counts[tone] - most);
    counts[tone] = Math.min(most, counts[tone]);
  }
  const [share, rest] = [Math.floor(cut / TONES), cut % TONES];
  for (let tone = 0; tone < TONES; tone += 1) counts[tone] += share;
  const step = rest ? Math.max(1, Math.floor(TONES / rest)) : TONES;
  for (let tone = 0, left = rest; tone < TONES && left > 0; tone += step, left -= 1) counts[tone] += 1;
}

/** @param {Int32Array} counts @param {Uint8Array} curve @param {number} total */
function cumulate(counts, curve, total) {
  let sum = 0;
  for (let tone = 0; tone < TONES; tone += 1) {
    sum += counts[tone];
    curve[tone] = Math.min(255, Math.round((sum * 255) / total));
  }
}

/**
 * Change rows of an image in place: the luminance by the curves, the colour differences stay.
 * @param {Uint8ClampedArray} rgba whole rows
 * @param {Size} size of the whole image, which may be smaller or larger than the one the tables are of
 * @param {number} top the first of the rows
 * @param {Tables} tables
 */
export function equalise(rgba, size, top, { width, height, tileWidth, tileHeight, curves }) {
  const across = mixture(0, size.width, width / size.width, tileWidth);
  const rows = rgba.length / 4 / size.width;
  const down = mixture(top, rows, height / size.height, tileHeight);
  for (let y = 0, at = 0; y < rows; y += 1) {
    const [above, below] = [down.first[y] * TILES * TONES, down.second[y] * TILES * TONES];
    const lower = down.share[y];
    for (let x = 0; x < size.width; x += 1, at += 4) {
      const tone = brightness(rgba[at], rgba[at + 1], rgba[at + 2]);
      const [left, right] = [across.first[x] * TONES + tone, across.second[x] * TONES + tone];
      const share = across.share[x];
      const upper = curves[above + left] * (1 - share) + curves[above + right] * share;
      const under = curves[below + left] * (1 - share) + curves[below + right] * share;
      const change = Math.round(upper * (1 - lower) + under * lower) - tone;
      rgba[at] += change;
      rgba[at + 1] += change;
      rgba[at + 2] += change;
    }
  }
}

/**
 * Say for each place on an axis between which two tiles it lies, and how near the second.
 * @param {number} from
 * @param {number} count
 * @param {number} scale pixels of the tables' image for one of this
 * @param {number} tile
 */
function mixture(from, count, scale, tile) {
  const [first, second, share] = [new Uint8Array(count), new Uint8Array(count), new Float32Array(count)];
  for (let index = 0; index < count; index += 1) {
    const place = ((from + index + 0.5) * scale - 0.5) / tile - 0.5;
    const low = Math.floor(place);
    share[index] = place - low;
    first[index] = Math.max(0, Math.min(TILES - 1, low));
    second[index] = Math.max(0, Math.min(TILES - 1, low + 1));
  }
  return { first, second, share };
}
