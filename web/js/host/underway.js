// The run under way: since when, how long it may take, and how it is stopped: first by the word, then by
// an interrupt for one that computes and hears no word, last by taking its cell away.

import { startDeadline } from "./deadline.js";

/** @typedef {ReturnType<typeof startRun>} Underway */

const NUDGE_MS = 20;
const GRACE_MS = 250;

/**
 * @param {number} ms how long it may take
 * @param {() => void} onLate
 */
export function startRun(ms, onLate) {
  const deadline = startDeadline(ms, onLate);
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];
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
     * @param {number} [grace] how long it may go on computing
     */
    stop(why, { cancel, interrupt, kill }, grace = GRACE_MS) {
      reason = why;
      deadline.stop();
      cancel();
      timers = [setTimeout(interrupt, NUDGE_MS), setTimeout(kill, grace)];
    },
    end() {
      deadline.stop();
      timers.forEach((timer) => clearTimeout(timer));
    },
  };
}
