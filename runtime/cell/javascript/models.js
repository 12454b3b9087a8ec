// The ONNX models of one cell by content, and those the script in it knows by name, as `runtime/limner/models.py` has them.

import { HostError } from "./errors.js";

/** @typedef {ReturnType<typeof createModels>} Models */
/** @typedef {import("../inference.js").Session} Session */
/** @typedef {{data: ArrayLike<number>, dims: number[]}} Given */

/** @param {import("../inference.js").Inference} inference */
export function createModels(inference) {
  /** @type {Map<string, ReturnType<typeof modelOf>>} */
  const named = new Map();
  /** @type {Map<string, Promise<Session>>} */
  const opened = new Map();

  /** @param {string} name @param {import("./run.js").Answer} answer */
  async function open(name, { value, frames }) {
    const session = opened.get(value.sha256) ?? inference.open(frames.length ? { bytes: frames[0] } : { url: value.url });
    opened.set(value.sha256, session);
    try {
      return await session;
    } catch (error) {
      opened.delete(value.sha256);
      throw new HostError(`model '${name}' cannot be opened: ${/** @type {Error} */ (error).message}`);
    }
  }

  return {
    /** Another version of the script has to ask again; what it is told of is there already. */
    forgetNames: () => named.clear(),
    /**
     * Give a model, opened once.
     * @param {string} name
     * @param {import("./run.js").Call} call
     */
    async model(name, call) {
      const kept = named.get(name);
      if (kept) return kept;
      const made = modelOf(name, await open(name, await call("asset", { name })));
      named.set(name, made);
      return made;
    },
  };
}

/** @param {string} name @param {Session} session */
function modelOf(name, { inputs, outputs, run }) {
  /** @param {string} what @param {string[]} names @param {string[]} known */
  function check(what, names, known) {
    const stray = names.find((one) => !known.includes(one));
    if (stray !== undefined) throw new HostError(`model '${name}' has no ${what} '${stray}' (it has: ${known.join(", ")})`);
  }

  return Object.freeze({
    inputs: Object.freeze({ ...inputs }),
    outputs: Object.freeze([...outputs]),
    /**
     * Give the outputs, all or those named, as `{ type, dims, data }` by name. Inputs are `{ data, dims }` by name.
     * @param {Record<string, Given>} given
     * @param {string[]} [wanted]
     */
    async run(given, wanted = outputs) {
      check("input", Object.keys(given), Object.keys(inputs));
      check("output", wanted, outputs);
      const missing = Object.keys(inputs).find((one) => !Object.hasOwn(given, one));
      if (missing !== undefined) throw new HostError(`model '${name}': the input '${missing}' is missing`);
      try {
        const feeds = Object.entries(given).map(([one, { data, dims }]) => [one, { type: inputs[one], data, dims: [...dims] }]);
        return await run(Object.fromEntries(feeds), wanted);
      } catch (error) {
        throw new HostError(`model '${name}': ${/** @type {Error} */ (error).message}`);
      }
    },
  });
}
