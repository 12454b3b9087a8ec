// What one run has at hand: its event, its parameters, its way to the host, its changes so far.

import { checked } from "./changes.js";
import { ChangeError, Stopped } from "./errors.js";
import { isGeometry } from "./geometry.js";
import { compact } from "./values.js";

/** @typedef {{value: any, frames: ArrayBuffer[]}} Answer */
/** @typedef {ReturnType<typeof createRun>} Run */
/** @typedef {(geometry: any, options: object) => string} Create */
/** @typedef {(method: string, args: object, frames?: ArrayBuffer[]) => Promise<Answer>} Call */

/**
 * @param {object} given
 * @param {string} given.id
 * @param {any} given.event
 * @param {any} given.params
 * @param {Record<string, unknown> | null} given.settings
 * @param {import("./models.js").Models} given.models
 * @param {Call} given.call asks the host and waits
 * @param {(what: string, said: object, frames?: ArrayBuffer[]) => void} given.tell only says
 */
export function createRun({ id, event, params, settings, models, call, tell }) {
  const abort = new AbortController();
  const made = {
    id,
    event,
    params,
    settings,
    models,
    tell,
    veto: /** @type {string | null} */ (null),
    over: false,
    signal: abort.signal,
    created: /** @type {any[]} */ ([]),
    updated: /** @type {any[]} */ ([]),
    deleted: /** @type {string[]} */ ([]),
    suggested: /** @type {any[]} */ ([]),
    /** @type {Call} */
    async call(method, args, frames) {
      made.assertLive();
      return call(method, args, frames);
    },
    assertLive() {
      if (made.over || abort.signal.aborted) throw new Stopped("the run is over");
    },
    /** Give the changes so far as they travel. Throws `ChangeError` where one cannot be applied. */
    changes: () => checked(made, event.file),
    /** Hand over the changes so far. */
    flush() {
      made.assertLive();
      const changes = made.changes();
      if (Object.values(changes).some((list) => list.length)) tell("flush", { changes });
      for (const list of [made.created, made.updated, made.deleted, made.suggested]) list.length = 0;
    },
    /** @param {string} reason */
    stop: (reason) => abort.abort(new Stopped(reason)),
  };
  return made;
}

/**
 * Create what a hook returned: nothing, one instance or geometry, or an iterable of them.
 * @param {() => Create} create
 * @param {any} value
 */
export async function addReturned(create, value) {
  if (value === null || value === undefined) return;
  if (isGeometry(value) || isGeometry(value.geometry)) {
    add(create(), value);
    return;
  }
  const items = typeof value === "object" ? (value[Symbol.asyncIterator] ?? value[Symbol.iterator]) : null;
  if (!items) throw new ChangeError(`the hook returned a ${typeof value}, expected geometries, instances or nothing`);
  for await (const item of value) add(create(), item);
}

/** @param {Create} create @param {any} item */
function add(create, item) {
  if (isGeometry(item) || !isGeometry(item?.geometry)) create(item, {});
  else create(item.geometry, compact({ label: item.label, attributes: item.attributes, score: item.score }));
}
