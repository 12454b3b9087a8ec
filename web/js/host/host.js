// The interactive host: scripts, their cells, the bus between them and the documents.

import { call } from "../store/api.js";
import { createBus } from "./bus.js";
import { createPool } from "./pool.js";
import { createRunner } from "./runner.js";
import { createTimings } from "./timings.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {{at: number, script: string, level: string, text: string}} ConsoleLine */
/** @typedef {ReturnType<typeof createHost>} Host */

const LINES = 2_000;
const LONGEST = 2_000;

/**
 * @param {object} page
 * @param {string} page.project
 * @param {import("./cell.js").CellSettings} page.cell
 * @param {() => string[]} page.labels
 * @param {(document: import("../store/document.js").FileDocument) => import("../../types/local.d.ts").Picture | null} page.pictureOf
 * @param {(level: string, text: string, source?: string) => void} page.notify
 * @param {(script: ScriptView, change: import("../../types/local.d.ts").Change, job: import("./schedule.js").Job) => void} page.onApplied
 * @param {() => void} page.onChange
 */
export function createHost(page) {
  /** @type {Map<string, import("./runner.js").Runner>} */
  const runners = new Map();
  /** @type {ConsoleLine[]} */
  const lines = [];
  const timings = createTimings();
  const pool = createPool(page.cell, page.onChange);
  const bus = createBus({
    project: page.project,
    runners: () => [...runners.values()],
    onLoop: (text) => page.notify("warning", text),
    onEvent: page.onChange,
  });
  let unread = 0;
  let loads = 0;

  /** @type {Omit<import("./runner.js").RunnerHost, "pool" | "labels" | "pictureOf">} */
  const callbacks = {
    onChange: page.onChange,
    onLine(script, level, text) {
      lines.push({ at: Date.now(), script: script.name, level, text: text.slice(0, LONGEST) });
      if (lines.length > LINES) lines.shift();
      if (level === "error") unread += 1;
      page.onChange();
    },
    onNotice: (script, level, text) => page.notify(level, text.slice(0, LONGEST), script.name),
    onResult(script, job, change) {
      const origin = { actor: /** @type {const} */ ("script"), title: script.name, script: script.identity, run: job.id };
      job.document.commit(change, { ...origin, chain: [...job.chain, script.identity] });
      page.onApplied(script, change, job);
    },
    onRun(script, record) {
      timings.add(record);
      report(script, record);
    },
  };

  /** @param {ScriptView} script */
  function put(script) {
    const known = runners.get(script.id);
    if (known) return known.configure(script);
    const runner = createRunner(script, { ...callbacks, pool, labels: page.labels, pictureOf: page.pictureOf });
    runners.set(script.id, runner);
    return runner.configure(script);
  }

  return {
    bus,
    timings,
    lines: () => lines,
    unread: () => unread,
    read() {
      unread = 0;
    },
    runners: () => [...runners.values()],
    warm: pool.warm,
    /** Take over the project's scripts as the server has them now. Throws `ApiError`. */
    async load() {
      loads += 1;
      const mine = loads;
      const { items } = await call("GET", `/api/projects/${encodeURIComponent(page.project)}/scripts`);
      if (mine !== loads) return; // an answer that was overtaken
      const runnable = items.filter((/** @type {ScriptView} */ { language }) => language === "python");
      const ids = new Set(runnable.map((/** @type {ScriptView} */ { id }) => id));
      for (const [id, runner] of runners) {
        if (ids.has(id)) continue;
        runner.close();
        runners.delete(id);
      }
      runnable.forEach(put);
      page.onChange();
    },
    /**
     * Change a script's configuration on the server, then here. Throws `ApiError`.
     * @param {string} id
     * @param {object} patch
     */
    async configure(id, patch) {
      put(await call("PATCH", `/api/scripts/${encodeURIComponent(id)}`, patch));
    },
    /** Resolves when every enabled script is ready, or failed for good. @returns {Promise<void>} */
    settled: () =>
      new Promise((resolve) => {
        const look = () => ([...runners.values()].some(({ view }) => view.state === "loading") ? setTimeout(look, 20) : resolve());
        look();
      }),
  };
}

/**
 * Tell the server of a run; the history is its, and losing a line of it stops nobody.
 * @param {ScriptView} script
 * @param {import("./timings.js").RunRecord} record
 */
function report(script, { run, name, outcome, message, ms, file }) {
  const post = { id: run, version: script.version, file, event: name, place: "browser", outcome, message: message.slice(0, 4_000), ms };
  call("POST", `/api/scripts/${encodeURIComponent(script.id)}/runs`, post).catch(() => {});
}
