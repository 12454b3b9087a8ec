// The instances of one file, as the page has them: applied at once, undone in steps, sent on.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").FileView} FileView */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../../types/local.d.ts").Fields} Fields */
/** @typedef {ReturnType<typeof createDocument>} FileDocument */

const DEPTH = 500;

/**
 * @param {object} options
 * @param {FileView} options.file
 * @param {Instance[]} options.instances
 * @param {(post: object) => void} options.send takes what is to be stored
 */
export function createDocument({ file, instances, send }) {
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  /** @type {Set<(applied: Applied, origin: Origin) => void>} */
  const listeners = new Set();
  /** @type {{applied: Applied, title: string}[]} */
  const done = [];
  /** @type {{applied: Applied, title: string}[]} */
  const undone = [];
  let revision = file.revision;

  /**
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function enact(applied, origin) {
    for (const instance of applied.created) byId.set(instance.id, instance);
    for (const { after } of applied.updated) byId.set(after.id, after);
    for (const { id } of applied.deleted) byId.delete(id);
    revision += 1;
    for (const listener of listeners) listener(applied, origin); // scripts first: a person waits for them
    send(postOf(applied, origin));
  }

  /**
   * Apply a change set as one undo step.
   * @param {Change} change
   * @param {Origin} origin
   */
  function commit(change, origin) {
    const applied = resolved(change, byId);
    if (isEmpty(applied)) return applied;
    done.push({ applied, title: origin.title });
    if (done.length > DEPTH) done.shift();
    undone.length = 0;
    enact(applied, origin);
    return applied;
  }

  /**
   * Take the last step of one stack back and put it on the other.
   * @param {typeof done} from
   * @param {typeof done} to
   */
  function turn(from, to) {
    const step = from.pop();
    if (!step) return null;
    const applied = inverse(step.applied, byId);
    to.push({ applied, title: step.title });
    if (!isEmpty(applied)) enact(applied, { actor: "undo", title: step.title });
    return step.title;
  }

  return {
    file,
    get: (/** @type {string} */ id) => byId.get(id),
    all: () => [...byId.values()],
    count: () => byId.size,
    revision: () => revision,
    commit,
    undo: () => turn(done, undone),
    redo: () => turn(undone, done),
    undoTitle: () => done.at(-1)?.title ?? null,
    redoTitle: () => undone.at(-1)?.title ?? null,
    /** @param {(applied: Applied, origin: Origin) => void} listener */
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /**
     * Take over what only the server knows: versions and provenance.
     * @param {import("../../types/data.d.ts").ChangeReply} reply
     */
    acknowledge(reply) {
      for (const { id, version, provenance } of reply.instances) {
        const mine = byId.get(id);
        if (mine) byId.set(id, { ...mine, version, provenance });
      }
    },
  };
}

/** Give a fresh opaque id. */
export function newId() {
  return crypto.randomUUID().replaceAll("-", "");
}

/**
 * @param {Change} change
 * @param {Map<string, Instance>} byId
 * @returns {Applied}
 */
function resolved({ created = [], updated = [], deleted = [] }, byId) {
  const gone = new Set(deleted);
  /** @type {Map<string, {before: Instance, after: Instance}>} */
  const changed = new Map();
  for (const { id, fields } of updated) {
    const before = byId.get(id);
    if (!before || gone.has(id)) continue;
    const after = merged(changed.get(id)?.after ?? before, fields); // a run may name an instance twice
    changed.set(id, { before, after: { ...after, version: before.version + 1 } });
  }
  return { created, updated: [...changed.values()], deleted: [...gone].flatMap((id) => byId.get(id) ?? []) };
}

/**
 * @param {Instance} before
 * @param {Fields} fields
 * @returns {Instance}
 */
function merged(before, fields) {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
  const label = fields.label === "" ? null : (fields.label ?? before.label);
  const after = { ...before, ...given, label };
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
function inverse(applied, byId) {
  return {
    created: applied.deleted.filter(({ id }) => !byId.has(id)),
    updated: applied.updated.flatMap(({ before, after }) => {
      const now = byId.get(after.id);
      return now ? [{ before: now, after: { ...now, ...pickedFields(before), version: now.version + 1 } }] : [];
    }),
    deleted: applied.created.flatMap(({ id }) => byId.get(id) ?? []),
  };
}

/** @param {Instance} instance */
function pickedFields({ geometry, label, attributes, locked, hidden }) {
  return { geometry, label, attributes, locked, hidden };
}

/** @param {Applied} applied */
function isEmpty({ created, updated, deleted }) {
  return !created.length && !updated.length && !deleted.length;
}

/**
 * @param {Applied} applied
 * @param {Origin} origin
 */
function postOf({ created, updated, deleted }, origin) {
  const { actor, title, script = null, run = null } = origin;
  return {
    created: created.map(({ file: _, version: __, ...rest }) => rest),
    updated: updated.map(({ before, after }) => ({ id: after.id, ...differing(before, after) })),
    deleted: deleted.map(({ id }) => id),
    origin: { actor, title, script, run },
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
  if (after.attributes !== before.attributes) {
    const removed = Object.keys(before.attributes).filter((name) => !Object.hasOwn(after.attributes, name));
    fields.attributes = { ...after.attributes, ...Object.fromEntries(removed.map((name) => [name, null])) };
  }
  return fields;
}
