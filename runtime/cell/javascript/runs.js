// Row-major run lengths of a binary mask, starting with background: `[3, 2, 1]` is `000110`.

/**
 * Give the run lengths of a flat sequence of truth values.
 * @param {ArrayLike<unknown>} bits
 */
export function encoded(bits) {
  /** @type {number[]} */
  const found = [];
  let [value, length] = [false, 0];
  for (let index = 0; index < bits.length; index++) {
    if (Boolean(bits[index]) !== value) {
      found.push(length);
      [value, length] = [!value, 0];
    }
    length += 1;
  }
  return bits.length ? [...found, length] : [];
}
