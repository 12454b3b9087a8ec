// Accept and reject what scripts suggest, by key and by button.

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {() => void} page.renewPrompt what is pointed at next is something else
 * @param {(text: string, undo: () => void) => void} page.sayUndoable
 */
export function createSuggesting({ work, ghosts, renewPrompt, sayUndoable }) {
  /** The picked suggestion, or all that are shown. */
  function meant() {
    const one = work.ghost();
    return one ? [one] : ghosts.shown(work.document());
  }

  return {
    /** @returns {boolean} whether there was anything to accept */
    accept() {
      const document = work.document();
      const taken = meant();
      if (!document || !taken.length) return false;
      ghosts.accept(document, taken);
      renewPrompt();
      if (taken.length === 1) work.select(taken[0].instance.id);
      return true;
    },
    /** @returns {boolean} whether there was anything to reject */
    reject() {
      const document = work.document();
      const refused = meant();
      if (!document || !refused.length) return false;
      if (work.ghost()) work.select(null);
      const bringBack = ghosts.reject(document, refused);
      renewPrompt();
      sayUndoable(refused.length === 1 ? "A suggestion was rejected." : `${refused.length} suggestions were rejected.`, bringBack);
      return true;
    },
  };
}
