// How shapes are drawn: how opaque their lines and areas are, whose colour they have, when their labels are written.

/** @typedef {import("../../types/local.d.ts").Look} Look */

export const TEXTS = /** @type {const} */ (["always", "hover", "off"]);
export const COLORINGS = /** @type {const} */ (["label", "instance", "script"]);

/** @type {Readonly<Look>} */
export const PLAIN = Object.freeze({ stroke: 1, fill: 0.14, filled: true, texts: "always", by: "label" });

const AS_MUCH = 1;
const SELECTED = 1.5;
const MASK = 4; // a mask has no line that would show it

/**
 * Give a function whose answer is another object once that of either is.
 * @param {() => unknown} one
 * @param {() => unknown} other
 */
export function either(one, other) {
  /** @type {unknown[]} */
  let last = [];
  return () => {
    const [first, second] = [one(), other()];
    if (first !== last[0] || second !== last[1]) last = [first, second];
    return last;
  };
}

/**
 * Give how opaque an area is: as if it were laid on more than once where it has to be seen better.
 * @param {Look} look
 * @param {boolean} active
 * @param {boolean} isMask
 */
export function opacityOf({ fill, filled }, active, isMask) {
  if (!filled && !isMask) return 0;
  return 1 - (1 - fill) ** (isMask ? MASK : active ? SELECTED : AS_MUCH);
}
