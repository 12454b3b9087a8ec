// One script on the page: its cell, its hooks, its queue, its state. What goes wrong in it stays in it.

import { createIntake } from "./intake.js";
import { createLast } from "./last.js";
import { createLeaving } from "./leaving.js";
import { isOfPlace, patienceOf, ranOf } from "./places.js";
import { createSchedule } from "./schedule.js";
import { createSpeech } from "./speech.js";
import { createTenure } from "./tenure.js";
import { recordOf } from "./timings.js";
import { BY_HAND, BY_NEWER, LET_GO, startRun } from "./underway.js";
import { lineOf, sentence } from "./verdicts.js";
import { createView } from "./view.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").Event} Event */
/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {import("./intake.js").Offer} Offer */
/** @typedef {import("./cell.js").CellMessage} CellMessage */
/** @typedef {import("./view.js").RunnerState} RunnerState */
/** @typedef {ReturnType<typeof createRunner>} Runner */

const FAILURES = 3;
const SPARK = 16;

/**
 * @param {ScriptView} first
 * @param {import("../../types/local.d.ts").RunnerHost} host
 */
export function createRunner(first, host) {
  const schedule = createSchedule();
  const speech = createSpeech(host);
  const intake = createIntake(schedule, () => stop(BY_NEWER));
  let script = first;
  let unset = false;
  /** @type {import("../../types/data.d.ts").Hook[] | null} */
  let hooks = null;
  let failures = 0;
  /** @type {import("./underway.js").Underway | null} */
  let live = null;
  const leaving = createLeaving();
  const last = createLast();
  const view = createView();
  const tenure = createTenure(host.places, { take, died, refused: (reason) => fail(reason) });

  /** @param {RunnerState} state @param {typeof view.error} [error] @param {Job | null} [job] whose doing it is */
  function become(state, error = view.error, job = null) {
    view.state = state;
    view.error = error;
    view.since = performance.now();
    if (job?.event.name !== "draw_instance") host.onChange(runner); // many a second, and nothing to see
  }

  function start() {
    become("loading");
    return tenure.begin(() => script);
  }

  /** Whether the script sees to a change of its parameters itself. */
  const hearsOfParams = () => hooks?.some(({ event }) => event === "change_params") ?? false;

  /** Tell a cell that has the script of its parameters. */
  function pass() {
    if (hooks) tenure.cell()?.send({ type: "params", params: script.params });
  }

  function release() {
    leaving.end();
    const { job, reason } = endRun();
    if (job) undo(job, reason); // the script was switched off or changed under it
    tenure.release();
  }

  /** @param {CellMessage} message @param {ArrayBuffer[]} buffers */
  function take(message, buffers) {
    if (message.type === "initialized") return initialized(message);
    if (message.type === "log") return speech.lines(script, message);
    const job = schedule.running();
    leaving.hear(message);
    if (!job || !("run" in message) || message.run !== job.id) return undefined; // of a run that is over
    if (message.type === "result") return finished({ ...message, ms: message.ms ?? 0 }, job); // the wire may leave it out
    if (message.type === "error") return raised(message, job);
    return speech.hear(message, buffers, speakerOf(job));
  }

  /** @param {Job} job @returns {import("./speech.js").Speaker} */
  function speakerOf(job) {
    const [cell, run] = [tenure.cell(), /** @type {NonNullable<typeof live>} */ (live)];
    return {
      script,
      job,
      isOver: () => live !== run || run.reason() !== null,
      progress(progress) {
        view.progress = progress;
        host.onChange(runner);
      },
      whileAsking: run.whileAsking,
      reply: (message, buffers) => cell?.send(message, buffers),
    };
  }

  /** @param {import("../../types/data.d.ts").Initialized} message */
  function initialized({ hooks: found, error }) {
    if (view.state !== "loading") return died("the cell said initialized twice");
    tenure.loaded();
    view.failure = error ?? null;
    if (error) return fail(sentence(error), lineOf(error)); // the cell waits for a version that loads
    hooks = found;
    pass(); // they may have changed while it loaded
    become("ready"); // what went wrong in the cell before stays in sight until a run goes well
    intake.open(found);
    return pump();
  }

  function pump() {
    const cell = tenure.cell();
    if (view.state !== "ready" || !cell) return;
    const job = schedule.next();
    if (!job) return;
    if (!hooks?.some(({ id }) => id === job.hook.id)) {
      schedule.done(); // its hook went with an older version
      job.settle?.(null);
      pump();
      return;
    }
    view.progress = null;
    become("running", view.error, job);
    job.params = script.params;
    job.settings = script.confirmed_grants.includes("settings") ? host.settings() : null;
    cell.send({ type: "event", run: job.id, hook: job.hook.id, event: job.event, settings: job.settings });
    view.ran = job.ran = ranOf(cell, job.id);
    live = startRun(patienceOf(job.ran, script.timeout).time, () => stop(`it ran longer than its ${script.timeout} s`));
  }

  /** Stop the run in hand: ask nicely, then take its cell away. @param {string} reason */
  function stop(reason) {
    const job = schedule.running();
    if (!job || !live || live.reason() !== null) return;
    become("stopping");
    const cell = tenure.cell();
    const cancel = () => cell?.send({ type: "cancel", run: job.id, reason });
    live.stop(reason, { cancel, interrupt: () => cell?.interrupt(job.id), kill: () => died(reason) }, patienceOf(job.ran, 0));
  }

  /** Go on without a run that nobody waits for, if the cell is in one. @param {(job: Job) => boolean} test */
  function leave(test) {
    const job = schedule.running();
    if (!job || !live || !test(job)) return;
    if (leaving.is() || live.reason() !== null) return stop(LET_GO);
    const [cell, underway] = [tenure.cell(), live];
    const kill = () => {
      schedule.putBack();
      replace();
    };
    const cancel = () => cell?.send({ type: "cancel", run: job.id, reason: LET_GO });
    leaving.begin(job.id, underway, { cancel, interrupt: () => cell?.interrupt(job.id), kill }, LET_GO, script.timeout * 1000);
    live = null;
    endRun();
    become("ready", view.error, job);
    undo(job, LET_GO);
    record(job, underway.sent, performance.now(), performance.now() - underway.sent, "stopped", LET_GO);
    pump();
  }

  function endRun() {
    live?.end();
    const ended = { job: schedule.running(), sent: live?.sent ?? performance.now(), reason: live?.reason() ?? null };
    live = null;
    if (schedule.running()) host.onEnd(script);
    schedule.done();
    return ended;
  }

  /** @param {Job} job @param {string | null} reason what was shown stays where a person stopped the rest */
  function undo(job, reason) {
    if (reason !== BY_HAND) host.landing.takeBack(script, job);
    job.settle?.(null);
  }

  /** @param {import("../../types/data.d.ts").Result} message @param {Job} job */
  function finished(message, job) {
    const { sent, reason } = endRun();
    const ran = performance.now();
    if (reason !== null) {
      become("ready"); // it ended by itself after all, but was told to stop
      undo(job, reason);
      stoppedBy(reason);
      record(job, sent, ran, message.ms, "stopped", reason);
      return pump();
    }
    become("ready", null, view.error ? null : job);
    view.failure = null;
    failures = 0;
    if (!message.skipped) landed(message, job, sent, ran);
    if (last.isBehind(job, script.params) && !hearsOfParams()) runner.again(); // a slider moved meanwhile
    job.settle?.(message.veto ?? null);
    return pump();
  }

  /** @param {import("../../types/data.d.ts").Result & {ms: number}} message @param {Job} job @param {number} sent @param {number} ran */
  function landed(message, job, sent, ran) {
    const [outcome, text] = host.landing.land(script, job, message);
    if (outcome === "rejected") failed(`its result was rejected: ${text}`, null);
    else if (outcome === "dropped") host.onNotice(script, "info", text);
    else if (job.event.name !== "draw_instance") last.keep(job);
    record(job, sent, ran, message.ms, outcome, text);
  }

  /** @param {import("../../types/data.d.ts").ErrorMessage} message @param {Job} job */
  function raised({ error, stopped }, job) {
    const { sent, reason } = endRun();
    const now = performance.now();
    become("ready");
    undo(job, reason);
    view.failure = stopped || reason ? null : error;
    if (stopped || reason) stoppedBy(reason ?? (error.message || "it was stopped"));
    else failed(sentence(error), lineOf(error));
    record(job, sent, now, now - sent, stopped ? "stopped" : "failed", reason ?? sentence(error));
    if (error.type === "MemoryError" && view.state !== "failed") replace(); // a cell's memory never shrinks again
    pump();
  }

  /** @param {string} reason */
  function stoppedBy(reason) {
    if (reason !== LET_GO) host.onLine(script, "warning", `Stopped: ${reason}.`);
    if (![BY_HAND, BY_NEWER, LET_GO].includes(reason)) failed(`stopped, ${reason}`, null);
  }

  /**
   * The cell is gone or has to go; a fresh one takes over.
   * @param {string} reason
   */
  function died(reason) {
    const { job, sent, reason: told } = endRun();
    const now = performance.now();
    const state = view.state;
    if (job) {
      undo(job, told);
      record(job, sent, now, now - sent, "stopped", reason);
    }
    if (told) stoppedBy(told);
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
    intake.clear();
    become("failed", { message, line });
    host.onNotice(script, "error", message);
  }

  /** @param {Job} job @param {number} sent @param {number} ran @param {number} ms @param {import("../../types/data.d.ts").RunPost["outcome"]} outcome @param {string} message */
  function record(job, sent, ran, ms, outcome, message) {
    host.onRun(script, recordOf(script, job, { sent, ran, ms, outcome, message }), job);
    if (job.event.name === "draw_instance") return;
    view.lastMs = ms;
    view.spark = [...view.spark, ms].slice(-SPARK);
    host.onChange(runner);
  }

  /** Give the cell another version of the script: the interpreter stays, so it takes no time. */
  function reload() {
    intake.clear();
    failures = 0;
    hooks = null;
    become("loading", null);
    tenure.load(script);
  }

  const runner = {
    view,
    script: () => script,
    hooks: () => hooks ?? [],
    waiting: intake.waiting,
    /** Say whether a run on this document is under way or waits. @param {Job["document"]} document */
    holds: intake.holds,
    /**
     * Offer an event; while the script loads it is held. Gives how many hooks it is for, as far as known.
     * @param {Event} event
     * @param {Offer} job
     */
    offer(event, job) {
      if (view.state === "off" || view.state === "failed") {
        job.settle?.(null);
        return 0;
      }
      const count = intake.offer(hooks, event, job);
      pump();
      return count;
    },
    stop: () => stop(BY_HAND),
    /** What was asked in this session is of no use any more; what computes may take its time. @param {string} session */
    letGo(session) {
      const isIts = (/** @type {Job} */ { event }) => "session" in event && event.session === session;
      schedule.forget(isIts);
      leave(isIts);
    },
    /** Take a new version or configuration: start, stop, or only pass parameters on. @param {ScriptView} next */
    configure(next) {
      const moved = next.place !== script.place;
      const same = !moved && next.trusted === script.trusted && next.version === script.version && String(next.confirmed_grants) === String(script.confirmed_grants);
      const wasOn = view.state !== "off";
      script = unset ? { ...next, params: script.params } : next;
      if (!next.enabled) {
        release();
        intake.clear();
        return become("off", null);
      }
      if (same && view.state === "failed" && isOfPlace(view.failure)) return runner.restart(); // it may be there by now
      if (same && wasOn) {
        pass();
        return host.onChange(runner);
      }
      return tenure.cell() && wasOn && !moved && ["ready", "failed"].includes(view.state) ? reload() : runner.restart();
    },
    /**
     * Use other parameters from now on, and show at once what they make of the last event.
     * @param {Record<string, unknown>} params
     */
    tune(params) {
      unset = true;
      script = { ...script, params };
      if (view.state === "off" || view.state === "failed" || !hooks) return;
      pass();
      if (!hearsOfParams()) runner.again();
      host.onChange(runner);
    },
    /** The server has the parameters that were tuned. */
    tuned() {
      unset = false;
    },
    last: last.event,
    /** Run the last event again, in the place of what came of it. Gives how many hooks that are. */
    again() {
      const jobs = hooks ? last.again(hooks) : [];
      jobs.forEach(intake.put);
      pump();
      return jobs.length;
    },
    restart() {
      release();
      failures = 0;
      hooks = null;
      last.forget();
      view.error = view.failure = null;
      return start();
    },
    close() {
      intake.clear();
      release();
    },
  };
  return runner;
}
