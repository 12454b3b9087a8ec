// How the page shows the open file: light, tones and contrast of the image, opacity of the instances. Each file
// has its own. Scripts may set it, which nobody keeps; what a person sets, the browser keeps for that file.

import { CHANNELS, WHOLE, filterOf, matrixOf } from "../canvas/tones.js";
import { createShelf } from "../store/remembered.js";

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {"brightness" | "contrast" | "gamma" | "clahe" | "visibility"} Dial */
/** @typedef {Record<Dial, number> & {channel: import("../canvas/tones.js").Channel, invert: boolean, window: import("../canvas/tones.js").Range | null}} Shown `window` counts in tones of the file */
/** @typedef {ReturnType<typeof createDisplay>} Display */

/** @type {Record<Dial, {least: number, most: number, step: number, title: string, about?: string}>} */
export const DIALS = {
  brightness: { least: 0.1, most: 5, step: 0.05, title: "Brightness" },
  contrast: { least: 0.1, most: 5, step: 0.05, title: "Contrast" },
  gamma: { least: 0.1, most: 5, step: 0.05, title: "Gamma" },
  clahe: { least: 0, most: 8, step: 0.5, title: "Even out", about: "Contrast place by place (CLAHE): shows what lies in shadow and in glare" },
  visibility: { least: 0, most: 1, step: 0.05, title: "Shapes" },
};
export const NAMES = /** @type {Dial[]} */ (Object.keys(DIALS));
/** @type {Readonly<Shown>} */
const PLAIN = Object.freeze({ brightness: 1, contrast: 1, gamma: 1, clahe: 0, visibility: 1, channel: "all", invert: false, window: null });
const MOST_FILES = 500;

/**
 * @param {object} page
 * @param {HTMLCanvasElement[]} page.layers the image first, then what is drawn on it
 * @param {(limit: number) => void} page.even evens out the contrast of the image
 * @param {() => FileDocument | null} page.document
 * @param {() => boolean} page.isDeep whether the tones of the open file are more than a screen has, so that others spread them
 * @param {() => void} page.onChange
 */
export function createDisplay({ layers: [image, ...shapes], even, document: opened, isDeep, onChange }) {
  /** @type {WeakMap<FileDocument, Shown>} */
  const byDocument = new WeakMap();
  const kept = /** @type {ReturnType<typeof createShelf<Partial<Shown>>>} */ (createShelf("picture", MOST_FILES));

  /** @param {FileDocument | null} [document] @returns {Shown} */
  function shown(document = opened()) {
    if (!document) return PLAIN;
    const known = byDocument.get(document) ?? { ...PLAIN, ...sane(kept.get(document.file.id) ?? {}) };
    byDocument.set(document, known);
    return known;
  }

  function apply() {
    const now = shown();
    const matrix = matrixOf(now.channel, isDeep() ? WHOLE : (now.window ?? WHOLE));
    even(now.clahe);
    for (const name of ["R", "G", "B"]) document.getElementById(`gamma-${name}`)?.setAttribute("exponent", String(1 / now.gamma));
    if (matrix) document.getElementById("tones-matrix")?.setAttribute("values", matrix.map((value) => value.toFixed(5)).join(" "));
    image.style.filter = filterOf(now, matrix !== null);
    for (const layer of shapes) layer.style.opacity = String(now.visibility);
    onChange();
  }

  /**
   * @param {FileDocument} document
   * @param {{[name: string]: unknown}} given
   */
  function set(document, given) {
    byDocument.set(document, { ...shown(document), ...sane(given) });
    if (document === opened()) apply();
  }

  return {
    shown,
    apply,
    set,
    /** What scripts may know and set. @returns {Record<Dial, number>} */
    values() {
      const now = shown();
      return /** @type {Record<Dial, number>} */ (Object.fromEntries(NAMES.map((name) => [name, now[name]])));
    },
    /** A person's wish for the open file, which is kept. @param {Partial<Shown>} given */
    wish(given) {
      const document = opened();
      if (!document) return;
      kept.set(document.file.id, { ...kept.get(document.file.id), ...sane(given) });
      set(document, given);
    },
    reset() {
      const document = opened();
      if (!document) return;
      kept.set(document.file.id, null);
      set(document, PLAIN);
    },
    isPlain: () => JSON.stringify(shown()) === JSON.stringify(PLAIN),
  };
}

/** Take what can be shown, within what each dial has. @param {{[name: string]: unknown}} given @returns {Partial<Shown>} */
export function sane(given) {
  const { channel, invert, window } = /** @type {Partial<Shown>} */ (given);
  const dials = NAMES.flatMap((name) => (Number.isFinite(given[name]) ? [[name, within(name, Number(given[name]))]] : []));
  return {
    ...Object.fromEntries(dials),
    ...(channel && CHANNELS.includes(channel) && { channel }),
    ...(typeof invert === "boolean" && { invert }),
    ...(window !== undefined && { window: isRange(window) ? window : null }),
  };
}

/** @param {unknown} given */
function isRange(given) {
  return Array.isArray(given) && given.length === 2 && given.every(Number.isFinite) && given[0] < given[1];
}

/** @param {Dial} name @param {number} value */
function within(name, value) {
  return Math.min(DIALS[name].most, Math.max(DIALS[name].least, value));
}
