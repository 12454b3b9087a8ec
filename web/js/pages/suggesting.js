// Accept and reject what scripts suggest, by key and by button.

/** @typedef {import("../../types/local.d.ts").Ghost} Ghost */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */

const REASONS = 2;

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {() => void} page.renewPrompt what is pointed at next is something else
 * @param {(change: import("../../types/local.d.ts").Change, known: FileDocument) => string | null} page.why a change must not be made, or null
 * @param {(id: string) => void} page.show selects a suggestion and brings it into view
 * @param {ReturnType<typeof import("../panels/notices.js").createNotices>["add"]} page.notify
 */
export function createSuggesting({ work, ghosts, renewPrompt, why, show, notify }) {
  /** The picked suggestion, or all that are shown. */
  function meant() {
    const one = work.ghost();
    return one ? [one] : ghosts.shown(work.document());
  }

  /** Give those that cannot be taken as they are, with the reason. @param {FileDocument} document @param {Ghost[]} taken */
  function unfitOf(document, taken) {
    return taken.flatMap((ghost) => {
      const deleted = ghost.replaces && document.get(ghost.replaces) ? [ghost.replaces] : [];
      const reason = why({ created: [ghost.instance], deleted }, document);
      return reason === null ? [] : [{ ghost, reason }];
    });
  }

  /** @param {number} accepted @param {ReturnType<typeof unfitOf>} unfit */
  function say(accepted, unfit) {
    const reasons = [...new Set(unfit.map(({ reason }) => reason))];
    const more = reasons.length > REASONS ? `; and ${reasons.length - REASONS} more reasons` : "";
    const stays = unfit.length === 1 ? "1 stays" : `${unfit.length} stay`;
    const text = `${accepted} accepted, ${stays} to be changed or rejected. ${reasons.slice(0, REASONS).join("; ")}${more}.`;
    notify("warning", text, undefined, { title: "Show", run: () => show(unfit[0].ghost.instance.id) });
  }

  return {
    /** Take what fits; the others stay, and why is said. @returns {boolean} whether there was anything to accept */
    accept() {
      const document = work.document();
      const taken = meant();
      if (!document || !taken.length) return false;
      const unfit = taken.length > 1 ? unfitOf(document, taken) : [];
      const staying = new Set(unfit.map(({ ghost }) => ghost));
      const fit = taken.filter((ghost) => !staying.has(ghost));
      ghosts.accept(document, fit.length ? fit : taken.slice(0, 1)); // which says why nothing was
      if (fit.length && unfit.length) say(fit.length, unfit);
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
      const run = ghosts.reject(document, refused);
      renewPrompt();
      notify("info", refused.length === 1 ? "A suggestion was rejected." : `${refused.length} suggestions were rejected.`, undefined, { title: "Bring back", run });
      return true;
    },
  };
}
