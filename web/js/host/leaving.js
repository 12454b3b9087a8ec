// A run that nobody waits for any more. The cell may still be in it, but what comes next is sent at once,
// and the cell turns to it when it can.

/** @typedef {import("./underway.js").Underway} Underway */

export function createLeaving() {
  /** @type {{run: string, underway: Underway} | null} */
  let gone = null;

  function end() {
    gone?.underway.end();
    gone = null;
  }

  return {
    is: () => gone !== null,
    end,
    /**
     * @param {string} run
     * @param {Underway} underway
     * @param {Parameters<Underway["stop"]>[1]} means
     * @param {string} why
     * @param {number} grace in milliseconds; a cell is costly to warm again
     */
    begin(run, underway, means, why, grace) {
      gone = { run, underway };
      underway.stop(why, means, { grace, nudge: 0 });
    },
    /** Hear what the cell says: of that run only that it is over. @param {import("./cell.js").CellMessage} message */
    hear(message) {
      if ("run" in message && message.run === gone?.run && (message.type === "result" || message.type === "error")) end();
    },
  };
}
