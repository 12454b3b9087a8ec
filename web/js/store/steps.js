// The steps of a file that this person can take back and do again.

import { NOTHING, composed, isEmpty } from "./applied.js";

/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {{id: string, title: string, applied: Applied}} Step a run's bears its id */
/** @typedef {Step & {turn?: "undo" | "redo" | null, whole?: boolean}} Turn what happened to a step: `whole` takes the place of all it was */
/** @typedef {ReturnType<typeof createSteps>} Steps */

const DEPTH = 500;

export function createSteps() {
  /** @type {Step[]} */
  let done = [];
  /** @type {Step[]} */
  let undone = [];
  /** @type {Turn[] | null} what happened while the earlier history is still on its way */
  let recent = [];

  /** @param {string | undefined} id */
  function find(id) {
    return id === undefined ? undefined : done.findLast((step) => step.id === id);
  }

  /** @param {Step[]} from @param {string} id */
  function remove(from, id) {
    const at = from.findLastIndex((step) => step.id === id);
    if (at >= 0) from.splice(at, 1);
  }

  /** @param {Step[]} to @param {Step} step */
  function push(to, { id, title, applied }) {
    to.push({ id, title, applied });
    if (to.length > DEPTH) to.shift();
  }

  /** @param {Turn} turn */
  function play({ turn, whole, ...step }) {
    const [from, to] = turn === "redo" ? [undone, done] : [done, undone];
    if (turn) {
      remove(from, step.id);
      const begun = to.find(({ id }) => id === step.id); // a large one comes in parts
      if (begun) begun.applied = composed(begun.applied, step.applied);
      else push(to, step);
      return;
    }
    undone.length = 0;
    const known = find(step.id);
    if (known) known.applied = whole ? step.applied : composed(known.applied, step.applied);
    else push(done, step);
    if (isEmpty((known ?? step).applied)) remove(done, step.id); // what came to nothing is no step
  }

  return {
    find,
    /** @param {string | undefined} id */
    appliedOf: (id) => find(id)?.applied ?? NOTHING,
    /** @param {"undo" | "redo"} which */
    next: (which) => (which === "undo" ? done : undone).at(-1) ?? null,
    /** @param {Turn} turn */
    take(turn) {
      recent?.push({ ...turn });
      if (recent && recent.length > DEPTH) recent = null;
      play(turn);
    },
    /** Forget a step. @param {string} id */
    forget(id) {
      recent?.push({ id, title: "", applied: NOTHING, whole: true });
      remove(done, id);
    },
    /** Put what was done at earlier visits below. @param {Turn[]} earlier in order */
    begin(earlier) {
      if (!recent) return;
      const later = recent;
      [done, undone, recent] = [[], [], null];
      for (const turn of [...earlier, ...later]) play(turn);
    },
  };
}

