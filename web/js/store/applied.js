// Change sets once they are resolved against what is there: their inverse, what two of them come to,
// and how they are sent.

import { PAGE, author } from "./me.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../../types/local.d.ts").Fields} Fields */

export const FIELDS = /** @type {const} */ (["geometry", "label", "attributes", "locked", "hidden", "group", "order", "links"]);

/** @type {Applied} */
export const NOTHING = { created: [], updated: [], deleted: [] };

/**
 * @param {Change} change
 * @param {Map<string, Instance>} byId
 * @returns {Applied}
 */
export function resolved({ created = [], updated = [], deleted = [] }, byId) {
  const gone = new Set(deleted);
  /** @type {Map<string, {before: Instance, after: Instance}>} */
  const changed = new Map();
  for (const { id, fields } of updated) {
    const before = byId.get(id);
    if (!before || gone.has(id)) continue;
    const after = merged(changed.get(id)?.after ?? before, fields); // a run may name an instance twice
    changed.set(id, { before, after: keeping(before, { ...after, version: before.version + 1 }) });
  }
  const updates = [...changed.values()].filter(({ before, after }) => !isSame(before, after));
  return { created, updated: updates, deleted: [...gone].flatMap((id) => byId.get(id) ?? []) };
}

/**
 * @param {Instance} before
 * @param {Fields} fields
 * @returns {Instance}
 */
function merged(before, fields) {
  const after = { ...before };
  for (const name of FIELDS) put(after, name, fields[name] ?? before[name]);
  after.label ||= null;
  after.group ||= null;
  if (!fields.attributes) return after;
  const attributes = Object.entries({ ...before.attributes, ...fields.attributes });
  return { ...after, attributes: Object.fromEntries(attributes.filter(([, value]) => value !== null)) };
}

/**
 * Give what takes an applied change set back, on top of what is there now.
 * @param {Applied} applied
 * @param {Map<string, Instance>} byId
 * @returns {Applied}
 */
export function inverse(applied, byId) {
  return {
    created: applied.deleted.filter(({ id }) => !byId.has(id)),
    updated: applied.updated.flatMap(({ before, after }) => {
      const now = byId.get(after.id);
      const back = now && patched(now, after, before);
      return now && back && !isSame(now, back) ? [{ before: now, after: { ...back, version: now.version + 1 } }] : [];
    }),
    deleted: applied.created.flatMap(({ id }) => byId.get(id) ?? []),
  };
}

/**
 * Give what two applied change sets, one after the other, come to.
 * @param {Applied} first
 * @param {Applied} second
 * @returns {Applied}
 */
export function composed(first, second) {
  /** @type {Map<string, {before: Instance | null, after: Instance | null}>} */
  const turns = new Map();
  /** @param {string} id @param {Instance | null} before @param {Instance | null} after */
  function turn(id, before, after) {
    const earlier = turns.get(id);
    const own = before && after && earlier?.after; // what others changed between the two is no part of it
    turns.set(id, { before: earlier ? earlier.before : before, after: own ? { ...patched(own, before, after), version: after.version } : after });
  }
  for (const { created, updated, deleted } of [first, second]) {
    for (const one of deleted) turn(one.id, one, null);
    for (const one of created) turn(one.id, null, one);
    for (const { before, after } of updated) turn(after.id, before, after);
  }
  const all = [...turns.values()];
  return {
    created: all.flatMap(({ before, after }) => (after && !before ? [after] : [])),
    updated: all.flatMap(({ before, after }) => (before && after && !isSame(before, after) ? [{ before, after }] : [])),
    deleted: all.flatMap(({ before, after }) => (before && !after ? [before] : [])),
  };
}

/**
 * @param {Instance | undefined} one
 * @param {Instance} other
 */
export function isSame(one, other) {
  return one !== undefined && FIELDS.every((name) => one[name] === other[name]);
}

/**
 * Keep the very values that did not change, so that what compares them sees what did.
 * @param {Instance} before
 * @param {Instance} after
 * @returns {Instance}
 */
