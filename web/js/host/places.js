// Where the scripts of the page run: a cell in this browser, one beside the page, or whichever is better for an event.

import { call } from "../store/api.js";
import { openAuto } from "./auto.js";
import { openRemote } from "./remote.js";

/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("./pool.js").Pool} Pool */
/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").PlaceView} PlaceView */
/** @typedef {import("../../types/local.d.ts").Ran} Ran */
/** @typedef {ReturnType<typeof createPlaces>} Places */

/** What the page adds to a script's own time and to that for ending: the server keeps both itself, and others may be before it. */
const BESIDE = { time: 300_000, grace: 2_000 };
/** How long a script may take to load; the server may have to bring its packages first. */
const LOAD_MS = { here: 60_000, beside: 600_000 };
/** @type {Ran} */
const HERE = { place: "browser", why: "" };

/**
 * @param {Record<import("./cell.js").Language, Pool>} pools
 * @param {() => void} onChange
 */
export function createPlaces(pools, onChange) {
  /** @type {WeakMap<Cell, {script: string, pool: Pool | null}>} */
  const taken = new WeakMap();
  /** @type {Map<string, Cell & {isLost?: () => boolean, next?: () => Ran}>} by script */
  const current = new Map();
  /** @type {Map<string, PlaceView[]>} by script */
  let offered = new Map();

  /** @param {ScriptView} script @returns {Promise<[Cell, Pool | null]>} */
  async function open(script) {
    const pool = pools[script.language === "javascript" ? "javascript" : "python"];
    const home = homeOf(script);
    if (home === "browser") return [await pool.take(script.dependencies), pool];
    const remote = () => openRemote(script.id, home === "auto" ? "server" : home, onChange);
    const cell = home === "auto" ? openAuto({ remote, browser: () => pool.take(script.dependencies), drop: pool.drop, onChange }) : remote();
    current.set(script.id, cell); // the card says that it is not reached yet
    await cell.ready;
    return [cell, null];
  }

  return {
    /** Give a cell where the script is to run. Rejects if none starts there. @param {ScriptView} script */
    async take(script) {
      const [cell, pool] = await open(script);
      taken.set(cell, { script: script.id, pool });
      current.set(script.id, cell);
      return cell;
    },
    /** @param {Cell} cell @param {string} [reason] */
    drop(cell, reason) {
      const { script, pool } = taken.get(cell) ?? { script: "", pool: null };
      if (current.get(script) === cell) current.delete(script);
      if (pool) pool.drop(cell, reason);
      else cell.close(reason);
    },
    /** Ask the server where each script of a project may run. Throws `ApiError`. @param {string} project */
    async learn(project) {
      const { items } = await call("GET", `/api/projects/${encodeURIComponent(project)}/places`);
      offered = new Map(items.map((/** @type {import("../../types/data.d.ts").ScriptPlaces} */ one) => [one.script, one.places]));
      onChange();
    },
    /** Say where a script may run, whether it waits for a connection, and where it would run now, if it chooses. @param {ScriptView} script */
    stateOf({ id }) {
      const cell = current.get(id);
      return { offered: offered.get(id) ?? [], lost: cell?.isLost?.() ?? false, next: cell?.next?.() ?? null };
    },
  };
}

/** Say where a run of a cell is computed. @param {Cell} cell @param {string} run @returns {Ran} */
export function ranOf(cell, run) {
  return cell.placeOf?.(run) ?? HERE;
}

/** Say whether what went wrong is the place's doing, and may pass by itself. @param {import("../../types/data.d.ts").Failure | null} failure */
export function isOfPlace(failure) {
  return failure?.type === "PlaceError" || failure?.type === "ConnectionLost";
}

/** Say how many milliseconds a script may take to load. @param {ScriptView} script */
export function loadingTime(script) {
  return homeOf(script) === "browser" ? LOAD_MS.here : LOAD_MS.beside;
}

/**
 * Say how many milliseconds the page waits for a run, and for its end after Stop.
 * @param {Ran | undefined} ran
 * @param {number} seconds the script's own time
 * @returns {{time: number, grace?: number}}
 */
export function patienceOf(ran, seconds) {
  const beside = ran && ran.place !== "browser";
  return { time: seconds * 1000 + (beside ? BESIDE.time : 0), ...(beside && { grace: BESIDE.grace }) };
}

/**
 * Say where a script is to run: `auto` only where there is a choice.
 * @param {ScriptView} script
 * @returns {string} `browser`, `server`, `auto` or `backend:NAME`
 */
export function homeOf({ language, place, places }) {
  if (language === "javascript") return "browser";
  if (place !== "auto") return place;
  const both = places.includes("server") && places.includes("browser");
  return both ? "auto" : (places.find((one) => one === "server") ?? "browser");
}
