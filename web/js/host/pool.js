// The cells of the page: opened on demand, with one spare kept warm so that a killed one is replaced
// at once. Those of Python start from a snapshot, unless it does not fit.

import { fetchSnapshot, openCell } from "./cell.js";

/** @typedef {import("./cell.js").Cell} Cell */

const SPARE_AFTER_MS = 300;

/** @typedef {ReturnType<typeof createPool>} Pool */

/**
 * @param {import("./cell.js").CellSettings} settings
 * @param {import("./cell.js").Language} language
 * @param {() => void} onChange
 */
export function createPool(settings, language, onChange) {
  /** Brought for the first cell, since a page without scripts needs none; forgotten where no cell starts from it. @type {Promise<ArrayBuffer | null> | null} */
  let snapshot = language === "python" ? null : Promise.resolve(null);
  /** @type {Cell | null} */
  let spare = null;
  let warm = 0;

  /** @param {string[]} packages */
  async function open(packages) {
    const tried = (snapshot ??= fetchSnapshot(settings));
    const cell = openCell(settings, { packages, snapshot: tried, language });
    const started = await cell.ready.then(() => true, () => false);
    if (started || !(await tried)) return cell;
    snapshot = Promise.resolve(null);
    return openCell(settings, { packages, language });
  }

  /** @param {string[]} packages */
  function keepSpare(packages) {
    setTimeout(async () => {
      if (spare) return;
      const cell = await open(packages);
      const started = await cell.ready.then(() => true, () => false);
      if (spare || !started) return cell.close();
      spare = cell;
      cell.watch(() => {
        spare = null;
        count(-1);
      });
      count(1);
    }, SPARE_AFTER_MS);
  }

  /** @param {number} by */
  function count(by) {
    warm += by;
    onChange();
  }

  return {
    /**
     * Give a cell with these packages: the spare if it fits, else a new one. Rejects if none starts.
     * @param {string[]} packages
     * @returns {Promise<Cell>}
     */
    async take(packages) {
      const fits = spare !== null && packages.every((name) => spare?.packages.includes(name));
      const cell = fits ? /** @type {Cell} */ (spare) : await open(packages);
      if (fits) spare = null;
      await cell.ready;
      if (!fits) count(1);
      keepSpare(packages);
      return cell;
    },
    /** @param {Cell} cell @param {string} [reason] */
    drop(cell, reason) {
      cell.close(reason);
      count(-1);
    },
    warm: () => warm,
    ready: () => spare !== null,
  };
}
