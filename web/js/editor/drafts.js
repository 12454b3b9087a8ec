// Text that was not saved, kept by the browser: for each script, what each visit left behind.

/**
 * @typedef {object} Draft
 * @property {string} visit
 * @property {string} filename
 * @property {string} source
 * @property {number} at milliseconds since 1970
 */

const PREFIX = "limner-draft:";
const MOST = 5;

/**
 * @param {import("../store/pockets.js").Kept & {removeItem(name: string): void, readonly length: number, key(index: number): string | null}} storage
 * @param {string} visit names this visit; another one's drafts are offered, this one's are kept up to date
 */
export function createDrafts(storage, visit) {
  /** @param {string} key @returns {Draft[]} */
  function read(key) {
    try {
      const kept = JSON.parse(storage.getItem(PREFIX + key) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  /** @param {string} key @param {Draft[]} drafts */
  function write(key, drafts) {
    if (drafts.length) return storage.setItem(PREFIX + key, JSON.stringify(drafts)) !== false;
    storage.removeItem(PREFIX + key);
    return true;
  }

  return {
    /**
     * Keep this visit's text. Says false where the browser does not take it.
     * @param {string} key
     * @param {{filename: string, source: string}} text
     */
    keep(key, { filename, source }) {
      const others = read(key).filter((draft) => draft.visit !== visit);
      try {
        return write(key, [...others, { visit, filename, source, at: Date.now() }].slice(-MOST));
      } catch {
        return false;
      }
    },
    /**
     * Forget this visit's text, or the draft of another one.
     * @param {string} key
     * @param {string} [whose]
     */
    drop(key, whose = visit) {
      write(key, read(key).filter((draft) => draft.visit !== whose));
    },
    /**
     * Give the newest text an earlier visit left that is not what is there now.
     * @param {string} key
     * @param {string} source
     * @returns {Draft | null}
     */
    offered(key, source) {
      return read(key).filter((draft) => draft.visit !== visit && draft.source !== source).at(-1) ?? null;
    },
    /** Give the keys that hold a text of an earlier visit. */
    keys() {
      const all = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
      const own = all.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
      return own.filter((key) => read(key).some((draft) => draft.visit !== visit));
    },
  };
}
