// One interpreter with one script in it, as a state machine that talks in messages, as `runtime/limner/cell.py` is.

import { canvasOf } from "./canvas.js";
import { createConsole } from "./console.js";
import { HostError, ProtocolError, Stopped } from "./errors.js";
import { eventFrom } from "./events.js";
import { failureOf } from "./failure.js";
import { createModels } from "./models.js";
import { createModules } from "./modules.js";
import { decode, encode, fatal, RUNTIME, VERSION } from "./protocol.js";
import { addReturned, createRun } from "./run.js";
import { compact } from "./values.js";

/** @typedef {"starting" | "ready" | "running" | "stopping" | "failed"} State */
/** @typedef {import("./protocol.js").Message} Message */
/** @typedef {import("./run.js").Run} Run */

/** @type {Record<State, string[]>} */
export const LEGAL = {
  starting: ["init", "dispose"],
  ready: ["init", "event", "params", "cancel", "reply", "dispose"],
  running: ["cancel", "reply", "params", "dispose"],
  stopping: ["event", "cancel", "reply", "params", "dispose"],
  failed: ["dispose"],
};

const GRACE_MS = 100; // less than the host gives, so that a hook which waits for its own timer costs no cell
const [later, never] = [setTimeout, clearTimeout];

/**
 * Take messages with `receive`; answers leave through the `send` given. One run at a time.
 * @param {{assets: string, inference: import("../inference.js").Inference, send: (text: string, frames?: ArrayBuffer[]) => void}} given
 */
