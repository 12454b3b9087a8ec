// The interactive host: scripts, their cells, the bus between them and the documents.

import { call } from "../store/api.js";
import { createBus } from "./bus.js";
import { createDrawing } from "./drawing.js";
import { createLanding } from "./landing.js";
import { matches } from "./matching.js";
import { createPlaces } from "./places.js";
import { createPool } from "./pool.js";
import { createRunner } from "./runner.js";
import { createTimings } from "./timings.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").Event} Event */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("./runner.js").Runner} Runner */
/** @typedef {{at: number, script: string, level: string, text: string, values?: unknown[] | null}} ConsoleLine */
/** @typedef {ReturnType<typeof createHost>} Host */

const LINES = 2_000;
const LONGEST = 2_000;
const KEEP_PARAMS_MS = 400;

/**
 * @param {object} page
 * @param {string} page.project
 * @param {import("./cell.js").CellSettings} page.cell
 * @param {() => string[]} page.labels
 * @param {() => string | null} page.activeLabel
 * @param {() => FileDocument | null} page.document the one on the stage
 * @param {(document: FileDocument) => import("../../types/local.d.ts").Picture | null} page.pictureOf
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {import("../../types/local.d.ts").RunnerHost["ask"]} page.ask
 * @param {import("../../types/local.d.ts").RunnerHost["compare"]} page.compare
 * @param {() => Record<string, unknown>} page.settings
 * @param {import("../../types/local.d.ts").RunnerHost["onSettings"]} page.onSettings
 * @param {import("../../types/local.d.ts").RunnerHost["onOverlay"]} page.onOverlay
 * @param {import("../../types/local.d.ts").RunnerHost["onReport"]} page.onReport
 * @param {(script: ScriptView) => void} page.onEnd
 * @param {(level: string, text: string, source?: string, action?: import("../../types/local.d.ts").NoticeAction, topic?: import("../../types/local.d.ts").Topic) => void} page.notify
 * @param {(script: ScriptView, change: import("../../types/local.d.ts").Change, job: import("./schedule.js").Job) => void} page.onApplied
 * @param {(event: Event, document: FileDocument) => void} page.onEvent
 * @param {(script: ScriptView, record: import("./timings.js").RunRecord, job: import("./schedule.js").Job) => void} page.onRun
 * @param {() => void} page.onDrawing what scripts make of the shape in hand changed
 * @param {() => void} page.onLoad the scripts are those of the server
 * @param {() => void} page.onChange
 */
