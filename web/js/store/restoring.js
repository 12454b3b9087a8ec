// Going back in the history of a file: as changes on top of what is there, so that nothing is lost by it either.

import { differing, inverse, keeping } from "./applied.js";
import { appliedOf } from "./document.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("./document.js").Instances} Instances */

/**
 * Give what makes the instances what they were.
 * @param {Instances} document
 * @param {Instance[]} then all there were
 * @returns {Change}
 */
export function changeTo(document, then) {
  const wanted = new Set(then.map(({ id }) => id));
  return {
    created: then.filter(({ id }) => !document.get(id)),
    updated: then.flatMap((one) => changed(document, one)),
    deleted: document.all().flatMap(({ id }) => (wanted.has(id) ? [] : [id])),
  };
}

/**
 * Give where those stood that are gone now.
 * @param {Instances} document
 * @param {Instance[]} then all there were, in order
 * @returns {import("../../types/data.d.ts").Stood[]}
 */
export function stoodThen(document, then) {
  /** @type {string | null} */
  let after = null;
  return then.flatMap(({ id }, place) => {
    if (!document.get(id)) return [{ id, after, place }];
    after = id;
    return [];
  });
}

/**
 * Give what makes one instance what it was, whether it is there or not.
 * @param {Instances} document
 * @param {Instance} then
 * @returns {Change}
 */
export function changeOf(document, then) {
  return document.get(then.id) ? { updated: changed(document, then) } : { created: [then] };
}

/**
 * Give what takes one change set of the history back and leaves what came after it.
 * @param {Instances} document
 * @param {import("../../types/data.d.ts").LogEntry["changes"]} changes
 * @returns {Change}
 */
export function changeBack(document, changes) {
  const { created, updated, deleted } = inverse(appliedOf(changes), new Map(document.all().map((one) => [one.id, one])));
  return { created, updated: updated.map(({ before, after }) => ({ id: after.id, fields: differing(before, after) })), deleted: deleted.map(({ id }) => id) };
}

/** @param {Instances} document @param {Instance} then */
function changed(document, then) {
  const now = document.get(then.id);
  const fields = now ? differing(now, keeping(now, then)) : {};
  return Object.keys(fields).length ? [{ id: then.id, fields }] : [];
}
