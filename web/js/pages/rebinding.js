// Giving an action another key, and taking it from whoever has it.

import { chordName, chordOf } from "./keys.js";

/** @typedef {ReturnType<import("./actions.js").Actions["all"]>[number]} Keyed */
/**
 * @typedef {object} Keys what stands for keys
 * @property {() => Keyed[]} all
 * @property {(chord: string) => Pick<Keyed, "id" | "title" | "run"> | null} find
 * @property {(id: string, keys: string | null) => void} rebind
 * @property {() => void} reset
 */
/** @typedef {ReturnType<typeof createRebinding>} Rebinding */

const HELD = ["control", "shift", "alt", "meta", "altgraph", "capslock", "dead", "unidentified", ""];
const FIXED = ["space", "f5", "f11", "f12", "ctrl+t", "ctrl+w", "ctrl+n", "ctrl+shift+t", "ctrl+shift+w", "ctrl+shift+n", "ctrl+tab"];

/**
 * Give what has keys as one: the page's actions, whose keys go first, and the commands of scripts.
 * @param {Keys} actions
 * @param {Keys} commands
 * @returns {Keys}
 */
export function together(actions, commands) {
  return {
    all: () => [...actions.all(), ...commands.all()],
    find: (chord) => actions.find(chord) ?? commands.find(chord),
    rebind: (id, keys) => (commands.all().some((one) => one.id === id) ? commands : actions).rebind(id, keys),
    reset() {
      actions.reset();
      commands.reset();
    },
  };
}

/** @param {Keys} keyed */
export function createRebinding(keyed) {
  /** @param {string} id */
  const titled = (id) => keyed.all().find((action) => action.id === id);

  /** @param {string} id */
  const keysOf = (id) => titled(id)?.keys ?? "";

  /** @param {string} keys @param {string} chord */
  function without(keys, chord) {
    return keys.split(" ").filter((one) => chordOf(one) !== chordOf(chord)).join(" ");
  }

  return {
    /** Say whether a chord is no more than keys held down on the way to one. @param {string} chord as struck */
    isUnfinished: (chord) => HELD.includes(chord.split("+").at(-1) ?? ""),
    /**
     * Say what stands against giving an action a chord: nothing, somebody who has it, or that it cannot be had at all.
     * @param {string} id
     * @param {string} chord
     * @returns {{text: string, final: boolean} | null}
     */
    against(id, chord) {
      const name = chordName(shownAs(chord));
      if (FIXED.includes(chordOf(chord)) || !chordOf(chord)) return { text: `${name || "This key"} is kept for the browser or for panning. Press another.`, final: true };
      const owner = keyed.find(chord);
      if (owner?.id === id) return null;
      if (owner && !owner.run) return { text: `${name} is “${owner.title}” wherever it can be. Press another.`, final: true };
      return owner ? { text: `${name} is the key of “${owner.title}”. Press it again to take it.`, final: false } : null;
    },
    /**
     * Give an action a chord, in place of one of its own or beside them; who had it goes without.
     * @param {string} id
     * @param {string} chord
     * @param {string} instead empty where it is one more
     */
    give(id, chord, instead) {
      const owner = keyed.find(chord);
      if (owner && owner.id !== id) keyed.rebind(owner.id, without(keysOf(owner.id), chord));
      const own = keysOf(id).split(" ").filter(Boolean);
      const all = instead ? own.map((one) => (chordOf(one) === chordOf(instead) ? shownAs(chord) : one)) : [...own, shownAs(chord)];
      keyed.rebind(id, [...new Map(all.map((one) => [chordOf(one), one])).values()].join(" "));
    },
    /** Take a chord from an action. @param {string} id @param {string} chord */
    take: (id, chord) => keyed.rebind(id, without(keysOf(id), chord)),
    /** Give an action the keys it has from the start; who has them now goes without. @param {string} id */
    restore(id) {
      const usual = titled(id)?.usual ?? "";
      for (const chord of usual.split(" ").filter(Boolean)) {
        const owner = keyed.find(chord);
        if (owner && owner.id !== id) keyed.rebind(owner.id, without(keysOf(owner.id), chord));
      }
      keyed.rebind(id, null);
    },
  };
}

/** A chord as it is kept: `ctrl+k` is `Ctrl+K`. @param {string} chord */
function shownAs(chord) {
  return chord.replace(/[^+]+/g, (name) => name[0].toUpperCase() + name.slice(1));
}
