// The cell a script has: taken from its place, given the script as it is now, let go when its time is over.

import { loadingTime } from "./places.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("./cell.js").CellMessage} CellMessage */

/**
 * @typedef {object} Tenant who hears of the cell
 * @property {(message: CellMessage, buffers: ArrayBuffer[]) => void} take
 * @property {(reason: string) => void} died the cell is gone, or did not load the script in time
 * @property {(reason: string) => void} refused there is no cell to be had
 */

/**
 * @param {import("../../types/local.d.ts").RunnerHost["places"]} places
 * @param {Tenant} tenant
 */
export function createTenure(places, tenant) {
  /** @type {Cell | null} */
  let cell = null;
  let life = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let loading;

  const tenure = {
    cell: () => cell,
    /** Take a cell and load the script in it; nothing comes of it if it is released meanwhile. @param {() => ScriptView} script */
    async begin(script) {
      const mine = ++life;
      try {
        const taken = await places.take(script());
        if (mine !== life) return places.drop(taken);
        cell = taken;
      } catch (error) {
        if (mine === life) tenant.refused(`the cell did not start: ${/** @type {Error} */ (error).message}`);
        return undefined;
      }
      cell.watch(tenant.died);
      cell.listen(tenant.take);
      return tenure.load(script());
    },
    /** Give the cell the script as it is now: the interpreter stays, so a new version takes no time. @param {ScriptView} script */
    load(script) {
      clearTimeout(loading);
      loading = setTimeout(() => tenant.died("the script did not load in time"), loadingTime(script));
      const { filename, source, confirmed_grants: grants, params, dependencies: packages, modules } = script;
      cell?.send({ type: "init", filename, source, grants, params, packages, modules });
    },
    loaded: () => clearTimeout(loading),
    release() {
      life += 1;
      clearTimeout(loading);
      if (cell) places.drop(cell);
      cell = null;
    },
  };
  return tenure;
}
