// What a script's card and the rest of the page see of its runner.

/** @typedef {"off" | "loading" | "ready" | "running" | "stopping" | "failed"} RunnerState */
/** @typedef {ReturnType<typeof createView>} RunnerView */

export function createView() {
  return {
    state: /** @type {RunnerState} */ ("off"),
    error: /** @type {{message: string, line: number | null} | null} */ (null),
    progress: /** @type {{fraction: number, text: string} | null} */ (null),
    since: 0,
    spark: /** @type {number[]} */ ([]),
    lastMs: /** @type {number | null} */ (null),
    ran: /** @type {import("../../types/local.d.ts").Ran | null} */ (null), // where it was sent the last time
    /** @type {import("../../types/data.d.ts").Failure | null} the error of the last run or loading, with its frames */
    failure: null,
  };
}
