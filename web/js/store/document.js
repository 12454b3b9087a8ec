// The instances of one file, as the page has them: applied at once, undone in steps, sent on.

import { NOTHING, composed, inverse, isEmpty, isSame, keeping, postOf, resolved } from "./applied.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").FileView} FileView */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {ReturnType<typeof createDocument>} FileDocument */
/** @typedef {Pick<FileDocument, "file" | "get" | "all" | "listen">} Instances what can be read of a document */

/** @typedef {{applied: Applied, title: string, id?: string}} Step one entry of the history; a run's bears its id */

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
  /** @type {Step[]} */
  const done = [];
  /** @type {Step[]} */
  const undone = [];
  let revision = file.revision;

  /** @param {Applied} applied */
  function put(applied) {
    for (const instance of applied.created) byId.set(instance.id, instance);
    for (const { after } of applied.updated) byId.set(after.id, after);
    for (const { id } of applied.deleted) byId.delete(id);
  }

  /**
   * Tell of what was put.
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function tell(applied, origin) {
    if (isEmpty(applied)) return;
    revision += 1;
    for (const listener of listeners) listener(applied, origin); // scripts first: a person waits for them
    if (origin.actor !== "remote") send(postOf(applied, origin));
  }

  /**
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function enact(applied, origin) {
    put(applied);
    tell(applied, origin);
  }

  /** @param {string | undefined} id */
  function stepOf(id) {
    return id === undefined ? undefined : done.findLast((step) => step.id === id);
  }

  /**
   * Apply a change set as one undo step; `origin.step` makes it one with those of the same step.
   * @param {Change} change
   * @param {Origin} origin
   */
  function commit(change, origin) {
    const applied = resolved(change, byId);
    if (isEmpty(applied)) return applied;
    const step = stepOf(origin.step);
    if (step) amend(step, composed(step.applied, applied));
    else remember({ applied, title: origin.title, id: origin.step });
    undone.length = 0;
    enact(applied, origin);
    return applied;
  }

  /** What came to nothing is no step. @param {Step} step @param {Applied} applied */
  function amend(step, applied) {
    step.applied = applied;
    if (isEmpty(applied)) done.splice(done.indexOf(step), 1);
  }

  /** @param {Step} step */
  function remember(step) {
    done.push(step);
    if (done.length > DEPTH) done.shift();
  }

  /**
   * Put another change set in the place of a step's; the history keeps one step.
   * @param {string} id
   * @param {Change} change
   * @param {Origin} origin
   */
  function replace(id, change, origin) {
    const step = stepOf(id);
    const back = step ? inverse(step.applied, byId) : NOTHING;
    put(back);
    const applied = resolved(change, byId);
    put(applied);
    if (step) amend(step, applied);
    else if (!isEmpty(applied)) remember({ applied, title: origin.title, id });
    undone.length = 0;
    tell(composed(back, applied), origin);
    return applied;
  }

  /**
   * Take a step back and forget it.
   * @param {string} id
   * @param {Origin} origin
   */
  function revoke(id, origin) {
    const step = stepOf(id);
    if (!step) return;
    done.splice(done.indexOf(step), 1);
    enact(inverse(step.applied, byId), origin);
  }

  /**
   * Give the instances as they would be without a step, for what is to take its place.
   * @param {string} id
   * @returns {Instances}
   */
  function without(id) {
    const { created, updated, deleted } = inverse(stepOf(id)?.applied ?? NOTHING, byId);
    const back = new Map([...created, ...updated.map(({ after }) => after)].map((one) => [one.id, one]));
    const gone = new Set(deleted.map((one) => one.id));
    /** @param {string} one */
    const get = (one) => (gone.has(one) ? undefined : (back.get(one) ?? byId.get(one)));
    const all = () => [...byId.keys(), ...created.map((one) => one.id)].flatMap((one) => get(one) ?? []);
    return { file, get, all, listen: () => () => false };
  }

  /** Say whether all that a step made is still as it made it. @param {string} id */
  function isIntact(id) {
    const { created, updated, deleted } = stepOf(id)?.applied ?? NOTHING;
    const left = [...created, ...updated.map(({ after }) => after)];
    return left.every((one) => isSame(byId.get(one.id), one)) && deleted.every((one) => !byId.has(one.id));
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
    to.push({ ...step, applied });
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
    replace,
    revoke,
    without,
    isIntact,
    /** @param {string} id */
    hasStep: (id) => stepOf(id) !== undefined,
    /** Say whether a step deleted or changed an instance. @param {string} step @param {string} id */
    touched(step, id) {
      const { updated, deleted } = stepOf(step)?.applied ?? NOTHING;
      return deleted.some((one) => one.id === id) || updated.some(({ after }) => after.id === id);
    },
    /**
     * Take what somebody else changed, as the server has it; it is no step of this page's history.
     * @param {{created: Instance[], updated: Instance[], deleted: string[]}} changes
     * @param {Origin} origin
     */
    receive({ created, updated, deleted }, origin) {
      const fresh = [...created, ...updated].filter(({ id }) => !byId.has(id));
      const known = [...created, ...updated].flatMap((after) => {
        const before = byId.get(after.id);
        return before && before.version < after.version ? [{ before, after: keeping(before, after) }] : [];
      });
      enact({ created: fresh, updated: known, deleted: deleted.flatMap((id) => byId.get(id) ?? []) }, origin);
    },
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
