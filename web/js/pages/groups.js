// Groups: a click on one of a group takes all of it, until a double click goes into it.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

/** @param {import("./work.js").Work} work */
export function createGroups(work) {
  /** @type {string | null} the group that was gone into */
  let entered = null;

  /** Give the ids a click on an instance takes, its own last. @param {string} id @returns {string[]} */
  function reach(id) {
    const group = work.document()?.get(id)?.group ?? null;
    if (group !== entered) entered = null;
    if (group === null || group === entered) return [id];
    return [...membersOf(group).filter((one) => one.id !== id && !one.hidden).map((one) => one.id), id];
  }

  /** @param {string} group */
  const membersOf = (group) => (work.document()?.all() ?? []).filter((one) => one.group === group);

  return {
    reach,
    /** Go into the group of an instance, and select that one alone. @param {string} id @param {number} [at] */
    enter(id, at) {
      entered = work.document()?.get(id)?.group ?? null;
      work.select(id, at);
    },
  };
}
