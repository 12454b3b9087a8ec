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
 * @property {string} step the entry of the undo history that its changes make
 * @property {boolean} [hosted] another page has run its scripts on the event already
 * @property {Record<string, unknown>} [params] those it was started with
 * @property {Record<string, unknown> | null} [settings] how the page showed the file then, where the script may know
 * @property {import("../../types/local.d.ts").Ran} [ran] where it was sent
 * @property {boolean} [rerun] its result takes the place of what the step holds
 * @property {boolean} [began] something of it has been applied
 * @property {string} [spoilt] why a part of it could not be applied
 * @property {import("../../types/data.d.ts").ChangeSet[]} [given] what it gave back, piece by piece
 * @property {number} [suggested] how many shapes it has suggested
 * @property {(veto: string | null) => void} [settle] hears that it is over, and its veto
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

  /** @param {(job: Job) => boolean} test */
  function keep(test) {
    const gone = waiting.filter((job) => !test(job));
    waiting = waiting.filter(test);
    for (const job of gone) job.settle?.(null);
  }

  return {
    /**
     * Take a job. Gives the one that must be stopped for it, if any.
     * @param {Job} job
     * @returns {Job | null}
     */
    offer(job) {
      const key = keyOf(job);
      const rival = running && keyOf(running) === key ? running : null;
      if (job.hook.schedule === "drop" && (rival || waiting.some((other) => keyOf(other) === key))) {
        job.settle?.(null);
        return null;
      }
      if (job.hook.schedule === "latest") keep((other) => keyOf(other) !== key);
      waiting.push(job);
      return job.hook.schedule === "latest" ? rival : null;
    },
    /** Start the next job if none runs. @returns {Job | null} */
    next() {
      if (running) return null;
      running = waiting.shift() ?? null;
      return running;
    },
    /** Forget waiting jobs. @param {(job: Job) => boolean} test */
    forget: (test) => keep((job) => !test(job)),
    /** What runs is to run again, before all that waits. */
    putBack() {
      if (running) waiting.unshift(running);
      running = null;
    },
    /** The running job is over. */
    done() {
      running = null;
    },
    /** Forget what waits. @returns {number} how many that were */
    clear() {
      const count = waiting.length;
      keep(() => false);
      return count;
    },
    /** @param {(job: Job) => boolean} test */
    some: (test) => (running !== null && test(running)) || waiting.some(test),
    running: () => running,
    waiting: () => waiting.length,
  };
}
