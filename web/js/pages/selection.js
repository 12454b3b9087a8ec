// What is selected: one shape above all, which the inspector shows and scripts hear of, and others beside it.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {ReturnType<typeof createSelection>} Selection */

/** So many are drawn in the hand; of more the shapes at rest are marked instead. */
export const FEW = 200;

/**
 * Give what finds something of very many: once a task, as long as nothing changes.
 * @template T
 * @param {() => unknown} stamp another value once something changed
 * @param {() => T} find
 * @returns {() => T}
 */
export function createOnce(stamp, find) {
  /** @type {{of: unknown, all: T} | null} */
  let found = null;
  return () => {
    const of = stamp();
    if (found && found.of === of) return found.all;
    const all = find();
    found = { of, all };
    queueMicrotask(() => (found = null));
    return all;
  };
}

/**
 * @param {(id: string) => Instance | null} get what is there, an instance or a suggestion
 * @param {() => unknown} stamp another value once the selection or a shape is another
 */
export function createSelection(get, stamp) {
  /** @type {Set<string>} in the order they were selected; the last one is above all */
  let ids = new Set();
  /** @type {string | null} */
  let top = null;
  /** @type {object} */
  let mark = {};

  /** @returns {Instance[]} */
  const found = () => [...ids].flatMap((id) => get(id) ?? []);
  const foundOnce = createOnce(stamp, found);

  /** @param {Iterable<string>} next */
  function set(next) {
    ids = new Set(next);
    top = [...ids].at(-1) ?? null;
    mark = {};
  }

  return {
    set,
    primary: () => top,
    count: () => ids.size,
    /** @param {string} id */
    has: (id) => ids.has(id),
    ids: () => [...ids],
    /** The selected ones that are there, the one above all last. @returns {Instance[]} */
    all: () => (ids.size > FEW ? foundOnce() : found()),
    /** The ids of those that are drawn in the hand. */
    lifted: () => (ids.size <= FEW || top === null ? [...ids] : [top]),
    /** Say whether a shape at rest is to be marked as selected. @param {string} id */
    marks: (id) => ids.size > FEW && ids.has(id),
    /** Another object once something else is selected. */
    state: () => mark,
    /** Another object once shapes at rest are marked otherwise. */
    mark: () => (ids.size > FEW ? mark : null),
    /** Let go of what is gone. */
    settle() {
      const left = [...ids].filter(get);
      if (left.length < ids.size) set(left);
    },
    /**
     * Give the selection with some put in, or taken out where all of them are in it.
     * @param {string[]} some
     */
    toggled(some) {
      const these = new Set(some);
      const out = some.every((id) => ids.has(id));
      const rest = [...ids].filter((id) => !these.has(id));
      return out ? rest : [...rest, ...some];
    },
  };
}
