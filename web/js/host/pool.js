// The cells of the page: opened on demand, with one spare kept warm so that a killed one is replaced
// at once, and a snapshot of Pyodide's core so that the next visit starts sooner.

import * as kept from "../store/kept.js";
import { makeSnapshot, openCell } from "./cell.js";

/** @typedef {import("./cell.js").Cell} Cell */

const SPARE_AFTER_MS = 300;
/** Pyodide says nothing where the memory it is given does not fit, it only never starts. */
const SNAPSHOT_SECONDS = 30;

/** @typedef {ReturnType<typeof createPool>} Pool */

/**
 * @param {import("./cell.js").CellSettings} settings
 * @param {import("./cell.js").Language} language
 * @param {() => void} onChange
 */
export function createPool(settings, language, onChange) {
  const snapshots = language === "python";
  const key = `${settings.pyodide} ${settings.build}`;
  /** @type {Promise<ArrayBuffer | null> | null} */
  let snapshot = null;
  /** @type {Cell | null} */
  let spare = null;
  let warm = 0;
  let making = false;

  /** Read the snapshot once; a browser that keeps nothing loads plainly. */
  function kernel() {
    if (!snapshots) return Promise.resolve(null);
    snapshot ??= kept.get("snapshots", key).then((found) => found ?? null, () => null);
    return snapshot;
  }

  /** @param {string[]} packages */
  async function open(packages) {
    const image = await kernel();
    const cell = openCell(settings, { packages, snapshot: image, language, ...(image && { seconds: SNAPSHOT_SECONDS }) });
    const started = await cell.ready.then(() => true, () => false);
    if (started || !image) return cell;
    snapshot = Promise.resolve(null); // a snapshot that does not load is forgotten
    await kept.clear("snapshots").catch(() => {});
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
      await keepSnapshot();
    }, SPARE_AFTER_MS);
  }

  async function keepSnapshot() {
    if (!snapshots || making || (await kernel())) return;
    making = true;
    try {
      const made = await makeSnapshot(settings);
      await kept.clear("snapshots");
      await kept.put("snapshots", key, made);
      snapshot = Promise.resolve(made);
    } catch {
      snapshot = Promise.resolve(null); // plain loading goes on working
    }
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