export function createHost(page) {
  /** @type {Map<string, Runner>} */
  const runners = new Map();
  /** @type {ConsoleLine[]} */
  const lines = [];
  const timings = createTimings();
  const previews = createTimings();
  const pools = {
    python: createPool(page.cell, "python", page.onChange),
    javascript: createPool(page.cell, "javascript", page.onChange),
  };
  const places = createPlaces(pools, page.onChange);
  const bus = createBus({
    project: page.project,
    runners: () => [...runners.values()],
    onLoop: (text) => page.notify("warning", text),
    onEvent(event, document) {
      page.onEvent(event, document);
      page.onChange();
    },
  });
  const drawing = createDrawing({ eventOf: bus.eventOf, runners: () => [...runners.values()], onChange: page.onDrawing });
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const keeping = new Map();
  let unread = 0;
  let loads = 0;

  /** @type {import("../../types/local.d.ts").RunnerHost} */
  const callbacks = {
    places,
    landing: createLanding({ labels: page.labels, activeLabel: page.activeLabel, ghosts: page.ghosts, onDrawn: (script, job, made) => drawing.show(script.identity, job, made), onApplied: page.onApplied }),
    settings: page.settings,
    pictureOf: page.pictureOf,
    onChange: page.onChange,
    onLine(script, level, text, values) {
      lines.push({ at: Date.now(), script: script.name, level, text: text.slice(0, LONGEST), values });
      if (lines.length > LINES) lines.shift();
      if (level === "error") unread += 1;
      page.onChange();
    },
    onNotice: (script, level, text, job) => page.notify(level, text.slice(0, LONGEST), script.name, undefined, job && { step: job.step, run: job.id }),
    ask: page.ask,
    compare: page.compare,
    onSettings: page.onSettings,
    onOverlay: page.onOverlay,
    onReport: page.onReport,
    onEnd: page.onEnd,
    onRun(script, record, job) {
      if (record.name === "draw_instance") return previews.add(record); // no history of what was only shown
      timings.add(record);
      report(script, record);
      return page.onRun(script, record, job);
    },
  };

  /** @param {ScriptView} script */
  function put(script) {
    const known = runners.get(script.id);
    if (known) return known.configure(script);
    const runner = createRunner(script, callbacks);
    runners.set(script.id, runner);
    return runner.configure(script);
  }

  /** @param {string} id @param {object} patch */
  async function configure(id, patch) {
    put(await call("PATCH", `/api/scripts/${encodeURIComponent(id)}`, patch));
  }

  /** @param {Runner} runner */
  function usual(runner) {
    const names = runner.script().commands.map(({ name }) => name);
    const ran = bus.log().findLast(({ event }) => event.name === "command" && names.includes(event.command ?? ""));
    return (ran?.event.name === "command" && ran.event.command) || (names[0] ?? "");
  }

  /** @returns {Promise<void>} */
  function settled() {
    return new Promise((resolve) => {
      const look = () => ([...runners.values()].some(({ view }) => view.state === "loading") ? setTimeout(look, 20) : resolve());
      look();
    });
  }

  return {
    bus,
    places,
    drawing,
    timings,
    previews,
    lines: () => lines,
    unread: () => unread,
    read() {
      unread = 0;
    },
    runners: () => [...runners.values()],
    /** @param {string} id */
    runner: (id) => runners.get(id) ?? null,
    warm: () => pools.python.warm() + pools.javascript.warm(),
    /** Take over the project's scripts as the server has them now. Throws `ApiError`. */
    async load() {
      loads += 1;
      const mine = loads;
      const { items } = await call("GET", `/api/projects/${encodeURIComponent(page.project)}/scripts`);
      if (mine !== loads) return; // an answer that was overtaken
      const ids = new Set(items.map((/** @type {ScriptView} */ { id }) => id));
      for (const [id, runner] of runners) {
        if (ids.has(id)) continue;
        runner.close();
        runners.delete(id);
      }
      items.forEach(put);
      places.learn(page.project).catch(() => {}); // cards offer what they know; the next load asks again
      page.onLoad();
      page.onChange();
    },
    /** Take over one script as the server answered with it. @param {ScriptView} script */
    put,
    /** Change a script's configuration on the server, then here. Throws `ApiError`. */
    configure,
    /**
     * Set a parameter: its effect is shown at once, the server hears of it when it rests.
     * @param {Runner} runner
     * @param {string} name
     * @param {unknown} value
     */
    tune(runner, name, value) {
      const { id, parameters, params } = runner.script();
      const after = { ...params, [name]: value };
      runner.tune(after);
      const document = page.document();
      const hears = runner.hooks().some(({ event }) => event === "change_params");
      const values = (/** @type {Record<string, unknown>} */ set) => Object.fromEntries(parameters.map((one) => [one.name, set[one.name] ?? one.default]));
      const happened = { name: /** @type {const} */ ("change_params"), before: values(params), after: values(after), changed: [name] };
      if (document && hears) bus.publish(document, { actor: "human", title: "Parameters" }, happened, (one) => one === runner);
      clearTimeout(keeping.get(id));
      const keep = async () => {
        const sent = runner.script().params;
        const stored = await call("PATCH", `/api/scripts/${encodeURIComponent(id)}`, { params: sent });
        if (runner.script().params !== sent) return;
        runner.tuned();
        put(stored);
      };
      const failed = (/** @type {Error & {status?: number}} */ error) => {
        if (error.status !== 404) page.notify("error", error.message, runner.script().name); // else it was removed meanwhile
      };
      keeping.set(id, setTimeout(() => keep().catch(failed), KEEP_PARAMS_MS));
    },
    /**
     * Ask the scripts whether the file may be saved or completed. Gives what speaks against it.
     * @param {FileDocument} document
     * @param {"save" | "complete"} reason
     * @returns {Promise<{script: string, message: string}[]>}
     */
    async vetoes(document, reason) {
      await settled();
      /** @type {Promise<{script: string, message: string | null}>[]} */
      const asked = [];
      const origin = { actor: /** @type {const} */ ("human"), title: "Save" };
      bus.publish(document, origin, { name: "before_save", reason }, undefined, (runner) => {
        /** @type {Partial<import("./intake.js").Offer>} */
        const job = {};
        const { name } = runner.script();
        asked.push(new Promise((resolve) => (job.settle = (message) => resolve({ script: name, message }))));
        return job;
      });
      const answers = await Promise.all(asked);
      return answers.flatMap(({ script, message }) => (message === null ? [] : [{ script, message }]));
    },
    /**
     * Run a script on the last event it has a hook for, in the place of what came of it before.
     * @param {Runner} runner
     * @returns {boolean} whether there was one
     */
    runLast(runner) {
      const { identity } = runner.script();
      const entry = bus.log().findLast(({ event, document }) => document === page.document() && event.actor.id !== identity && runner.hooks().some((hook) => matches(hook, event)));
      if (!entry) return false;
      if (runner.last()?.id === entry.event.id && runner.again()) return true;
      const now = performance.now();
      return runner.offer(entry.event, { document: entry.document, chain: [], offered: now, at: now }) > 0;
    },
    /**
     * Run a script on an instance: its command (of several the one that ran last), or what it does when such an instance is drawn or selected.
     * @param {Runner} runner
     * @param {FileDocument} document
     * @param {import("../../types/data.d.ts").Instance} instance
     * @returns {boolean} whether it has a hook for that
     */
    runSelected(runner, document, instance) {
      const now = performance.now();
      const names = /** @type {const} */ (["command", "create_instance", "select_instance"]);
      return names.some((name) => {
        const command = name === "command" ? { command: usual(runner) } : {};
        const event = bus.eventOf(document, { actor: "human", title: "Run" }, { name, instance, ...command });
        return runner.hooks().some((hook) => hook.event === name) && runner.offer(event, { document, chain: [], offered: now, at: now }) > 0;
      });
    },
    settled,
  };
}

/**
 * Tell the server of a run; the history is its, and losing a line of it stops nobody.
 * @param {ScriptView} script
 * @param {import("./timings.js").RunRecord} record
 */
function report(script, { run, name, outcome, message, ms, file, suggested, place, why }) {
  const post = { id: run, version: script.version, file, event: name, place, why: why.slice(0, 1_000), outcome, message: message.slice(0, 4_000), ms, suggested };
  call("POST", `/api/scripts/${encodeURIComponent(script.id)}/runs`, post).catch(() => {});
}
