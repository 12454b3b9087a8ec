// Checks of the text on the server, a moment after the last change; an answer that was overtaken is dropped.

const WAIT_MS = 300;

/**
 * @template Post
 * @template Found
 * @param {object} page
 * @param {(post: Post) => Promise<Found>} page.check
 * @param {(found: Found) => void} page.onFound
 * @param {(error: Error) => void} page.onFailed
 */
export function createChecking({ check, onFound, onFailed }) {
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Post} post @param {number} mine */
  async function run(post, mine) {
    try {
      const found = await check(post);
      if (mine === asked) onFound(found);
    } catch (error) {
      if (mine === asked) onFailed(/** @type {Error} */ (error));
    }
  }

  return {
    /** Check soon; what was to be checked before is forgotten. @param {() => Post} post */
    soon(post) {
      clearTimeout(timer);
      const mine = ++asked;
      timer = setTimeout(() => run(post(), mine), WAIT_MS);
    },
    /** @param {Post} post */
    now(post) {
      clearTimeout(timer);
      return run(post, ++asked);
    },
    stop() {
      clearTimeout(timer);
      asked += 1;
    },
  };
}
