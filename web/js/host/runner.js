// One script on the page: its cell, its hooks, its queue, its state. What goes wrong in it stays in it.

import { answer } from "./calls.js";
import { matches } from "./matching.js";
import { accepted, Rejected } from "./results.js";
import { createSchedule } from "./schedule.js";
import { lateness, lineOf, provenanceOf, sentence } from "./verdicts.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").Event} Event */
/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("./cell.js").CellMessage} CellMessage */
/** @typedef {"off" | "loading" | "ready" | "running" | "stopping" | "failed"} RunnerState */
/** @typedef {ReturnType<typeof createRunner>} Runner */

const GRACE_MS = 250;
const LOAD_SECONDS = 60;
const FAILURES = 3;
const HELD = 100;
const SPARK = 16;

/**
 * @typedef {object} RunnerHost
 * @property {ReturnType<typeof import("./pool.js").createPool>} pool
 * @property {() => string[]} labels
 * @property {(document: Job["document"]) => import("../../types/local.d.ts").Picture | null} pictureOf
 * @property {(runner: Runner) => void} onChange
 * @property {(script: ScriptView, level: string, text: string, run?: string | null) => void} onLine
 * @property {(script: ScriptView, level: string, text: string) => void} onNotice
 * @property {(script: ScriptView, job: Job, change: import("../../types/local.d.ts").Change) => void} onResult
 * @property {(script: ScriptView, record: import("./timings.js").RunRecord) => void} onRun
 */

/**
 * @param {ScriptView} first
 * @param {RunnerHost} host
 */
