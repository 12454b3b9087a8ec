// A shape in hand: scripts hear of it while it is drawn or reshaped, the next time when they have answered
// the last, and always of the newest. What they make of it is shown until the pointer is lifted.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("./runner.js").Runner} Runner */
/** @typedef {{document: FileDocument, instance: Instance, before: Instance | null, at: number}} Drawn */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */

const HUMAN = { actor: /** @type {const} */ ("human"), title: "Draw" };

/**
 * @param {object} host
 * @param {ReturnType<typeof import("./bus.js").createBus>["eventOf"]} host.eventOf
 * @param {() => Runner[]} host.runners
 * @param {() => void} host.onChange what is shown changed
 */
export function createDrawing({ eventOf, runners, onChange }) {
  /** @type {string | null} */
  let session = null;
  /** @type {Drawn | null} the newest that no script has heard of yet */
  let newest = null;
  let answering = 0;
  /** @type {Set<Runner>} those that failed in this session */
  const failed = new Set();
  /** @type {Map<string, Instance[]>} by script and hook */
  const shown = new Map();

  /** @param {Runner} runner */
  const listens = (runner) => runner.hooks().some(({ event }) => event === "draw_instance") && !failed.has(runner);

  function publish() {
    if (!newest || !session || answering) return;
    const [{ document, instance, before, at }, mine] = [newest, session];
    newest = null;
    const event = eventOf(document, HUMAN, { name: "draw_instance", instance, session: mine, ...(before ? { before } : {}) });
    const heard = runners().filter(listens);
    answering = heard.length;
    for (const runner of heard) {
      const settle = () => queueMicrotask(() => ended(runner, mine)); // then the runner has done with it
      runner.offer(event, { document, chain: [], offered: performance.now(), at, settle });
    }
  }

  /** @param {Runner} runner @param {string} of the session its runs belong to */
  function ended(runner, of) {
    if (of !== session) return;
    if (runner.view.failure) failed.add(runner);
    answering -= 1;
    publish();
  }

  return {
    /** The shape in hand is this now. @param {Drawn} drawn */
    draw(drawn) {
      if (!runners().some(listens)) return;
      session ??= crypto.randomUUID();
      newest = drawn;
      publish();
    },
    /** The pointer was lifted, or the gesture given up. */
    end() {
      if (session === null) return;
      const ended = session;
      session = newest = null;
      answering = 0;
      failed.clear();
      for (const runner of runners()) runner.letGo(ended);
      if (shown.size) onChange();
      shown.clear();
    },
    /** What scripts make of the shape in hand. */
    shown: () => [...shown.values()].flat(),
    /**
     * Show what a hook made of it, in the place of what it made before.
     * @param {string} script its identity
     * @param {import("./schedule.js").Job} job
     * @param {Instance[]} instances
     */
    show(script, { event, hook }, instances) {
      if (event.name !== "draw_instance" || event.session !== session) return;
      shown.set(`${script} ${hook.id}`, instances);
      onChange();
    },
  };
}
