// Giving an action another key, and taking it from whoever has it.

import { chordName, chordOf } from "./keys.js";

/** @typedef {import("./actions.js").Actions} Actions */
/** @typedef {ReturnType<typeof createRebinding>} Rebinding */

const HELD = ["control", "shift", "alt", "meta", "altgraph", "capslock", "dead", "unidentified", ""];
const FIXED = ["space", "f5", "f11", "f12", "ctrl+t", "ctrl+w", "ctrl+n", "ctrl+shift+t", "ctrl+shift+w", "ctrl+shift+n", "ctrl+tab"];

/**
 * @param {Actions} actions
 * @param {() => {keys: string, title: string}[]} others who has keys beside the actions
 */
export function createRebinding(actions, others) {
  /** @param {string} id */
  const titled = (id) => actions.all().find((action) => action.id === id);

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
      const owner = actions.find(chord);
      if (owner?.id === id) return null;
      if (owner && !owner.run) return { text: `${name} is “${owner.title}” wherever it can be. Press another.`, final: true };
      const other = owner?.title ?? others().find(({ keys }) => chordOf(keys) === chordOf(chord))?.title;
      return other ? { text: `${name} is the key of “${other}”. Press it again to take it.`, final: false } : null;
    },
    /**
     * Give an action a chord, in place of one of its own or beside them; who had it goes without.
     * @param {string} id
     * @param {string} chord
     * @param {string} instead empty where it is one more
     */
    give(id, chord, instead) {
      const owner = actions.find(chord);
      if (owner && owner.id !== id) actions.rebind(owner.id, without(actions.keys(owner.id), chord));
      const own = actions.keys(id).split(" ").filter(Boolean);
      const all = instead ? own.map((one) => (chordOf(one) === chordOf(instead) ? shownAs(chord) : one)) : [...own, shownAs(chord)];
      actions.rebind(id, [...new Map(all.map((one) => [chordOf(one), one])).values()].join(" "));
    },
    /** Take a chord from an action. @param {string} id @param {string} chord */
    take: (id, chord) => actions.rebind(id, without(actions.keys(id), chord)),
    /** Give an action the keys it has from the start; who has them now goes without. @param {string} id */
    restore(id) {
      const usual = titled(id)?.usual ?? "";
      for (const chord of usual.split(" ").filter(Boolean)) {
        const owner = actions.find(chord);
        if (owner && owner.id !== id) actions.rebind(owner.id, without(actions.keys(owner.id), chord));
      }
      actions.rebind(id, null);
    },
  };
}

/** A chord as it is kept: `ctrl+k` is `Ctrl+K`. @param {string} chord */
function shownAs(chord) {
  return chord.replace(/[^+]+/g, (name) => name[0].toUpperCase() + name.slice(1));
}