export function createCell({ assets, inference, send }) {
  const models = createModels(inference);
  const modules = createModules(assets);
  const loader = import("./loader.js"); // with the parser, which the cell need not wait for to be ready
  const console = createConsole(say);
  /** @type {State} */
  let state = "starting";
  /** @type {{text: string, frames: ArrayBuffer[]}[] | null} */
  let held = null;
  /** @type {import("./loader.js").Script | null} */
  let script = null;
  /** @type {import("./failure.js").Origin} */
  let origin = { marks: [], lines: [] };
  /** @type {string[]} */
  let grants = [];
  /** @type {Record<string, unknown>} */
  let given = {};
  /** @type {Run | null} */
  let live = null;
  /** @type {import("./protocol.js").EventMessage | null} what begins when a run that is being stopped is over */
  let next = null;
  /** @type {Map<number, {resolve: (answer: import("./run.js").Answer) => void, reject: (error: Error) => void}>} */
  const pending = new Map();
  let calls = 0;
  let onStop = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Message} message @param {ArrayBuffer[]} [frames] */
  function say(message, frames) {
    send(encode(message), frames);
  }

  /**
   * Take one message. Throws `ProtocolError` on one that is malformed or out of order.
   * @param {string} text
   * @param {ArrayBuffer[]} frames
   */
  function receive(text, frames) {
    if (held) {
      held.push({ text, frames }); // a script that loads is not disturbed
      return;
    }
    const message = decode(text);
    const expected = LEGAL[state];
    if (!expected.includes(message.type) || (next && message.type === "event")) {
      state = "failed";
      throw new ProtocolError(`got '${message.type}', expected one of: ${expected.join(", ")}`);
    }
    take(message, frames);
  }

  /** @param {import("./protocol.js").EventMessage} message */
  function arrive(message) {
    if (state === "stopping") next = message;
    else begin(message).catch(broken);
  }

  /** @param {Message} message @param {ArrayBuffer[]} frames */
  function take(message, frames) {
    if (message.type === "init") init(/** @type {any} */ (message)).catch(broken);
    else if (message.type === "event") arrive(/** @type {any} */ (message));
    else if (message.type === "cancel") cancel(message.run, message.reason ?? "stopped");
    else if (message.type === "params") given = message.params;
    else if (message.type === "reply") reply(/** @type {any} */ (message), frames);
    else dispose();
  }

  /** @param {import("./protocol.js").Init} message */
  async function init(message) {
    held = [];
    const { load, loadFailure } = await loader;
    [grants, given, origin] = [message.grants ?? [], message.params ?? {}, { marks: [], lines: [] }];
    models.forgetNames();
    console.begin(null);
    try {
      script = await load(message, modules, origin);
      script.params(given);
      state = "ready";
      const text = encode({ type: "initialized", hooks: [...script.bound.values()].map(({ hook }) => hook) });
      console.end();
      send(text);
    } catch (error) {
      state = "starting"; // the next version may load
      console.end();
      say({ type: "initialized", hooks: [], error: loadFailure(error, origin) });
    }
    release();
  }

  /** Take what came while the script loaded. */
  function release() {
    const waiting = held ?? [];
    held = null;
    while (waiting.length && !held) {
      const { text, frames } = /** @type {{text: string, frames: ArrayBuffer[]}} */ (waiting.shift());
      try {
        receive(text, frames);
      } catch (error) {
        send(fatal(error));
      }
    }
    if (held) /** @type {unknown[]} */ (held).push(...waiting);
  }

  /** @param {import("./protocol.js").EventMessage} message */
  async function begin(message) {
    state = "running";
    console.begin(message.run);
    const started = performance.now();
    /** @type {Message} */
    let last;
    try {
      last = await Promise.race([answer(message, started), stopped(message)]);
    } catch (error) {
      const isStop = error instanceof Stopped && (live === null || live.signal.aborted);
      last = isStop ? stopping(message.run) : { type: "error", run: message.run, error: failureOf(error, origin), stopped: false };
    }
    if (live?.signal.aborted) last = stopping(message.run);
    finish(last);
  }

  /** @param {import("./protocol.js").EventMessage} message @param {number} started @returns {Promise<Message>} */
  async function answer(message, started) {
    const event = eventFrom(message.event);
    const bound = script?.bound.get(message.hook);
    if (!script || !bound) throw new ProtocolError(`the script has no hook '${message.hook}'`);
    const run = newRun(message, event, script.params(given));
    live = run;
    if (bound.when && !bound.when(event)) return { type: "result", run: message.run, changes: nothing(), ms: 0, skipped: true };
    const canvas = canvasOf(grants, run);
    const value = await bound.handler(event, canvas);
    await addReturned(() => /** @type {any} */ (canvas).create, value);
    const changes = run.changes();
    const ms = Math.round((performance.now() - started) * 1000) / 1000;
    return compact({ type: "result", run: message.run, changes, ms, skipped: false, veto: run.veto });
  }

  /** @param {import("./protocol.js").EventMessage} message @param {any} event @param {any} params */
  function newRun({ run: id, settings = null }, event, params) {
    return createRun({ id, event, params, models, settings: settings ?? null, call: caller(id), tell: teller(id) });
  }

  /** @param {string} run @returns {import("./run.js").Call} */
  function caller(run) {
    return (method, args, frames = []) =>
      new Promise((resolve, reject) => {
        calls += 1;
        pending.set(calls, { resolve, reject });
        say({ type: "call", run, call: calls, method, args, binary: frames.length }, frames);
      });
  }

  /** @param {string} run @returns {(what: string, said: any, frames?: ArrayBuffer[]) => void} */
  function teller(run) {
    return (what, said, frames = []) => {
      if (what === "log") return console.line(said);
      if (live?.id !== run || live.over) return undefined; // of a run that is over
      return say({ type: what, run, ...said }, frames);
    };
  }

  /** Settle once the run was stopped and had its chance to clean up. @param {import("./protocol.js").EventMessage} message @returns {Promise<Message>} */
  function stopped({ run }) {
    return new Promise((resolve) => {
      onStop = () => {
        timer = later(() => resolve(stopping(run)), GRACE_MS);
      };
    });
  }
  /** @param {Message} last */
  function finish(last) {
    never(timer);
    onStop = () => {};
    pending.clear();
    if (live) live.over = true;
    live = null;
    if (state !== "failed") state = "ready";
    console.end();
    say(last);
    console.begin(null);
    const waiting = next;
    next = null;
    if (waiting) begin(waiting).catch(broken);
  }

  /** @param {import("./protocol.js").Reply} message @param {ArrayBuffer[]} frames */
  function reply({ call, value, error = null }, frames) {
    const waiting = pending.get(call);
    pending.delete(call);
    if (error === null || error === undefined) waiting?.resolve({ value: value ?? null, frames });
    else waiting?.reject(new HostError(error));
  }

  /** @param {string} run @param {string} reason */
  function cancel(run, reason) {
    if (next?.run === run) {
      next = null;
      say(stopping(run));
    }
    if (live?.id !== run || state !== "running") return;
    state = "stopping";
    halt(reason);
  }

  /** @param {string} reason */
  function halt(reason) {
    live?.stop(reason);
    for (const { reject } of pending.values()) reject(new Stopped(reason));
    pending.clear();
    onStop();
  }

  function dispose() {
    state = "failed";
    next = null;
    halt("the cell is no longer needed");
  }

  /** The cell cannot go on: its own modules did not come, or the script broke what they stand on. @param {unknown} error */
  function broken(error) {
    state = "failed";
    send(fatal(error));
  }

  /** Tell of an error that nobody caught, which would otherwise end the cell. @param {any} error */
  function uncaught(error) {
    if (error instanceof Stopped) return;
    const { type, message, frames } = failureOf(error, origin);
    const line = frames?.at(-1)?.line;
    console.line({ text: `Uncaught ${type}${line ? ` in line ${line}` : ""}: ${message}`, level: "error" });
  }

  return {
    /** Say that the cell is there. */
    start() {
      console.install();
      addEventListener("error", (event) => {
        event.preventDefault();
        uncaught(event.error ?? event.message);
      });
      addEventListener("unhandledrejection", (event) => uncaught(event.reason));
      say({ type: "ready", protocol: VERSION, runtime: RUNTIME, language: "JavaScript" });
    },
    receive,
  };
}

/** @param {string} run @returns {Message} */
function stopping(run) {
  return { type: "error", run, error: { type: "Stopped", message: "the run was stopped", frames: [] }, stopped: true };
}

function nothing() {
  return { created: [], updated: [], deleted: [], suggested: [] };
}
