// What the browser keeps for a site and for a tab. Where it refuses or has no room left, things last as long as the page.

/** @typedef {{getItem(name: string): string | null, setItem(name: string, value: string): unknown}} Kept */

export const local = createPocket(() => globalThis.localStorage);
export const session = createPocket(() => globalThis.sessionStorage);

/** @param {() => Storage | undefined} ask gives the storage; browsers that keep nothing throw */
export function createPocket(ask) {
  /** @type {Map<string, string | null>} what the browser would not take, null for what it would not let go of */
  const own = new Map();

  /** @template T @param {(storage: Storage) => T} use @param {T} otherwise @returns {T} */
  function tried(use, otherwise) {
    try {
      const storage = ask();
      return storage ? use(storage) : otherwise;
    } catch {
      return otherwise;
    }
  }

  return {
    /** @param {string} name @returns {string | null} */
    getItem: (name) => (own.has(name) ? (own.get(name) ?? null) : tried((storage) => storage.getItem(name), null)),
    get length() {
      return tried((storage) => storage.length, 0);
    },
    /** @param {number} index */
    key: (index) => tried((storage) => storage.key(index), null),
    /** Say whether it is kept for longer than the page lasts. @param {string} name @param {string} value */
    setItem(name, value) {
      const isKept = tried((storage) => (storage.setItem(name, value), true), false);
      if (isKept) own.delete(name);
      else own.set(name, value);
      return isKept;
    },
    /** @param {string} name */
    removeItem(name) {
      const isGone = tried((storage) => (storage.removeItem(name), true), false);
      if (isGone) own.delete(name);
      else own.set(name, null);
    },
  };
}
