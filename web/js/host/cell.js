// One cell as the page sees it: a frame of an opaque origin, a port to its worker, a life.

import * as validators from "../generated/messages.js";
import { bring } from "./bringing.js";

/** @typedef {import("../../types/data.d.ts").Ready | import("../../types/data.d.ts").Initialized | import("../../types/data.d.ts").Call | import("../../types/data.d.ts").Flush | import("../../types/data.d.ts").SettingsMessage | import("../../types/data.d.ts").Overlay | import("../../types/data.d.ts").Progress | import("../../types/data.d.ts").Notify | import("../../types/data.d.ts").Report | import("../../types/data.d.ts").Log | import("../../types/data.d.ts").Result | import("../../types/data.d.ts").ErrorMessage | import("../../types/data.d.ts").Fatal} CellMessage */

/**
 * @typedef {object} CellSettings
 * @property {string} frame URL of the cell's frame
 * @property {string} pyodide URL of the folder Pyodide is loaded from
 * @property {string} runtime URL of the runtime's wheel
 * @property {string | null} snapshot URL of Pyodide's memory with the runtime imported, compressed by gzip
 * @property {string | null} compiled URL of a zip file of NumPy's bytecode
 * @property {string} assets URL of the folder of everything a cell loads
 * @property {string} build changes with every file the cell loads
 */

/** @typedef {"python" | "javascript"} Language */

/**
 * @typedef {object} Cell
 * @property {string[]} packages requirements loaded before any script
 * @property {Promise<void>} ready resolves when the cell has said `ready`; rejects if it dies before
 * @property {(message: object, buffers?: ArrayBuffer[]) => void} send
 * @property {(listener: (message: CellMessage, buffers: ArrayBuffer[]) => void) => void} listen
 * @property {(listener: (reason: string) => void) => void} watch hears why the cell died
 * @property {(run: string) => boolean} interrupt asks Python to stop a run; false where the browser gives no way to
 * @property {(reason?: string) => void} close
 * @property {(run: string) => import("../../types/local.d.ts").Ran} [placeOf] where a run is computed, and why there; without it in this browser
 */

/** @typedef {{(message: unknown): boolean, errors?: {instancePath: string, message?: string}[] | null}} Validator */
/** @type {Record<string, Validator>} */
const VALIDATORS = { .../** @type {any} */ (validators) };
const BOOT_SECONDS = 120;
/** What Pyodide's snapshots begin with: a zero and "snp". */
const SNAPSHOT = 0x00736e70;
const FLOOD = 20_000;
const LONG = 1_000_000;
const LONGEST = 64 * 1024 * 1024;

/**
 * Open a cell and boot it.
 * @param {CellSettings} settings
 * @param {{packages?: string[], snapshot?: ArrayBuffer | Promise<ArrayBuffer | null> | null, language?: Language}} options its frame starts while the snapshot comes
 * @returns {Cell}
 */
export function openCell(settings, { packages = [], snapshot = null, language = "python" } = {}) {
  const { channel, control, dispose } = openFrame(settings, { packages, snapshot, language });
  /** @type {(message: CellMessage, buffers: ArrayBuffer[]) => void} */
  let listener = () => {};
  /** @type {(reason: string) => void} */
  let watcher = () => {};
  let alive = true;
  let interruptible = false;
  /** @type {string[]} the last two runs it was told of, the newest first: an interrupt says which it is for */
  let told = [];
  let runs = 0;
  let flood = 0;
  /** @type {(() => void)[]} messages read but not taken yet */
  const late = [];
  /** @type {PromiseWithResolvers<void>} */
  const ready = withResolvers();
  ready.promise.catch(() => {});
  const timer = setTimeout(() => close("the cell did not start in time"), BOOT_SECONDS * 1000);

  /** @param {string} [reason] */
  function close(reason) {
    if (!alive) return;
    alive = false;
    clearTimeout(timer);
    dispose();
    ready.reject(new Error(reason ?? "the cell was closed"));
    if (reason) watcher(reason);
  }

  /** @param {CellMessage} message @param {ArrayBuffer[]} buffers */
  function take(message, buffers) {
    if (message.type === "fatal") return close(message.message || "the cell cannot go on");
    if (message.type !== "ready") return listener(message, buffers);
    clearTimeout(timer);
    return ready.resolve();
  }

  function catchUp() {
    while (late.length) {
      late[0]();
      late.shift();
    }
  }

  control.onmessage = ({ data }) => {
    if (data.died) close(String(data.died));
    if ("interruptible" in data) interruptible = data.interruptible === true;
  };
  channel.onmessage = ({ data }) => {
    flood += 1;
    if (!alive) return;
    if (flood > FLOOD) return close("the script flooded its host with messages");
    const message = read(data);
    if (typeof message === "string") return close(message);
    late.push(() => take(message, data.slice(1)));
    if (late.length === 1 && data[0].length < LONG) return catchUp();
    return late.length === 1 ? setTimeout(catchUp) : undefined; // a long one was work enough for one task
  };

  return {
    packages,
    ready: ready.promise,
    send(message, buffers = []) {
      if (!alive) return;
      if ("type" in message && (message.type === "event" || message.type === "init")) flood = 0;
      if ("run" in message && "type" in message && message.type === "event") {
        runs += 1;
        told = [String(message.run), ...told.slice(0, 1)];
      }
      channel.postMessage([JSON.stringify(message), ...buffers], buffers);
    },
    listen(next) {
      listener = next;
    },
    watch(next) {
      watcher = next;
    },
    interrupt(run) {
      const back = told.indexOf(run);
      if (interruptible && back >= 0) control.postMessage({ interrupt: runs - back });
      return interruptible;
    },
    close,
  };
}

