// What can be done on the annotation page: one registry, which the keys, the list of keys, the buttons and
// the command palette read. Every feature gives its own list; people may give an action other keys.

import { createGiven } from "./given.js";
import { chordOf } from "./keys.js";

/** @typedef {import("../../types/local.d.ts").Action} Action */
/** @typedef {ReturnType<typeof createActions>} Actions */

const KEPT = "limner.keys";

/** @param {import("../store/pockets.js").Kept} kept where other keys are remembered */
export function createActions(kept) {
  /** @type {Map<string, Action>} */
  const actions = new Map();
  const given = createGiven(kept, KEPT);
  /** @type {Map<string, Action> | null} */
  let table = null;

  /** Who has a chord: those that were given it go before those that have it from the start. */
  function chords() {
    if (table) return table;
    table = new Map();
    const all = [...actions.values()];
    for (const action of [...all.filter(({ id }) => !given.has(id)), ...all.filter(({ id }) => given.has(id))]) {
      for (const key of keysOf(action).split(" ").filter(Boolean)) table.set(chordOf(key), action);
    }
    return table;
  }

  /** @param {Action} action */
  function keysOf({ id, keys = "" }) {
    return given.of(id, keys);
  }

  return {
    /** Add actions. Throws where an id is taken: two features would answer one button. @param {Action[]} added */
    add(added) {
      for (const action of added) {
        if (actions.has(action.id)) throw new Error(`there are two actions ${JSON.stringify(action.id)}`);
        actions.set(action.id, action);
      }
      table = null;
    },
    /** Give all actions with the keys they have now, in the order they were added. */
    all: () => [...actions.values()].map((action) => ({ ...action, keys: keysOf(action), usual: action.keys ?? "" })),
    /** Give the action a chord stands for. @param {string} chord */
    find: (chord) => chords().get(chordOf(chord)) ?? null,
    /** Do what an action does, if it can be done now; say whether there is such an action. @param {string} id */
    run(id) {
      const action = actions.get(id);
      if (action?.enabled?.() !== false) action?.run?.();
      return action !== undefined;
    },
    /** The keys of an action as they are shown. @param {string} id */
    keys(id) {
      const action = actions.get(id);
      return action ? keysOf(action) : "";
    },
    /**
     * Give an action other keys, alternatives apart by a space; null gives back its own.
     * @param {string} id
     * @param {string | null} keys
     */
    rebind(id, keys) {
      given.give(id, keys);
      table = null;
    },
    /** Give every action of this page its own keys back. */
    reset() {
      given.reset((id) => actions.has(id));
      table = null;
    },
  };
}
