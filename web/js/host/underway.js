// The run under way: since when, how long it may take, and how it is stopped: first by the word, then by
// an interrupt for one that computes and hears no word, last by taking its cell away.

import { startDeadline } from "./deadline.js";

/** @typedef {ReturnType<typeof startRun>} Underway */

/** Why a run is stopped, where it is not its own fault. */
export const BY_HAND = "stopped by hand";
export const LET_GO = "nobody waits for it any more";
export const BY_NEWER = "a newer event took its place";

const NUDGE_MS = 20;
const AGAIN_MS = 100;
const GRACE_MS = 250;

/**
 * @param {number} ms how long it may take
 * @param {() => void} onLate
 */
export function startRun(ms, onLate) {
  const deadline = startDeadline(ms, onLate);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let nudging;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let killing;
  /** @type {string | null} */
  let reason = null;

  return {
    sent: performance.now(),
    whileAsking: deadline.whileAsking,
    /** Why it was told to stop, if it was. */
    reason: () => reason,
    /**
     * @param {string} why
     * @param {{cancel: () => void, interrupt: () => void, kill: () => void}} means
     * @param {{grace?: number, nudge?: number}} [patience] how many milliseconds it may go on computing, and until the first interrupt
     */
    stop(why, { cancel, interrupt, kill }, { grace = GRACE_MS, nudge = NUDGE_MS } = {}) {
      /** Until it ends: Pyodide reads its interrupt buffer and clears it in two steps, and loses what is written between them. */
      const insist = () => {
        nudging = setTimeout(insist, AGAIN_MS);
        interrupt();
      };
      reason = why;
      deadline.stop();
      cancel();
      killing = setTimeout(kill, grace);
      if (nudge) nudging = setTimeout(insist, nudge);
      else insist();
    },
    end() {
      deadline.stop();
      clearTimeout(nudging);
      clearTimeout(killing);
    },
  };
}
