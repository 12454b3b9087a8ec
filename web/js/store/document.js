// The instances of one file, as the page has them: applied at once, undone in steps, sent on, and made
// to agree with what the server has.

import { composed, inverse, isEmpty, isSame, keeping, postOf, resolved } from "./applied.js";
import { createConfirmed } from "./confirmed.js";
import { createOrder } from "./order.js";
import { parted } from "./parting.js";
import { createSteps } from "./steps.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").FileView} FileView */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../../types/local.d.ts").Post} Post */
/** @typedef {ReturnType<typeof createDocument>} FileDocument */
/** @typedef {Pick<FileDocument, "file" | "get" | "all" | "place" | "listen">} Instances what can be read of a document */
/** @typedef {((change: Change, actor: Origin["actor"], known: {get(id: string): Instance | undefined, all(): Instance[]}, origin: Origin) => Change) & {turning?: (applied: Applied, which: "undo" | "redo") => Applied | null}} Guard `turning` gives null where nothing is to be undone now */
/** @typedef {{created: Instance[], updated: Instance[], deleted: string[], revision: number, key?: string}} News a change set as the server applied it */

/** @type {Origin} */
const AGREED = { actor: "remote", title: "As the server has it", hosted: true };

/**
 * @param {object} options
 * @param {FileView} options.file
 * @param {Instance[]} options.instances as the server has them
 * @param {number} [options.revision] of the file when they were read
 * @param {Post[]} [options.unsent] change sets of this person that are not on the server yet, in order
 * @param {(post: Post) => void} options.send takes what is to be stored
 * @param {Guard} [options.guard] gives what of a change may be applied
 */