export function createRunner(first, host) {
  const schedule = createSchedule();
  /** @type {{event: Event, job: Omit<Job, "id" | "hook" | "event">}[]} */
  let held = [];
  let script = first;
  /** @type {Cell | null} */
  let cell = null;
  /** @type {import("../../types/data.d.ts").Hook[] | null} */
  let hooks = null;
  let failures = 0;
  let life = 0;
  /** @type {{sent: number, deadline: ReturnType<typeof setTimeout>, kill?: ReturnType<typeof setTimeout>, reason: string | null} | null} */
  let live = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let loading;
  const view = {
    state: /** @type {RunnerState} */ ("off"),
    error: /** @type {{message: string, line: number | null} | null} */ (null),
    progress: /** @type {{fraction: number, text: string} | null} */ (null),
    since: 0,
    spark: /** @type {number[]} */ ([]),
    lastMs: /** @type {number | null} */ (null),
  };

  /** @param {RunnerState} state @param {typeof view.error} [error] */
  function become(state, error = view.error) {
    view.state = state;
    view.error = error;
    view.since = performance.now();
    host.onChange(runner);
  }

  async function start() {
    const mine = ++life;
    become("loading");
    try {
      const taken = await host.pool.take(script.dependencies);
      if (mine !== life) return host.pool.drop(taken);
      cell = taken;
    } catch (error) {
      if (mine === life) fail(`the cell did not start: ${/** @type {Error} */ (error).message}`);
      return undefined;
    }
    cell.watch((reason) => died(reason));
    cell.listen((message) => take(message));
    loading = setTimeout(() => died("the script did not load in time"), LOAD_SECONDS * 1000);
    const { filename, source, confirmed_grants: grants, params, dependencies: packages } = script;
    return cell.send({ type: "init", filename, source, grants, params, packages });
  }

  function release() {
    life += 1;
    clearTimeout(loading);
    endRun();
    if (cell) host.pool.drop(cell);
    cell = null;
  }

  /** @param {CellMessage} message */
  function take(message) {
    if (message.type === "initialized") return initialized(message);
    if (message.type === "log") return logged(message);
    const job = schedule.running();
    if (!job || !("run" in message) || message.run !== job.id) return undefined; // of a run that is over
    if (message.type === "call") return called(message, job);
    if (message.type === "progress") {
      view.progress = { fraction: message.fraction, text: message.text };
      return host.onChange(runner);
    }
    if (message.type === "notify") return host.onNotice(script, message.level, message.text);
    if (message.type === "result") return finished({ ...message, ms: message.ms ?? 0 }, job); // the wire may leave it out
    return message.type === "error" ? raised(message, job) : undefined;
  }

  /** @param {import("../../types/data.d.ts").Initialized} message */
  function initialized({ hooks: found, error }) {
    if (view.state !== "loading") return died("the cell said initialized twice");
    clearTimeout(loading);
    if (error) {
      release();
      return fail(sentence(error), lineOf(error));
    }
    hooks = found;
    become("ready"); // what went wrong in the cell before stays in sight until a run goes well
    for (const { event, job } of held.splice(0)) match(event, job);
    return pump();
  }

  /** @param {import("../../types/data.d.ts").Log} message */
  function logged({ lines, dropped, run }) {
    for (const { text, level } of lines) host.onLine(script, level, text, run);
    if (dropped) host.onLine(script, "warning", `… ${dropped.toLocaleString("en")} more lines were left out`, run);
  }

  /** @param {import("../../types/data.d.ts").Call} message @param {Job} job */
  async function called(message, job) {
    const { run, call } = message;
    const mine = cell;
    try {
      const place = { document: job.document, picture: host.pictureOf(job.document) };
      const { value, buffers = [] } = await answer(message, script.confirmed_grants, place);
      mine?.send({ type: "reply", run, call, value, binary: buffers.length }, buffers);
    } catch (error) {
      mine?.send({ type: "reply", run, call, error: /** @type {Error} */ (error).message });
    }
  }

  function pump() {
    if (view.state !== "ready" || !cell) return;
    const job = schedule.next();
    if (!job) return;
    if (!hooks?.some(({ id }) => id === job.hook.id)) {
      schedule.done(); // its hook went with an older version
      pump();
      return;
    }
    const deadline = setTimeout(() => stop(`it ran longer than its ${script.timeout} s`), script.timeout * 1000);
    live = { sent: performance.now(), deadline, reason: null };
    view.progress = null;
    become("running");
    cell.send({ type: "event", run: job.id, hook: job.hook.id, event: job.event });
  }

  /**
   * Stop the run in hand: ask nicely, then take its cell away.
   * @param {string} reason
   */
  function stop(reason) {
    const job = schedule.running();
    if (!job || !live || live.reason !== null) return;
    live.reason = reason;
    clearTimeout(live.deadline);
    become("stopping");
    cell?.send({ type: "cancel", run: job.id, reason });
    cell?.interrupt();
    live.kill = setTimeout(() => died(reason), GRACE_MS);
  }

  function endRun() {
    if (live) [live.deadline, live.kill].forEach((timer) => clearTimeout(timer));
    const ended = { job: schedule.running(), live };
    live = null;
    schedule.done();
    return ended;
  }

  /** @param {import("../../types/data.d.ts").Result} message @param {Job} job */
  function finished(message, job) {
    const ended = endRun().live;
    const ran = performance.now();
    if (ended && ended.reason !== null) {
      become("ready"); // it ended by itself after all, but was told to stop
      stoppedBy(ended.reason);
      record(job, ended.sent, ran, message.ms, "stopped", ended.reason);
      return pump();
    }
    become("ready", null);
    failures = 0;
    if (message.skipped) return pump();
    const [outcome, text] = landed(message, job);
    record(job, ended?.sent ?? ran, ran, message.ms, outcome, text);
    return pump();
  }

  /**
   * Apply a result, or say why not.
   * @param {import("../../types/data.d.ts").Result} message
   * @param {Job} job
   * @returns {["applied" | "empty" | "rejected" | "dropped", string]}
   */
  function landed(message, job) {
    const late = lateness(job);
    if (late) {
      host.onNotice(script, "info", late);
      return ["dropped", late];
    }
    try {
      const change = accepted(message.changes, {
        document: job.document,
        labels: host.labels(),
        grants: script.confirmed_grants,
        provenance: provenanceOf(script, job, message.ms),
      });
      host.onResult(script, job, change);
      return [change.created?.length || change.updated?.length || change.deleted?.length ? "applied" : "empty", ""];
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      failed(`its result was rejected: ${error.message}`, null);
      return ["rejected", error.message];
    }
  }

  /** @param {import("../../types/data.d.ts").ErrorMessage} message @param {Job} job */
  function raised({ error, stopped }, job) {
    const ended = endRun().live;
    const now = performance.now();
    const reason = ended?.reason ?? null;
    become("ready");
    if (stopped || reason) stoppedBy(reason ?? "it was stopped");
    else failed(sentence(error), lineOf(error));
    record(job, ended?.sent ?? now, now, now - (ended?.sent ?? now), stopped ? "stopped" : "failed", reason ?? sentence(error));
    if (error.type === "MemoryError" && view.state !== "failed") replace(); // a cell's memory never shrinks again
    pump();
  }

  /** @param {string} reason */
  function stoppedBy(reason) {
    host.onLine(script, "warning", `Stopped: ${reason}.`);
    if (reason !== BY_HAND && reason !== BY_NEWER) failed(`stopped, ${reason}`, null);
  }

  /**
   * The cell is gone or has to go; a fresh one takes over.
   * @param {string} reason
   */
  function died(reason) {
    const { job, live: ended } = endRun();
    const now = performance.now();
    const state = view.state;
    if (job) record(job, ended?.sent ?? now, now, now - (ended?.sent ?? now), "stopped", reason);
    if (ended?.reason) stoppedBy(ended.reason);
    else failed(reason, null);
    if (state === "loading") {
      release();
      fail(reason);
    } else if (view.state !== "failed") replace();
  }

  function replace() {
    release();
    start();
  }

  /**
   * Note a failed run; after three in a row the script is put aside.
   * @param {string} message
   * @param {number | null} line
   */
  function failed(message, line) {
    failures += 1;
    host.onLine(script, "error", line === null ? message : `line ${line}: ${message}`);
    view.error = { message, line };
    if (failures < FAILURES) {
      host.onNotice(script, "error", message);
      return host.onChange(runner);
    }
    release();
    return fail(`put aside after ${FAILURES} failures in a row. The last: ${message}`, line);
  }

  /** @param {string} message @param {number | null} [line] */
  function fail(message, line = null) {
    schedule.clear();
    held = [];
    become("failed", { message, line });
    host.onNotice(script, "error", message);
  }

  /** @param {Job} job @param {number} sent @param {number} ran @param {number} ms @param {import("../../types/data.d.ts").RunPost["outcome"]} outcome @param {string} message */
  function record(job, sent, ran, ms, outcome, message) {
    view.lastMs = ms;
    view.spark = [...view.spark, ms].slice(-SPARK);
    host.onRun(script, {
      run: job.id,
      script: script.identity,
      event: Math.max(0, job.offered - job.at),
      queue: sent - job.offered,
      run_ms: ran - sent,
      apply: performance.now() - ran,
      ms,
      outcome,
      message,
      name: job.event.name,
      file: job.document.file.id,
    });
    host.onChange(runner);
  }

  /** @param {Event} event @param {Omit<Job, "id" | "hook" | "event">} job */
  function match(event, job) {
    const matching = (hooks ?? []).filter((hook) => matches(hook, event));
    for (const hook of matching) {
      const rival = schedule.offer({ ...job, hook, event, id: crypto.randomUUID() });
      if (rival) stop(BY_NEWER);
    }
    return matching.length;
  }

  const runner = {
    view,
    script: () => script,
    hooks: () => hooks ?? [],
    waiting: () => schedule.waiting() + held.length,
    /** Say whether a run on this document is under way or waits. @param {Job["document"]} document */
    holds: (document) => schedule.some((job) => job.document === document) || held.some(({ job }) => job.document === document),
    /**
     * Offer an event; while the script loads it is held. Gives how many hooks it is for, as far as known.
     * @param {Event} event
     * @param {Omit<Job, "id" | "hook" | "event">} job
     */
    offer(event, job) {
      if (view.state === "off" || view.state === "failed") return 0;
      if (!hooks) {
        held = [...held, { event, job }].slice(-HELD);
        return 0;
      }
      const count = match(event, job);
      pump();
      return count;
    },
    stop: () => stop(BY_HAND),
    /** Take a new version or configuration: start, stop, or only pass parameters on. @param {ScriptView} next */
    configure(next) {
      const same = next.version === script.version && String(next.confirmed_grants) === String(script.confirmed_grants);
      const wasOn = view.state !== "off";
      script = next;
      if (!next.enabled || !next.place.startsWith("browser")) {
        release();
        schedule.clear();
        held = [];
        return become("off", null);
      }
      if (same && wasOn && view.state !== "failed") {
        cell?.send({ type: "params", params: next.params });
        return host.onChange(runner);
      }
      return runner.restart();
    },
    restart() {
      release();
      failures = 0;
      hooks = null;
      view.error = null;
      return start();
    },
    close: release,
  };
  return runner;
}

const BY_HAND = "stopped by hand";
const BY_NEWER = "a newer event took its place";