export function keeping(before, after) {
  const kept = { ...after };
  for (const name of FIELDS) if (before[name] !== after[name] && isAlike(before[name] ?? null, after[name] ?? null)) put(kept, name, before[name]);
  return kept;
}

/** @param {any} instance made here @param {typeof FIELDS[number]} name @param {unknown} value */
function put(instance, name, value) {
  instance[name] = value;
}

/**
 * Make of one instance what another was made of: only the fields that differ, and of attributes only those.
 * @param {Instance} now
 * @param {Instance} before
 * @param {Instance} after
 * @returns {Instance}
 */
export function patched(now, before, after) {
  const one = { ...now };
  for (const name of FIELDS) if (before[name] !== after[name]) put(one, name, after[name]);
  const mixed = before.attributes !== after.attributes && now.attributes !== before.attributes;
  if (mixed) one.attributes = mixedAttributes(now.attributes, before.attributes, after.attributes);
  return one;
}

/** @typedef {Instance["attributes"]} Attributes */

/** @param {Attributes} now @param {Attributes} before @param {Attributes} after */
function mixedAttributes(now, before, after) {
  const mixed = new Map(Object.entries(now));
  for (const name of differingNames(before, after)) {
    if (Object.hasOwn(after, name)) mixed.set(name, after[name]);
    else mixed.delete(name);
  }
  return Object.fromEntries(mixed);
}

/** @param {Attributes} before @param {Attributes} after */
function differingNames(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const both = (/** @type {string} */ name) => Object.hasOwn(before, name) && Object.hasOwn(after, name);
  return [...names].filter((name) => !both(name) || !isAlike(before[name], after[name]));
}

/**
 * Put the fields of another over those of an instance.
 * @param {Instance} one
 * @param {Instance} other
 * @returns {Instance}
 */
export function overlaid(one, other) {
  const over = { ...one };
  for (const name of FIELDS) put(over, name, other[name]);
  return over;
}

/**
 * Say whether two values of JSON are equal.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
export function isAlike(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isAlike(one[name], other[name]));
}

/** @param {Applied} applied */
export function isEmpty({ created, updated, deleted }) {
  return !created.length && !updated.length && !deleted.length;
}

/**
 * @param {Applied} applied
 * @param {Origin} origin
 * @param {{key: string, base: number}} sent `base` is the revision of the file that the page knew
 */
export function postOf({ created, updated, deleted }, origin, { key, base }) {
  const { actor, title, script = null, run = null, step = null, turn = null, returned } = origin;
  return {
    key,
    base,
    merge: true,
    created: created.map(({ file: _, version: __, ...rest }) => ({ ...rest, ...(returned?.[rest.id] && { returned: returned[rest.id] }) })),
    updated: updated.map(({ before, after }) => ({ id: after.id, ...differing(before, after) })),
    deleted: deleted.map(({ id }) => id),
    origin: { actor, title, script, run, step, turn, page: PAGE, author: author() },
  };
}

/**
 * Give the fields that differ; an attribute that went is sent as null.
 * @param {Instance} before
 * @param {Instance} after
 * @returns {Fields}
 */
export function differing(before, after) {
  /** @type {Fields} */
  const fields = {};
  if (after.geometry !== before.geometry) fields.geometry = after.geometry;
  if (after.label !== before.label) fields.label = after.label ?? ""; // an empty label takes the label away
  if (after.locked !== before.locked) fields.locked = after.locked;
  if (after.hidden !== before.hidden) fields.hidden = after.hidden;
  if (after.group !== before.group) fields.group = after.group ?? "";
  if (after.order !== before.order) fields.order = after.order ?? 0;
  if (after.links !== before.links) fields.links = after.links ?? [];
  if (after.attributes !== before.attributes) {
    const names = differingNames(before.attributes, after.attributes);
    fields.attributes = Object.fromEntries(names.map((name) => [name, Object.hasOwn(after.attributes, name) ? after.attributes[name] : null]));
  }
  return fields;
}
