// What a script ran on last: run again with other parameters, its result takes the place of the one before.

/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {import("../../types/data.d.ts").Hook} Hook */

export function createLast() {
  /** @type {import("../../types/data.d.ts").Event | null} */
  let event = null;
  /** @type {Map<string, Job>} by hook */
  let jobs = new Map();

  return {
    event: () => event,
    forget() {
      event = null;
      jobs = new Map();
    },
    /** @param {Job} job one that ended well */
    keep(job) {
      if (event?.id !== job.event.id) jobs = new Map();
      event = job.event;
      jobs.set(job.hook.id, job);
    },
    /** Say whether the job is the one to show and ran with other parameters. @param {Job} job @param {Record<string, unknown>} params */
    isBehind: (job, params) => jobs.get(job.hook.id) === job && JSON.stringify(job.params) !== JSON.stringify(params),
    /**
     * Give the jobs that run the last event again; none where a person has changed what came of it.
     * @param {Hook[]} hooks
     * @returns {Job[]}
     */
    again(hooks) {
      const now = performance.now();
      return [...jobs.values()].flatMap(({ event: happened, document, chain, step, hook: { id } }) => {
        const hook = hooks.find((one) => one.id === id);
        if (!hook || !document.isIntact(step)) return [];
        const latest = { ...hook, schedule: /** @type {const} */ ("latest") };
        return [{ event: happened, document, chain, step, hook: latest, id: crypto.randomUUID(), offered: now, at: now, rerun: true }];
      });
    },
  };
}
