// In which order the instances of a file stand: what is brought back stands where it stood.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {ReturnType<typeof createOrder>} Order */

/** @param {Map<string, Instance>} byId in order */
export function createOrder(byId) {
  /** @type {Map<string, number>} of all there ever were */
  const places = new Map();
  for (const id of byId.keys()) places.set(id, places.size);

  /** @param {string} id */
  const place = (id) => places.get(id) ?? places.size;

  return {
    /** Give where an instance stands among all, counted from 0. @param {string} id */
    place,
    /** Put instances in, each at its place. @param {Instance[]} some */
    put(some) {
      const isBack = some.some(({ id }) => place(id) < places.size - 1 && !byId.has(id));
      for (const one of some) {
        if (!places.has(one.id)) places.set(one.id, places.size);
        byId.set(one.id, one);
      }
      if (!isBack) return;
      const all = [...byId.values()].sort((one, other) => place(one.id) - place(other.id));
      byId.clear();
      for (const one of all) byId.set(one.id, one);
    },
  };
}