export function createDocument({ file, instances, revision: read = file.revision, unsent = [], send, guard = (change) => change }) {
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  const order = createOrder(byId);
  /** @type {Set<(applied: Applied, origin: Origin) => void>} */
  const listeners = new Set();
  const confirmed = createConfirmed(read);
  const steps = createSteps();
  /** @type {Set<string>} the change sets whose steps are known already */
  const stepped = new Set();
  const here = { get: (/** @type {string} */ id) => byId.get(id), all: () => [...byId.values()] };
  /** @type {Map<string, Instance>} what others deleted while this page had something unsent of it */
  const lost = new Map();
  let revision = read;

  /** @param {Applied} applied */
  function put(applied) {
    order.put(applied.created);
    for (const { after } of applied.updated) byId.set(after.id, after);
    for (const { id } of applied.deleted) byId.delete(id);
  }

  /**
   * Give what is sent of a change, and hold it until the server has it.
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function posted(applied, origin) {
    const post = postOf(applied, origin, { key: newId(), base: confirmed.seen() });
    confirmed.hold(post.key, applied);
    stepped.add(post.key);
    return post;
  }

  /**
   * Tell of what was put.
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function tell(applied, origin) {
    if (isEmpty(applied)) return;
    const posts = origin.actor === "remote" ? [] : parted(applied).map((part) => posted(part, origin));
    revision += 1;
    for (const listener of listeners) listener(applied, origin); // scripts first: a person waits for them
    posts.forEach(send);
  }

  /**
   * @param {Applied} applied
   * @param {Origin} origin
   */
  function enact(applied, origin) {
    put(applied);
    tell(applied, origin);
  }

  /**
   * Apply a change set as one undo step; `origin.step` makes it one with those of the same step.
   * @param {Change} change
   * @param {Origin} origin
   */
  function commit(change, origin) {
    const applied = resolved(guard(change, origin.actor, here, origin), byId);
    if (isEmpty(applied)) return applied;
    const step = origin.step ?? newId();
    steps.take({ id: step, title: origin.title, applied });
    enact(applied, { ...origin, step });
    return applied;
  }

  /**
   * Put another change set in the place of a step's; the history keeps one step.
   * @param {string} id
   * @param {Change} change
   * @param {Origin} origin
   */
  function replace(id, change, origin) {
    const back = inverse(steps.appliedOf(id), byId);
    const held = guard(change, origin.actor, without(id), origin);
    put(back);
    const applied = resolved(held, byId);
    put(applied);
    steps.take({ id, title: origin.title, applied, whole: true });
    tell(composed(back, applied), { ...origin, step: id });
    return applied;
  }

  /**
   * Take a step back and forget it.
   * @param {string} id
   * @param {Origin} origin
   */
  function revoke(id, origin) {
    const { applied } = steps.find(id) ?? {};
    if (!applied) return;
    steps.forget(id);
    enact(inverse(applied, byId), { ...origin, step: id });
  }

  /**
   * Give the instances as they would be without a step, for what is to take its place.
   * @param {string} id
   * @returns {Instances}
   */
  function without(id) {
    const { created, updated, deleted } = inverse(steps.appliedOf(id), byId);
    const back = new Map([...created, ...updated.map(({ after }) => after)].map((one) => [one.id, one]));
    const gone = new Set(deleted.map((one) => one.id));
    /** @param {string} one */
    const get = (one) => (gone.has(one) ? undefined : (back.get(one) ?? byId.get(one)));
    const all = () => [...byId.keys(), ...created.map((one) => one.id)].flatMap((one) => get(one) ?? []);
    return { file, get, all, place: order.place, listen: () => () => false };
  }

  /** Say whether all that a step made is still as it made it. @param {string} id */
  function isIntact(id) {
    const { created, updated, deleted } = steps.appliedOf(id);
    const left = [...created, ...updated.map(({ after }) => after)];
    return left.every((one) => isSame(byId.get(one.id), one)) && deleted.every((one) => !byId.has(one.id));
  }

  /** Take back the last step, or do it again. @param {"undo" | "redo"} which */
  function turn(which) {
    const step = steps.next(which);
    if (!step) return null;
    const whole = inverse(step.applied, byId);
    const applied = guard.turning ? guard.turning(whole, which) : whole;
    if (!applied) return null;
    steps.take({ ...step, turn: which, applied });
    if (!isEmpty(applied)) enact(applied, { actor: "undo", title: step.title, step: step.id, turn: which });
    return step.title;
  }

  /**
   * Show what is so now, and tell of what looks otherwise than before.
   * @param {Map<string, Instance | null>} now what the server has, by id
   * @param {Origin} origin
   */
  function agree(now, origin) {
    /** @type {Applied} */
    const applied = { created: [], updated: [], deleted: [] };
    for (const [id, instance] of now) {
      const [before, shown] = [byId.get(id), confirmed.shown(id, instance)];
      const after = before && shown && keeping(before, shown);
      if (after && isSame(before, after)) byId.set(id, after);
      else if (after) applied.updated.push({ before, after });
      else if (shown) applied.created.push(shown);
      else if (before) applied.deleted.push(before);
      if (before && !shown && confirmed.isTouched(id)) lost.set(id, before);
    }
    enact(applied, origin);
  }

  /**
   * Take what the server has of some instances since a revision.
   * @param {Iterable<[string, Instance | null]>} known
   * @param {number} at
   * @param {string | undefined} key of the change set it is the outcome of
   * @param {Origin} origin
   */
  function learn(known, at, key, origin) {
    /** @type {Map<string, Instance | null>} */
    const now = new Map();
    for (const [id, instance] of known) if (confirmed.learn(id, instance, at, key)) now.set(id, instance);
    if (key !== undefined) for (const id of confirmed.settle(key)) if (!now.has(id)) now.set(id, null);
    agree(now, origin);
  }

  /** Put a change set on top that waits in the browser. @param {Post} post */
  function adopt({ key, created, updated, deleted, origin }) {
    const made = created.filter(({ id }) => !byId.has(id)).map((one) => ({ ...one, file: file.id, version: 1 }));
    const changed = updated.map(({ id, ...fields }) => ({ id, fields }));
    const applied = resolved({ created: made, updated: changed, deleted }, byId);
    confirmed.hold(key, applied);
    if (isEmpty(applied)) return;
    stepped.add(key);
    steps.take({ id: origin.step ?? key, title: origin.title, applied, turn: origin.turn });
    put(applied);
  }

  unsent.forEach(adopt);

  return {
    file,
    get: (/** @type {string} */ id) => byId.get(id),
    all: () => [...byId.values()],
    place: order.place,
    /** Take over where instances stood that are gone. */
    learnOrder: order.learn,
    /** Give an instance that others deleted as it was here, with what was not sent yet. @param {string} id */
    lost: (id) => lost.get(id),
    count: () => byId.size,
    revision: () => revision,
    /** The revision of the file on the server up to which this page knows everything. */
    seen: confirmed.seen,
    commit,
    replace,
    revoke,
    without,
    isIntact,
    /** @param {string} id */
    hasStep: (id) => steps.find(id) !== undefined,
    /** Say whether a step deleted or changed an instance. @param {string} step @param {string} id */
    touched(step, id) {
      const { updated, deleted } = steps.appliedOf(step);
      return deleted.some((one) => one.id === id) || updated.some(({ after }) => after.id === id);
    },
    /**
     * Take a change set as the server applied it; that of somebody else is no step of this page's history.
     * @param {News} news in the order of their revisions
     * @param {Origin} origin
     */
    receive({ created, updated, deleted, revision: at, key }, origin) {
      const mine = key !== undefined && confirmed.holds(key);
      learn([...[...created, ...updated].map(known), ...deleted.map(gone)], at, mine ? key : undefined, mine ? AGREED : origin);
      confirmed.reach(at);
    },
    /**
     * Take all instances as the server has them, after something may have been missed.
     * @param {Instance[]} items
     * @param {number} at the file's revision then
     * @param {Origin} origin
     */
    reread(items, at, origin) {
      const there = new Set(items.map(({ id }) => id));
      const missing = [...byId.keys(), ...confirmed.touched()].filter((id) => !there.has(id));
      learn([...items.map(known), ...missing.map(gone)], at, undefined, origin);
      confirmed.restart(at);
    },
    undo: () => turn("undo"),
    redo: () => turn("redo"),
    undoTitle: () => steps.next("undo")?.title ?? null,
    redoTitle: () => steps.next("redo")?.title ?? null,
    /** @param {(applied: Applied, origin: Origin) => void} listener */
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /**
     * Take over what the server made of a change set of this page.
     * @param {string} key
     * @param {import("../../types/data.d.ts").ChangeReply} reply
     */
    acknowledge(key, { instances: stored, deleted, revision: at }) {
      learn([...stored.map(known), ...deleted.map(gone)], at, key, AGREED);
    },
    /** The server will never take a change set: show the file without it. @param {string} key */
    refused: (key) => learn([], 0, key, AGREED),
    /**
     * Put the steps of earlier visits below those of this one.
     * @param {import("../../types/data.d.ts").LogEntry[]} log the person's own change sets, in order
     */
    remember(log) {
      const earlier = log.filter(({ key }) => !stepped.has(key));
      order.learn(log.flatMap(({ stood }) => stood ?? []));
      steps.begin(earlier.map(({ key, origin, changes }) => ({ id: origin.step ?? key, title: origin.title ?? "", applied: appliedOf(changes), turn: origin.turn })));
    },
  };
}

/** @param {Instance} instance @returns {[string, Instance]} */
function known(instance) {
  return [instance.id, instance];
}

/** @param {string} id @returns {[string, null]} */
function gone(id) {
  return [id, null];
}

/** Give a change set of the log with the values that did not change being the very same. @param {any} changes @returns {Applied} */
export function appliedOf({ created, updated, deleted }) {
  return { created, updated: updated.map((/** @type {{before: Instance, after: Instance}} */ { before, after }) => ({ before, after: keeping(before, after) })), deleted };
}

/** Give a fresh opaque id. */
export function newId() {
  return crypto.randomUUID().replaceAll("-", "");
}
