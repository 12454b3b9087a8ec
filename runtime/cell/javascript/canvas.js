// The handle a hook receives, built from the script's grants: what is not granted says which grant to declare.

import { contentOf } from "./assets.js";
import { GRANTED } from "./granted.js";
import { reportOf } from "./findings.js";
import { GrantError, LimnerError } from "./errors.js";
import { lineOf, previews } from "./previews.js";

/** @typedef {import("./run.js").Run} Run */

const LEVELS = ["debug", "info", "warning", "error"];

/**
 * @param {string[]} grants
 * @param {Run} run
 */
export function canvasOf(grants, run) {
  /** @type {PropertyDescriptorMap} */
  const members = { ...Object.getOwnPropertyDescriptors(always(run)), ...missing() };
  for (const grant of grants) {
    if (Object.hasOwn(GRANTED, grant)) Object.assign(members, Object.getOwnPropertyDescriptors(GRANTED[grant](run)));
  }
  return Object.freeze(Object.defineProperties({}, members));
}

/** What every script has, whatever its grants. @param {Run} run */
function always(run) {
  return {
    get params() {
      return run.params;
    },
    get signal() {
      return run.signal;
    },
    /** @param {unknown[]} values */
    log(...values) {
      run.tell("log", { text: lineOf(values), level: "info", values: previews(values) });
    },
    /** @param {unknown} message @param {string} [level] */
    notify(message, level = "info") {
      if (!LEVELS.includes(level)) throw new LimnerError(`notify: level '${level}' does not exist, choose from ${LEVELS.join(", ")}`);
      run.tell("notify", { level, text: String(message) });
    },
    /** @param {number} fraction @param {unknown} [text] */
    progress(fraction, text = "") {
      const share = Math.min(1, Math.max(0, Number(fraction)));
      run.tell("progress", { fraction: Number.isFinite(share) ? share : 0, text: String(text) });
    },
    /** Give a file that the block names in `assets`. @param {unknown} name @returns {Promise<ArrayBuffer>} */
    asset: async (name) => contentOf(await run.call("asset", { name: String(name) }), run.signal),
    /** @param {Iterable<import("./findings.js").Finding>} findings @param {{checked?: unknown}} [options] */
    report(findings, { checked = "" } = {}) {
      run.tell("report", reportOf(findings, checked));
    },
    /** Open the ONNX model in a file that the block names in `assets`. @param {unknown} name */
    model: (name) => run.models.model(String(name), run.call),
    /** @param {unknown} message */
    veto(message) {
      if (run.event.name !== "before_save") throw new LimnerError(`canvas.veto answers before_save, not ${run.event.name}`);
      run.veto ||= String(message);
    },
  };
}

/** What each call that no grant brought says when it is used. @returns {PropertyDescriptorMap} */
function missing() {
  /** @type {PropertyDescriptorMap} */
  const members = {};
  for (const [name, grant] of needed()) {
    const message = `canvas.${name} needs the grant "${grant}": add it to grants in the script's block`;
    members[name] = {
      configurable: true,
      get() {
        throw new GrantError(message);
      },
    };
  }
  return members;
}

/** Give each call with the smallest grant that brings it. @returns {Map<string, string>} */
export function needed() {
  const brings = Object.entries(GRANTED).map(([grant, make]) => ({ grant, names: Object.keys(make(/** @type {any} */ ({}))) }));
  brings.sort((one, other) => other.names.length - one.names.length);
  return new Map(brings.flatMap(({ grant, names }) => names.map((name) => /** @type {[string, string]} */ ([name, grant]))));
}
