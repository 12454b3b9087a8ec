// What a script is offered: held while it loads, then a job for each of its hooks that wants it.

import { jobsOf } from "./matching.js";

/** @typedef {import("../../types/data.d.ts").Event} Event */
/** @typedef {import("../../types/data.d.ts").Hook} Hook */
/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {Omit<Job, "id" | "hook" | "event" | "step">} Offer */

const HELD = 100;

/**
 * @param {ReturnType<typeof import("./schedule.js").createSchedule>} schedule
 * @param {() => void} onNewer a job came that the run in hand is to make room for
 */
export function createIntake(schedule, onNewer) {
  /** @type {{event: Event, job: Offer}[]} */
  const held = [];

  /** @param {Job} job */
  function put(job) {
    if (schedule.offer(job)) onNewer();
  }

  /** @param {readonly Hook[]} hooks @param {Event} event @param {Offer} job */
  function match(hooks, event, job) {
    const jobs = jobsOf(hooks, event, job);
    jobs.forEach(put);
    return jobs.length;
  }

  return {
    put,
    /** Offer an event, to be held where the hooks are not known yet. Gives how many hooks it is for. @param {readonly Hook[] | null} hooks @param {Event} event @param {Offer} job */
    offer(hooks, event, job) {
      if (hooks) return match(hooks, event, job);
      held.push({ event, job });
      if (held.length > HELD) held.shift()?.job.settle?.(null);
      return 0;
    },
    /** The hooks are known: offer them what was held. @param {readonly Hook[]} hooks */
    open(hooks) {
      for (const { event, job } of held.splice(0)) match(hooks, event, job);
    },
    waiting: () => schedule.waiting() + held.length,
    /** @param {Job["document"]} document */
    holds: (document) => schedule.some((job) => job.document === document) || held.some(({ job }) => job.document === document),
    /** Forget what waits. */
    clear() {
      schedule.clear();
      for (const { job } of held.splice(0)) job.settle?.(null);
    },
  };
}
