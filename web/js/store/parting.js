// A change of very many instances goes to the server in parts of one step, so that others need not wait for all of it.

/** @typedef {import("../../types/local.d.ts").Applied} Applied */

export const MOST = 5_000; // the server takes ten times as many

/**
 * Give a change in parts, to be sent one after the other; of most changes that is one.
 * @param {Applied} applied
 * @returns {Applied[]}
 */
export function parted({ created, updated, deleted }) {
  const count = created.length + updated.length + deleted.length;
  if (count <= MOST) return [{ created, updated, deleted }];
  return Array.from({ length: Math.ceil(count / MOST) }, (_, index) => {
    /** @template T @param {T[]} list @param {number} before how many come before the list @returns {T[]} */
    const cut = (list, before) => list.slice(Math.max(0, index * MOST - before), Math.max(0, (index + 1) * MOST - before));
    return { created: cut(created, 0), updated: cut(updated, created.length), deleted: cut(deleted, created.length + updated.length) };
  });
}
