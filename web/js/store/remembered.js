// Small wishes that the browser keeps for the person in front of it. Where it keeps nothing, they last as long as the page.

import { local } from "./pockets.js";

const PREFIX = "limner-";

/** @typedef {import("./pockets.js").Kept} Kept */

/**
 * Give what was kept under a name, or null where it was not, or is no JSON.
 * @param {string} name
 * @param {Kept} [kept]
 * @returns {unknown}
 */
export function recall(name, kept = local) {
  try {
    return JSON.parse(kept.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {Kept} [kept]
 */
export function remember(name, value, kept = local) {
  try {
    kept.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // the browser keeps nothing, or has no room left: the wish holds until the page is closed
  }
}

/**
 * Keep values by id, those set last: more than `most` push out the oldest.
 * @template T
 * @param {string} name
 * @param {number} most
 * @param {Kept} [kept]
 */
export function createShelf(name, most, kept = local) {
  /** @returns {[string, T][]} */
  function entries() {
    const found = recall(name, kept);
    return Array.isArray(found) ? found.filter((one) => Array.isArray(one) && one.length === 2) : [];
  }

  return {
    /** @param {string} id @returns {T | null} */
    get: (id) => entries().find(([one]) => one === id)?.[1] ?? null,
    /** @param {string} id @param {T | null} value null takes it away */
    set(id, value) {
      const others = entries().filter(([one]) => one !== id);
      remember(name, value === null ? others : [...others, [id, value]].slice(-most), kept);
    },
  };
}
