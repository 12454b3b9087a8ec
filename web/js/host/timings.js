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
 */

const KEPT = 1_000;

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
