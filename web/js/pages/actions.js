// What can be done on the annotation page: one registry, which the keys, the list of keys, the buttons and
// the command palette read. Every feature gives its own list; people may give an action other keys.

import { chordOf } from "./keys.js";

/** @typedef {import("../../types/local.d.ts").Action} Action */
/** @typedef {ReturnType<typeof createActions>} Actions */

const KEPT = "limner.keys";

/** @param {Pick<Storage, "getItem" | "setItem">} kept where other keys are remembered */
export function createActions(kept) {
  /** @type {Map<string, Action>} */
  const actions = new Map();
  /** @type {Record<string, string>} keys by the id of an action; an empty text takes its keys away */
  let others = read(kept);
  /** @type {Map<string, Action> | null} */
  let table = null;

  /** Who has a chord: those that were given it go before those that have it from the start. */
  function chords() {
    if (table) return table;
    table = new Map();
    const all = [...actions.values()];
    for (const action of [...all.filter(({ id }) => !Object.hasOwn(others, id)), ...all.filter(({ id }) => Object.hasOwn(others, id))]) {
      for (const key of keysOf(action).split(" ").filter(Boolean)) table.set(chordOf(key), action);
    }
    return table;
  }

  /** @param {Action} action */
  function keysOf({ id, keys = "" }) {
    return Object.hasOwn(others, id) ? others[id] : keys;
  }

  /** @param {Record<string, string>} next */
  function remember(next) {
    others = next;
    table = null;
    kept.setItem(KEPT, JSON.stringify(others));
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
      const { [id]: _, ...rest } = others;
      remember(keys === null ? rest : { ...rest, [id]: keys });
    },
    /** Give every action of this page its own keys back. */
    reset: () => remember(Object.fromEntries(Object.entries(others).filter(([id]) => !actions.has(id)))),
  };
}

/** @param {Pick<Storage, "getItem">} kept @returns {Record<string, string>} */
function read(kept) {
  try {
    const found = JSON.parse(kept.getItem(KEPT) ?? "{}");
    return Object.fromEntries(Object.entries(found).filter(([, keys]) => typeof keys === "string"));
  } catch {
    return {}; // what somebody else wrote there costs nobody the page
  }
}
