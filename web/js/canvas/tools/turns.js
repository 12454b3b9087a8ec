// Undo and redo inside a shape that is not finished: what was done to it, and what was taken back.

/**
 * Say whether a key stands for undo or redo.
 * @param {KeyboardEvent} event
 * @returns {"undo" | "redo" | null}
 */
export function turnOf({ key, ctrlKey, metaKey, shiftKey }) {
  if (!ctrlKey && !metaKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}

/**
 * Remember the states of one thing.
 * @template T
 */
export function createTurns() {
  /** @type {T[]} */
  let past = [];
  /** @type {T[]} */
  let ahead = [];

  return {
    /** It is about to change. @param {T} now */
    keep(now) {
      past.push(now);
      ahead = [];
    },
    /**
     * Give the state to go to, or null where there is none.
     * @param {"undo" | "redo"} turn
     * @param {T} now
     */
    go(turn, now) {
      const [from, to] = turn === "undo" ? [past, ahead] : [ahead, past];
      const found = from.pop();
      if (found === undefined) return null;
      to.push(now);
      return { state: found };
    },
    /** Something that was taken back can be done again. */
    hasAhead: () => ahead.length > 0,
    clear() {
      past = [];
      ahead = [];
    },
  };
}
