// The last runs and how long each part of them took.

/**
 * @typedef {object} RunRecord all times in milliseconds
 * @property {string} run
 * @property {string} script
 * @property {string} name the event's
 * @property {string} file
 * @property {number} event from the gesture until the run was offered to the script
 * @property {number} queue until it was sent to the cell
 * @property {number} run_ms until the result was back
 * @property {number} apply until it was in the document
 * @property {number} ms the hook alone, in the cell's clock
 * @property {import("../../types/data.d.ts").RunPost["outcome"]} outcome
 * @property {string} message
 * @property {number} suggested how many shapes it suggested
 * @property {string} place where it ran
 * @property {string} why the place was chosen, where there was a choice
 */

const KEPT = 1_000;

/**
 * Give the record of a run whose result is in the document now.
 * @param {import("../../types/data.d.ts").ScriptView} script
 * @param {import("./schedule.js").Job} job
 * @param {{sent: number, ran: number, ms: number, outcome: RunRecord["outcome"], message: string}} ended when it was sent to the cell and when it was over, in the page's clock
 * @returns {RunRecord}
 */
export function recordOf({ identity }, { id, event, document, at, offered, suggested = 0, ran: where }, { sent, ran, ms, outcome, message }) {
  const parts = { event: Math.max(0, offered - at), queue: sent - offered, run_ms: ran - sent, apply: performance.now() - ran, ms };
  return { run: id, script: identity, ...parts, outcome, message, name: event.name, file: document.file.id, suggested, place: where?.place ?? "browser", why: where?.why ?? "" };
}

export function createTimings() {
  /** @type {RunRecord[]} */
  let records = [];
  return {
    /** @param {RunRecord} record */
    add(record) {
      records = [...records.slice(-KEPT + 1), record];
    },
    last: () => records.at(-1) ?? null,
    all: () => records.map(({ run_ms: run, run: id, ...rest }) => ({ ...rest, id, run })),
  };
}