/**
 * Fetch the snapshot cells of Python start from. Gives null where there is none, or it does not come whole.
 * @param {CellSettings} settings
 * @returns {Promise<ArrayBuffer | null>}
 */
export async function fetchSnapshot({ snapshot }) {
  if (!snapshot) return null;
  try {
    const { body, ok } = await fetch(snapshot);
    if (!ok || !body) return null;
    const memory = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    return new DataView(memory).getUint32(0) === SNAPSHOT ? memory : null; // given another, Pyodide never starts and says nothing
  } catch {
    return null; // cells start without it, which takes a second more
  }
}

/**
 * @param {CellSettings} settings
 * @param {{packages: string[], snapshot: ArrayBuffer | Promise<ArrayBuffer | null> | null, language: Language}} options
 */
function openFrame(settings, { snapshot, ...options }) {
  const channel = new MessageChannel();
  const control = new MessageChannel();
  const files = new MessageChannel();
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.allow = "cross-origin-isolated";
  frame.hidden = true;
  frame.src = settings.frame;
  const urls = { pyodide: absolute(settings.pyodide), runtime: absolute(settings.runtime), assets: absolute(settings.assets), compiled: settings.compiled && absolute(settings.compiled) };
  frame.onload = () => {
    // The frame's origin is opaque, so no other target origin can name it.
    frame.contentWindow?.postMessage({ ...urls, ...options }, "*", [channel.port2, control.port2, files.port2]);
  };
  bring(files.port1, urls.assets, snapshot);
  document.body.append(frame);
  function dispose() {
    channel.port1.close();
    control.port1.close();
    files.port1.close();
    frame.remove();
  }
  return { channel: channel.port1, control: control.port1, dispose };
}

/**
 * @param {unknown} data
 * @returns {CellMessage | string} the message, or why it is none
 */
export function read(data) {
  const text = Array.isArray(data) ? data[0] : null;
  if (typeof text !== "string") return "the cell sent something that is no message";
  if (text.length > LONGEST) return `the cell sent ${text.length} characters at once, at most ${LONGEST} are read`;
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return "the cell sent something that is no JSON";
  }
  const validate = Object.hasOwn(VALIDATORS, message?.type) ? VALIDATORS[message.type] : null;
  if (!validate) return `the cell sent a message of type ${JSON.stringify(message?.type)}, which no cell may send`;
  // JSON's own grammar lets 1e999 through as Infinity, which no schema refuses.
  const endless = ["fraction", "ms", "opacity"].find((name) => name in message && !Number.isFinite(message[name]));
  if (endless) return `the cell sent a bad ${message.type}: ${endless} is no finite number`;
  if (!framed(message, /** @type {unknown[]} */ (data))) return `the cell sent a bad ${message.type}: its binary frames are not those it announces`;
  if (validate(message)) return message;
  return `the cell sent a bad ${message.type}: ${reasonOf(validate.errors)}`;
}

/** @param {{binary?: unknown}} message @param {unknown[]} data */
function framed({ binary = 0 }, data) {
  return binary === data.length - 1 && data.slice(1).every((frame) => frame instanceof ArrayBuffer && frame.byteLength <= LONGEST);
}

/** @param {{instancePath: string, message?: string}[] | null | undefined} errors */
function reasonOf(errors) {
  const [first] = errors ?? [];
  return first ? `${first.instancePath || "it"} ${first.message}` : "it does not have the form of one";
}

/** @param {string} url */
function absolute(url) {
  return new URL(url, location.href).href;
}

function withResolvers() {
  /** @type {any} */
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
