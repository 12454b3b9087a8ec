// What the canvas offers beside instances and pixels: storage, settings of the page, the network.

import { HostError, LimnerError, shown } from "./errors.js";
import { plain } from "./values.js";

/** @typedef {import("./run.js").Run} Run */

const MAX_KEY = 200;
/** @type {Record<string, [number, number]>} */
const RANGES = { brightness: [0.1, 5], contrast: [0.1, 5], gamma: [0.1, 5], clahe: [0, 8], visibility: [0, 1] };
const PLAIN = /** @type {Record<string, number>} */ ({ brightness: 1, contrast: 1, gamma: 1, clahe: 0, visibility: 1 });
const TEXTS = ["tool", "label"];

/**
 * Values of JSON the script keeps from run to run. All of them together may take 1 MiB, one 256 KiB; there
 * may be 1,000. What does not fit throws `HostError` and changes nothing.
 * @param {Run} run
 */
export function stored(run) {
  return Object.freeze({
    /** @param {string} key @param {any} [absent] given where nothing is kept */
    async get(key, absent = null) {
      return (await run.call("storage_get", { key: keyOf(key) })).value ?? absent;
    },
    /** @param {string} key @param {any} value */
    async set(key, value) {
      await run.call("storage_set", { key: keyOf(key), value: kept(key, value) });
    },
    /** @param {string} key */
    async delete(key) {
      await run.call("storage_delete", { key: keyOf(key) });
    },
    /** @returns {Promise<string[]>} */
    async keys() {
      return (await run.call("storage_keys", {})).value;
    },
  });
}

/**
 * How the page shows the file: read and assigned, at once and not stored.
 * @param {Run} run
 */
export function displayed(run) {
  const values = { ...run.settings };
  const names = [...Object.keys(RANGES), ...TEXTS];
  const members = names.map((name) => [
    name,
    {
      enumerable: true,
      get: () => values[name] ?? PLAIN[name] ?? null,
      /** @param {unknown} value */
      set(value) {
        values[name] = setting(name, value);
        run.tell("settings", { values: { [name]: value } });
      },
    },
  ]);
  return Object.preventExtensions(Object.defineProperties({}, Object.fromEntries(members)));
}

/**
 * Ask a host that the block names in `connect`, through the server.
 * @param {Run} run
 */
export function fetched(run) {
  /**
   * @param {string | URL} url
   * @param {{method?: string, headers?: Record<string, string> | Headers, body?: string | ArrayBuffer | ArrayBufferView | null}} [options]
   */
  return async (url, { method = "GET", headers = {}, body = null } = {}) => {
    const named = headers instanceof Headers ? Object.fromEntries(headers) : headers;
    const asked = { url: String(url), method, headers: plain(named, "headers") };
    const { value, frames } = await run.call("fetch", asked, body === null ? [] : [bytesOf(body)]);
    const bytes = new Uint8Array(frames[0] ?? new ArrayBuffer(0));
    const text = () => new TextDecoder().decode(bytes);
    return Object.freeze({ status: value.status, headers: value.headers, url: value.url, bytes, text, json: () => JSON.parse(text()) });
  };
}

/** @param {string | ArrayBuffer | ArrayBufferView} body @returns {ArrayBuffer} */
function bytesOf(body) {
  if (typeof body === "string") return /** @type {ArrayBuffer} */ (new TextEncoder().encode(body).buffer);
  if (body instanceof ArrayBuffer) return body.slice(0);
  if (!ArrayBuffer.isView(body)) throw new HostError(`fetch: body is ${shown(body)}, expected a text or bytes`);
  return /** @type {ArrayBuffer} */ (Uint8Array.from(new Uint8Array(body.buffer, body.byteOffset, body.byteLength)).buffer);
}

/** @param {unknown} key @returns {string} */
function keyOf(key) {
  if (typeof key === "string" && key.length > 0 && key.length <= MAX_KEY) return key;
  throw new HostError(`storage: a key is a text of 1 to ${MAX_KEY} characters, not ${shown(key)}`);
}

/** @param {string} key @param {unknown} value */
function kept(key, value) {
  try {
    return plain(value);
  } catch (error) {
    throw new HostError(`storage: ${shown(key)} cannot be kept as JSON: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} name @param {unknown} value */
function setting(name, value) {
  if (TEXTS.includes(name)) {
    if (typeof value === "string") return value;
    throw new LimnerError(`settings.${name} is ${shown(value)}, expected a text`);
  }
  const [low, high] = RANGES[name];
  if (typeof value === "number" && value >= low && value <= high) return value;
  throw new LimnerError(`settings.${name} is ${shown(value)}, expected a number from ${low} to ${high}`);
}
