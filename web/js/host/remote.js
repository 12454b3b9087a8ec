// A cell beside the page: the same messages over a WebSocket to the server, which has the script in a process
// of its own or at a backend. A line that is cut is drawn again; what ran then is asked for once more.

import { createLine } from "./line.js";

/** @typedef {import("./cell.js").Cell} Cell */
/** @typedef {import("./cell.js").CellMessage} CellMessage */
/** @typedef {import("../../types/local.d.ts").Ran} Ran */

/**
 * @typedef {object} Asked a run the server was asked for
 * @property {object} message the event as it was sent
 * @property {boolean} again it was asked for a second time
 * @property {string | null} over why it was told to stop
 * @property {boolean} seen something of it has reached the page that cannot be taken for not said
 */

const PATIENCE_MS = 20_000;
/** What can be said and asked again without anybody noticing. */
const QUIET = new Set(["log", "progress", "instances", "storage_get", "storage_keys"]);

/**
 * Open a cell beside the page.
 * @param {string} script its id
 * @param {string} place where the server runs it: `server` or `backend:NAME`
 * @param {() => void} onChange the line was lost, or is back
 * @returns {Cell & {isLost: () => boolean}}
 */
export function openRemote(script, place, onChange = () => {}) {
  /** @type {(message: CellMessage, buffers: ArrayBuffer[]) => void} */
  let listener = () => {};
  /** @type {(reason: string) => void} */
  let watcher = () => {};
  /** @type {Map<string, Asked>} by run */
  const runs = new Map();
  /** @type {Map<number, {run: string, call: number}>} calls of this line, by the number the page knows them under */
  const calls = new Map();
  let counter = 0;
  /** @type {object | null} */
  let init = null;
  /** @type {string | null} what the page was told of the script's hooks, as JSON */
  let known = null;
  let isOpen = false;
  let isLoaded = false;
  let alive = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let losing;
  /** @type {() => void} */
  let began = () => {};
  /** @type {(error: Error) => void} */
  let refused = () => {};
  const ready = new Promise((resolve, reject) => {
    [began, refused] = [() => resolve(undefined), reject];
  });
  ready.catch(() => {});

  const line = createLine(`/api/scripts/${encodeURIComponent(script)}/cell`, {
    onMessage: take,
    onLost: lost,
    onEnd: close,
  });

  /** @param {string} [reason] */
  function close(reason) {
    if (!alive) return;
    alive = false;
    arrived();
    line.close();
    refused(new Error(reason ?? "the cell was closed"));
    if (reason) watcher(reason);
  }

  function lost() {
    const wasOpen = isOpen;
    isOpen = isLoaded = false;
    calls.clear();
    if (!wasOpen) return;
    expect();
    for (const [run, asked] of [...runs]) {
      if (asked.over !== null) fail(run, asked.over, true);
      else if (asked.again) fail(run, "the connection to the server was lost twice in this run; run it again");
      else if (asked.seen) fail(run, "the connection to the server was lost in the middle of the run, too late to begin anew unnoticed; run it again");
      else listener({ type: "notify", run, level: "warning", text: "The connection to the server was lost. The run starts anew as soon as it is back." }, []);
      asked.again = true;
    }
    onChange();
  }

  function expect() {
    losing ??= setTimeout(giveUp, PATIENCE_MS);
  }

  function arrived() {
    clearTimeout(losing);
    losing = undefined;
  }

  /** Whoever waits is told when the server does not come back. */
  function giveUp() {
    losing = undefined;
    for (const run of [...runs.keys()]) fail(run, `the server has not been reached for ${PATIENCE_MS / 1000} s; what you draw is kept here until it is back`);
  }

  /** @param {string} run @param {string} message @param {boolean} [stopped] */
  function fail(run, message, stopped = false) {
    if (!runs.delete(run)) return;
    listener({ type: "error", run, error: { type: stopped ? "Stopped" : "ConnectionLost", message, frames: [] }, stopped }, []);
  }

  /** @param {CellMessage} message @param {ArrayBuffer[]} buffers */
  function take(message, buffers) {
    if (message.type === "fatal") return close(message.message || "the server cannot run it");
    if (message.type === "ready") return opened();
    if (message.type === "initialized") return initialized(message);
    if (!("run" in message) || message.run == null) return listener(message, buffers);
    const asked = runs.get(message.run);
    if (!asked) return undefined; // of a run that is over
    if (message.type === "result" || message.type === "error") runs.delete(message.run);
    else if (!QUIET.has(message.type === "call" ? message.method : message.type)) asked.seen = true;
    return listener(message.type === "call" ? numbered(message) : message, buffers);
  }

  /** Calls of one line must not be answered on the next, which counts from one again. @param {import("../../types/data.d.ts").Call} message */
  function numbered(message) {
    counter += 1;
    calls.set(counter, { run: message.run, call: message.call });
    return { ...message, call: counter };
  }

  function opened() {
    isOpen = true;
    arrived();
    began();
    if (init) line.send(init);
    onChange();
  }

  /** @param {import("../../types/data.d.ts").Initialized} message */
  function initialized(message) {
    const { hooks = [], error } = message;
    const told = JSON.stringify([hooks, error ?? null]);
    const isFirst = known === null;
    if (!isFirst && known !== told) return close(error ? `${error.type}: ${error.message}` : "the script is another one on the server now");
    known = told;
    isLoaded = !error;
    if (isFirst) listener(message, []);
    if (isLoaded) runs.forEach(({ message: event }) => line.send(event));
    return undefined;
  }

  /** @param {{run: string, reason: string}} message */
  function cancel(message) {
    const asked = runs.get(message.run);
    if (asked) asked.over = message.reason;
    if (isLoaded) line.send(message);
    else queueMicrotask(() => fail(message.run, message.reason, true)); // whoever stops it has not done with that yet
  }

  /** @param {any} message @param {ArrayBuffer[]} buffers */
  function reply(message, buffers) {
    const asked = calls.get(message.call);
    if (asked) line.send({ ...message, call: asked.call }, buffers);
    calls.delete(message.call);
  }

  return {
    packages: [],
    ready,
    isLost: () => !isOpen && known !== null,
    placeOf: () => ({ place, why: "" }),
    /** @param {any} message @param {ArrayBuffer[]} [buffers] */
    send(message, buffers = []) {
      if (!alive) return undefined;
      if (message.type === "cancel") return cancel(message);
      if (message.type === "reply") return reply(message, buffers);
      if (message.type === "params") init = { ...init, params: message.params };
      if (message.type === "init") {
        [init, known, isLoaded] = [message, null, false];
        return isOpen ? line.send(message) : undefined;
      }
      if (message.type === "event") {
        runs.set(message.run, { message, again: false, seen: false, over: null });
        if (!isOpen) arrived(); // it has its own time to wait
        if (!isOpen) expect();
      }
      return isLoaded ? line.send(message, buffers) : undefined;
    },
    listen(next) {
      listener = next;
    },
    watch(next) {
      watcher = next;
    },
    interrupt: () => false,
    close,
  };
}
