// How this person likes to see: lines, areas, labels, colours, grid, crosshair, minimap. The browser keeps it for all files.

import { createColoring } from "../canvas/coloring.js";
import { COLORINGS, PLAIN, TEXTS } from "../canvas/look.js";
import { recall, remember } from "../store/remembered.js";

/** @typedef {import("../../types/local.d.ts").Look} Look */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {{grid: boolean, step: number, crosshair: boolean, minimap: boolean}} Guides `step` in pixels of the file, 0 for what the zoom can show */
/** @typedef {ReturnType<typeof createLooks>} Looks */

/** @type {Readonly<Guides>} */
const NO_GUIDES = Object.freeze({ grid: false, step: 0, crosshair: false, minimap: false });
const WIDEST_STEP = 100_000;

/**
 * @param {object} page
 * @param {(label: string | null | undefined) => string} page.color of a label
 * @param {() => void} page.onChange
 * @param {import("../store/remembered.js").Kept} [page.kept]
 */
export function createLooks({ color, onChange, kept: storage }) {
  const coloring = createColoring(color);
  const kept = /** @type {{look?: object, guides?: object} | null} */ (recall("looks", storage));
  let look = Object.freeze({ ...PLAIN, ...saneLook(kept?.look ?? {}) });
  let guides = Object.freeze({ ...NO_GUIDES, ...saneGuides(kept?.guides ?? {}) });

  function keep() {
    remember("looks", { look, guides }, storage);
    onChange();
  }

  return {
    look: () => look,
    guides: () => guides,
    /** @param {Instance} instance */
    color: (instance) => coloring.by[look.by](instance),
    legend: coloring.legend,
    tint: coloring.tint,
    /** @param {Partial<Look>} given */
    setLook(given) {
      look = Object.freeze({ ...look, ...saneLook(given) });
      keep();
    },
    /** @param {Partial<Guides>} given */
    setGuides(given) {
      guides = Object.freeze({ ...guides, ...saneGuides(given) });
      keep();
    },
    reset() {
      [look, guides] = [PLAIN, NO_GUIDES];
      keep();
    },
    isPlain: () => JSON.stringify([look, guides]) === JSON.stringify([PLAIN, NO_GUIDES]),
  };
}

/** @param {Partial<Look>} given @returns {Partial<Look>} */
export function saneLook({ stroke, fill, filled, texts, by }) {
  return {
    ...(isShare(stroke) && { stroke }),
    ...(isShare(fill) && { fill }),
    ...(typeof filled === "boolean" && { filled }),
    ...(texts && TEXTS.includes(texts) && { texts }),
    ...(by && COLORINGS.includes(by) && { by }),
  };
}

/** @param {Partial<Guides>} given @returns {Partial<Guides>} */
export function saneGuides({ grid, step, crosshair, minimap }) {
  return {
    ...(typeof grid === "boolean" && { grid }),
    ...(Number.isInteger(step) && Number(step) >= 0 && Number(step) <= WIDEST_STEP && { step }),
    ...(typeof crosshair === "boolean" && { crosshair }),
    ...(typeof minimap === "boolean" && { minimap }),
  };
}

/** @param {unknown} value */
function isShare(value) {
  return Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1;
}
