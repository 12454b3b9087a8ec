// The event bus: what happened becomes an event, is logged, and is offered to every script.

import { FIELDS } from "../store/applied.js";
import { asFile } from "./filed.js";

/** @typedef {import("../../types/data.d.ts").Event} Event */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */

const DEEPEST = 3;
const LOGGED = 500;

/**
 * @param {object} page
 * @param {string} page.project
 * @param {() => import("./runner.js").Runner[]} page.runners
 * @param {(text: string) => void} page.onLoop
 * @param {(event: Event, document: FileDocument) => void} page.onEvent
 */
export function createBus({ project, runners, onLoop, onEvent }) {
  /** @type {{event: Event, document: FileDocument, heard: number}[]} */
  const log = [];
  /** @type {WeakSet<FileDocument>} */
  const followed = new WeakSet();

  /**
   * @param {FileDocument} document
   * @param {Origin} origin
   * @param {{name: Event["name"], [field: string]: unknown}} happened
   * @param {(runner: import("./runner.js").Runner) => boolean} [wanted]
   * @param {(runner: import("./runner.js").Runner) => Partial<import("./intake.js").Offer>} [extra] what else goes with the job
   */
  function publish(document, origin, happened, wanted = () => true, extra = () => ({})) {
    const event = eventOf(document, origin, happened);
    const chain = origin.chain ?? [];
    const heard = runners().filter((runner) => wanted(runner) && !chain.includes(runner.script().identity));
    const entry = { event, document, heard: 0 };
    log.push(entry);
    if (log.length > LOGGED) log.shift();
    onEvent(event, document);
    if (chain.length >= DEEPEST) {
      if (heard.length) onLoop(`Scripts answered each other ${DEEPEST} times; the chain was cut.`);
      return undefined;
    }
    const now = performance.now();
    const job = { document, chain, offered: now, at: origin.at ?? now, hosted: origin.hosted };
    for (const runner of heard) entry.heard += runner.offer(event, { ...job, ...extra(runner) });
    return undefined;
  }

  const hasEars = () => runners().some(({ view }) => view.state !== "off");

  /** @param {FileDocument} document @param {Origin} origin @param {{name: Event["name"], [field: string]: unknown}} happened */
  function eventOf(document, origin, happened) {
    return /** @type {Event} */ (/** @type {unknown} */ ({ ...envelope(document, origin), ...happened }));
  }

  /** @param {FileDocument} document @param {Origin} origin */
  function envelope({ file, revision }, origin) {
    return {
      id: crypto.randomUUID(),
      at: new Date().toISOString(),
      actor: { kind: origin.actor, id: origin.script ?? "local" },
      project,
      file: asFile(file),
      revision: revision(),
    };
  }

  return {
    publish,
    eventOf,
    log: () => log,
    /**
     * Publish what a document's changes mean, from now on.
     * @param {FileDocument} document
     */
    follow(document) {
      if (followed.has(document)) return;
      followed.add(document);
      document.listen((applied, origin) => {
        const { created, updated, deleted } = hasEars() ? applied : lastOf(applied);
        const birth = origin.actor === "undo" ? "restore_instance" : "create_instance";
        for (const instance of created) publish(document, origin, { name: birth, instance });
        for (const { before, after } of updated) {
          publish(document, origin, { name: "update_instance", instance: after, before, changed: changedFields(before, after) });
        }
        for (const instance of deleted) publish(document, origin, { name: "delete_instance", instance });
      });
    },
  };
}

/**
 * Give as much of a change as the log holds: where no script listens, of the rest nobody would ever hear.
 * @param {import("../../types/local.d.ts").Applied} applied
 * @returns {import("../../types/local.d.ts").Applied}
 */
function lastOf({ created, updated, deleted }) {
  return { created: created.slice(-LOGGED), updated: updated.slice(-LOGGED), deleted: deleted.slice(-LOGGED) };
}

/**
 * @param {import("../../types/data.d.ts").Instance} before
 * @param {import("../../types/data.d.ts").Instance} after
 */
function changedFields(before, after) {
  return FIELDS.filter((name) => before[name] !== after[name]);
}
