// The messages between host and cell as JSON text; `runtime/limner/protocol.py` defines them.

import { ProtocolError, shown } from "./errors.js";

export const VERSION = 1;
export const RUNTIME = "0.1.0";

/** @typedef {import("../../../web/types/data.d.ts").Init} Init */
/** @typedef {import("../../../web/types/data.d.ts").EventMessage} EventMessage */
/** @typedef {import("../../../web/types/data.d.ts").Reply} Reply */
/** @typedef {{type: string} & Record<string, any>} Message */

// Taken before any script runs, as everything here that a script could replace.
const { parse, stringify } = JSON;

/** What the fields of the host's messages are. @type {Record<string, Record<string, string>>} */
const FORMS = {
  init: { filename: "string", source: "string" },
  event: { run: "string", hook: "string", event: "object" },
  cancel: { run: "string" },
  params: { params: "object" },
  reply: { run: "string", call: "number" },
  dispose: {},
};

/**
 * Read a message of the host. Throws `ProtocolError` that says what does not fit.
 * @param {string} text
 * @returns {Message}
 */
export function decode(text) {
  const message = parsed(text);
  const type = message?.type;
  if (typeof type !== "string" || !Object.hasOwn(FORMS, type)) {
    throw new ProtocolError(`message type is ${shown(type)}, expected one of ${Object.keys(FORMS).join(", ")}`);
  }
  for (const [name, form] of Object.entries(FORMS[type])) {
    if (!(name in message)) throw new ProtocolError(`${type} lacks ${name}`);
    if (typeof message[name] !== form || message[name] === null) {
      throw new ProtocolError(`${type}.${name} is ${shown(message[name])}, expected ${form === "object" ? "an object" : `a ${form}`}`);
    }
  }
  return message;
}

/** @param {Message} message */
export function encode(message) {
  return stringify(message);
}

/** @param {unknown} error */
export function fatal(error) {
  return stringify({ type: "fatal", message: error instanceof Error ? error.message : String(error) });
}

/** @param {string} text */
function parsed(text) {
  try {
    return parse(text);
  } catch (error) {
    throw new ProtocolError(`not JSON: ${/** @type {Error} */ (error).message}`);
  }
}
