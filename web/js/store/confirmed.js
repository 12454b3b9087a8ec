// What the server has of a file below what this page has not sent yet. The page shows the one with the
// other on top, so whatever the order in which things become known, page and server end alike.

import { overlaid, patched } from "./applied.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {{made: Instance} | {gone: true} | {before: Instance, after: Instance}} Effect what a change set does to one instance */

/** @type {Effect} */
const GONE = { gone: true };

/** @param {number} revision of the file, up to which everything is known */
export function createConfirmed(revision) {
  let [since, seen] = [revision, revision];
  /** @type {Set<number>} what was heard of beyond a gap */
  const beyond = new Set();
  /** @type {Map<string, Instance | null>} what the server has of the instances that unsent changes touch */
  const below = new Map();
  /** @type {Map<string, number>} the revision at which something was last heard of an instance */
  const stamps = new Map();
  /** @type {Map<string, Map<string, Effect>>} by the key of the change set, then by instance */
  const pending = new Map();
  /** @type {Map<string, string[]>} the keys that touch an instance, in order */
  const touching = new Map();

  /** @param {string} id @param {Instance | null} from */
  function replayed(id, from) {
    return (touching.get(id) ?? []).reduce((one, key) => turned(one, pending.get(key)?.get(id)), from);
  }

  /** @param {string} key @param {Map<string, Effect>} effects of the same change set @param {string} id @param {Effect} effect @param {Instance | null} before */
  function touch(key, effects, id, effect, before) {
    if (!below.has(id)) below.set(id, before);
    effects.set(id, effect);
    const keys = touching.get(id);
    if (keys) keys.push(key);
    else touching.set(id, [key]);
  }

  /**
   * Where nobody came between, what the server has is what was sent: the page keeps its very values.
   * @param {string} id
   * @param {Instance | null} instance
   * @param {string | undefined} key
   */
  function asSent(id, instance, key) {
    const effect = key === undefined ? undefined : pending.get(key)?.get(id);
    const before = below.get(id) ?? null;
    if (!instance || !effect || touching.get(id)?.[0] !== key) return instance;
    if (!("made" in effect) && instance.version !== (before?.version ?? 0) + 1) return instance; // what was deleted goes on counting
    const { version, provenance } = instance;
    const mine = turned(before, effect);
    return mine ? { ...mine, version, provenance } : instance;
  }

  /** Go on to where the next one is missing. */
  function close() {
    while (beyond.delete(seen + 1)) seen += 1;
    for (const at of beyond) if (at <= seen) beyond.delete(at);
  }

  return {
    /** The revision up to which all changes are known. */
    seen: () => seen,
    /** @param {string} key */
    holds: (key) => pending.has(key),
    /** Put what was applied on top, until the server has it. @param {string} key @param {Applied} applied */
    hold(key, { created, updated, deleted }) {
      /** @type {Map<string, Effect>} */
      const effects = new Map();
      pending.set(key, effects);
      for (const made of created) touch(key, effects, made.id, { made }, null);
      for (const change of updated) touch(key, effects, change.after.id, change, change.before);
      for (const one of deleted) touch(key, effects, one.id, GONE, one);
    },
    /**
     * Hear what the server has of an instance. Says whether that is news.
     * @param {string} id
     * @param {Instance | null} instance
     * @param {number} at the file's revision then
     * @param {string} [key] of the own change set that made it so
     */
    learn(id, instance, at, key) {
      if (at <= (stamps.get(id) ?? since)) return false;
      const now = asSent(id, instance, key);
      stamps.set(id, at);
      if (below.has(id)) below.set(id, now);
      return true;
    },
    /** Take a change set off, since the server has it or will never. Gives the instances it touched. @param {string} key */
    settle(key) {
      const ids = [...(pending.get(key)?.keys() ?? [])];
      pending.delete(key);
      for (const id of ids) {
        const left = (touching.get(id) ?? []).filter((one) => one !== key);
        if (left.length) touching.set(id, left);
        else touching.delete(id);
      }
      return ids;
    },
    /**
     * Give an instance as it is to be shown, `instance` being what the server has where nothing is unsent.
     * @param {string} id
     * @param {Instance | null} instance
     */
    shown(id, instance) {
      const now = below.has(id) ? replayed(id, below.get(id) ?? null) : instance;
      if (!touching.has(id)) below.delete(id);
      return now;
    },
    /** @param {string} id */
    isTouched: (id) => touching.has(id),
    /** The instances that unsent changes touch. */
    touched: () => [...touching.keys()],
    /** The change set of this revision is known; those before it may still be missing. @param {number} at */
    reach(at) {
      beyond.add(at);
      close();
    },
    /** Everything was read anew at this revision. @param {number} at */
    restart(at) {
      [since, seen] = [Math.max(since, at), Math.max(seen, at)];
      close();
    },
  };
}

/**
 * @param {Instance | null} one
 * @param {Effect | undefined} effect
 * @returns {Instance | null}
 */
function turned(one, effect) {
  if (!effect) return one;
  if ("gone" in effect) return null;
  if ("after" in effect) return one && { ...patched(one, effect.before, effect.after), version: one.version + 1 };
  return one ? { ...overlaid(one, effect.made), version: one.version + 1 } : effect.made;
}
