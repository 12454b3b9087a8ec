// Halves of halves of an image, so that zooming out is neither slow nor ragged.

const SMALLEST = 512;

/** @typedef {{width: number, height: number}} Size */

/** Say whether an image is worth halving once more. @param {Size} size */
export function isLarge({ width, height }) {
  return Math.max(width, height) > 2 * SMALLEST;
}

/** @param {Size} size @returns {Size} */
export function halfOf({ width, height }) {
  return { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
}

/** @param {ImageBitmap} image */
export function halved(image) {
  const { width, height } = halfOf(image);
  return createImageBitmap(image, { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
}

/** Give the sizes of all levels, the image's own first. @param {Size} whole */
export function sizesOf({ width, height }) {
  const sizes = [{ width, height }];
  for (let last = sizes[0]; isLarge(last); sizes.push(last)) last = halfOf(last);
  return sizes;
}
