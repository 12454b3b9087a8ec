// What is read-only: what the rules of the project name, for everybody, and the layers that this person locked.
// `runtime/limner/ruling.py` holds the first on the server.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {import("../../types/local.d.ts").Fields} Fields */
/** @typedef {import("./ontology.js").Ontology} Ontology */
/** @typedef {{actor: string, script?: string, turn?: "undo" | "redo" | null}} By who does it */
/** @typedef {{why(instance: Instance, by?: By): string | null}} Locks */

const WORDS = {
  import: "Imported shapes are read-only in this project: duplicate one and change the copy",
  script: "What scripts made is read-only in this project: duplicate it and change the copy",
};

/** @type {By} */
const PERSON = { actor: "human" };

/**
 * Say why an instance is read-only by the rules of the project, or null. A script may change what it made itself.
 * @param {Instance | null | undefined} instance
 * @param {Ontology} ontology
 * @param {By} [by]
 * @returns {string | null}
 */
export function held(instance, { rules: { readonly } }, by = PERSON) {
  if (!readonly.length || !instance) return null;
  const { actor, script } = instance.provenance ?? {};
  const maker = readonly.find((one) => one === actor);
  const isOwn = actor === "script" && by.actor === "script" && script === by.script;
  return maker && !isOwn ? WORDS[maker] : null;
}

/**
 * Say why a change must not be applied: the first thing of it that is read-only, or null.
 * @param {Change} change
 * @param {{get(id: string): Instance | undefined}} known
 * @param {(instance: Instance) => string | null} why
 * @param {By} by
 */
export function against({ updated = [], deleted = [] }, known, why, by) {
  for (const { id, fields } of updated) {
    const before = known.get(id);
    const wrong = before && why(before);
    if (wrong && alters(before, fields)) return wrong;
  }
  if (by.turn === "undo") return null; // which deletes only what the step made
  for (const id of deleted) {
    const before = known.get(id);
    const wrong = before && why(before);
    if (wrong) return wrong;
  }
  return null;
}

/** @param {Instance} before @param {Fields} fields */
function alters(before, { attributes = {}, ...fields }) {
  const plain = /** @type {[keyof typeof fields, unknown][]} */ (Object.entries(fields));
  const had = before.attributes ?? {};
  return (
    plain.some(([name, value]) => value !== undefined && value !== null && differs(value || null, before[name] || null)) ||
    Object.entries(attributes).some(([name, value]) => differs(value ?? null, had[name] ?? null))
  );
}

/** @param {unknown} one @param {unknown} other */
function differs(one, other) {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}

/**
 * @param {object} page
 * @param {() => Ontology} page.ontology
 * @param {() => Locks} [page.layers]
 * @param {(text: string) => void} page.say
 */
export function createHolding({ ontology, layers, say }) {
  /** @param {By} by @returns {(instance: Instance) => string | null} */
  const locked = (by) => (instance) => layers?.().why(instance, by) ?? null;

  return {
    /** @param {Change} change @param {Parameters<typeof against>[1]} known @param {By} by */
    against: (change, known, by) => against(change, known, (instance) => held(instance, ontology(), by) ?? locked(by)(instance), by),
    /**
     * Give what undo or redo may do of what it would: nothing, and later again, where a layer is locked; without what
     * the rules hold, since nobody could ever go on beyond it.
     * @param {Applied} applied
     * @param {"undo" | "redo"} turn
     * @returns {Applied | null}
     */
    turning(applied, turn) {
      const by = { actor: "undo", turn };
      const touched = [...applied.updated.map(({ before }) => before), ...(turn === "undo" ? [] : applied.deleted)];
      const lock = firstOf(touched, locked(by));
      const rule = firstOf(touched, (one) => held(one, ontology(), by));
      if (lock ?? rule) say(`${lock ?? rule}.`);
      if (lock || !rule) return lock ? null : applied;
      /** @param {Instance} one */
      const free = (one) => held(one, ontology(), by) === null;
      return { ...applied, updated: applied.updated.filter(({ before }) => free(before)), deleted: turn === "undo" ? applied.deleted : applied.deleted.filter(free) };
    },
  };
}

/** @param {Instance[]} some @param {(instance: Instance) => string | null} why */
function firstOf(some, why) {
  for (const one of some) {
    const found = why(one);
    if (found) return found;
  }
  return null;
}
