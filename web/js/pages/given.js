// The keys people gave in place of others, by what they stand for. The browser keeps them.

/** @typedef {ReturnType<typeof createGiven>} Given */

/**
 * @param {import("../store/pockets.js").Kept} kept
 * @param {string} name under which they are kept
 */
export function createGiven(kept, name) {
  /** @type {Record<string, string>} an empty text takes the keys away */
  let given = read(kept, name);

  /** @param {Record<string, string>} next */
  function remember(next) {
    given = next;
    kept.setItem(name, JSON.stringify(given));
  }

  return {
    /** @param {string} id */
    has: (id) => Object.hasOwn(given, id),
    /** Give the keys of something, alternatives apart by a space. @param {string} id @param {string} usual those it has from the start */
    of: (id, usual) => (Object.hasOwn(given, id) ? given[id] : usual),
    /** @param {string} id @param {string | null} keys null gives back its own */
    give(id, keys) {
      const { [id]: _, ...rest } = given;
      remember(keys === null ? rest : { ...rest, [id]: keys });
    },
    /** Give those for which this is said their own keys back. @param {(id: string) => boolean} some */
    reset: (some) => remember(Object.fromEntries(Object.entries(given).filter(([id]) => !some(id)))),
  };
}

/** @param {Pick<import("../store/pockets.js").Kept, "getItem">} kept @param {string} name @returns {Record<string, string>} */
function read(kept, name) {
  try {
    const found = JSON.parse(kept.getItem(name) ?? "{}");
    return Object.fromEntries(Object.entries(found).filter(([, keys]) => typeof keys === "string"));
  } catch {
    return {}; // what somebody else wrote there costs nobody the page
  }
}
