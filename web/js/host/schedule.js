// What runs next: one run at a time for a script, by the rules `latest`, `queue` and `drop`.

/**
 * @typedef {object} Job
 * @property {string} id the run's id
 * @property {import("../../types/data.d.ts").Hook} hook
 * @property {import("../../types/data.d.ts").Event} event
 * @property {import("../store/document.js").FileDocument} document the file the run is bound to
 * @property {string[]} chain the scripts whose changes led here
 * @property {number} offered when it was offered, in the page's clock
 * @property {number} at when the gesture behind it happened
 */

/** Give what two jobs share that stand in each other's way. @param {Job} job */
function keyOf({ hook, event }) {
  return `${hook.id} ${"instance" in event ? (event.instance?.id ?? "") : ""}`;
}

export function createSchedule() {
  /** @type {Job[]} */
  let waiting = [];
  /** @type {Job | null} */
  let running = null;

  return {
    /**
     * Take a job. Gives the one that must be stopped for it, if any.
     * @param {Job} job
     * @returns {Job | null}
     */
    offer(job) {
      const key = keyOf(job);
      const rival = running && keyOf(running) === key ? running : null;
      if (job.hook.schedule === "drop" && (rival || waiting.some((other) => keyOf(other) === key))) return null;
      if (job.hook.schedule === "latest") waiting = waiting.filter((other) => keyOf(other) !== key);
      waiting.push(job);
      return job.hook.schedule === "latest" ? rival : null;
    },
    /** Start the next job if none runs. @returns {Job | null} */
    next() {
      if (running) return null;
      running = waiting.shift() ?? null;
      return running;
    },
    /** The running job is over. */
    done() {
      running = null;
    },
    /** Forget what waits. @returns {number} how many that were */
    clear() {
      const count = waiting.length;
      waiting = [];
      return count;
    },
    /** @param {(job: Job) => boolean} test */
    some: (test) => (running !== null && test(running)) || waiting.some(test),
    running: () => running,
    waiting: () => waiting.length,
  };
}
