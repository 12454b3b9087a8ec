// Only some shapes to be seen: all others of the file are out of sight, and out of reach of the pointer, until they
// are shown again. Nothing of it is stored, and what is drawn meanwhile is seen.

/** @typedef {ReturnType<typeof createSolo>} Solo */

export function createSolo() {
  /** @type {ReadonlySet<string>} */
  let veiled = new Set();

  return {
    /** @param {string} id */
    veils: (id) => veiled.has(id),
    isOn: () => veiled.size > 0,
    /** Another object once other shapes are to be seen. */
    mark: () => veiled,
    /** @param {Iterable<string>} others what is not to be seen */
    set(others) {
      veiled = new Set(others);
    },
  };
}
