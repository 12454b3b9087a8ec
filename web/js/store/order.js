// In which order the instances of a file stand: what is brought back stands where it stood.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").Stood} Stood */
/** @typedef {ReturnType<typeof createOrder>} Order */

/** @param {Map<string, Instance>} byId in order */
export function createOrder(byId) {
  /** @type {Map<string, number>} of all there ever were */
  const places = new Map();
  let next = 0;
  for (const id of byId.keys()) places.set(id, next++);
  let top = next - 1; // of those that were put in

  /** @param {string} id */
  const place = (id) => places.get(id) ?? next;

  function sort() {
    const all = [...byId.values()].sort((one, other) => place(one.id) - place(other.id));
    byId.clear();
    for (const one of all) byId.set(one.id, one);
  }

  return {
    /** Give where an instance stands among all, counted from 0. @param {string} id */
    place,
    /** Put instances in, each at its place. @param {Instance[]} some */
    put(some) {
      const isBack = some.some(({ id }) => place(id) < top && !byId.has(id));
      for (const one of some) {
        if (!places.has(one.id)) places.set(one.id, next++);
        top = Math.max(top, place(one.id));
        byId.set(one.id, one);
      }
      if (isBack) sort();
    },
    /** Learn where instances stood that were gone before this page knew of them. @param {Stood[]} stood */
    learn(stood) {
      const away = new Map(stood.filter(({ id }) => !places.has(id)).map((one) => [one.id, one]));
      if (!away.size) return;
      const all = [...places.values()].sort((one, other) => one - other);
      const ordered = [...away.values()].sort((one, other) => one.place - other.place);
      for (const some of groupsOf(ordered)) {
        const [{ after }] = some;
        const from = after ? places.get(after) : -1;
        if (from === undefined) continue;
        const room = (firstAbove(all, from) ?? next) - from;
        some.forEach(({ id }, index) => places.set(id, from + (room * (index + 1)) / (some.length + 1)));
      }
    },
  };
}

/** Put together what stood after the same one. @param {Stood[]} stood */
function groupsOf(stood) {
  /** @type {Map<string, Stood[]>} */
  const groups = new Map();
  for (const one of stood) {
    const known = groups.get(one.after ?? "");
    if (known) known.push(one);
    else groups.set(one.after ?? "", [one]);
  }
  return groups.values();
}

/** @param {number[]} sorted @param {number} value @returns {number | undefined} */
function firstAbove(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
