// How large people have set letters in their browser, for what is drawn and placed without styles.

const USUAL = 16;
const SIZE = 11;
let times = 1;

/** Give how many times its usual size text has, as it was read last. */
export const textScale = () => times;

/** Read it anew from the page. */
export function readTextScale() {
  times = parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL || 1;
  return times;
}

/**
 * Give the font of what is written on the picture.
 * @param {number} weight
 * @param {string} [family]
 */
export const letters = (weight, family = "Inter, system-ui, sans-serif") => `${weight} ${SIZE * times}px ${family}`;
