// ONNX models for cells of both languages, in a worker of their own: a model may compute for seconds, and the cell
// goes on hearing its host. It has to be made before a script runs, which finds no Worker any more.

/** @typedef {{type: string, dims: number[], data: any}} Tensor `data` is a typed array of that type */
/** @typedef {{inputs: Record<string, string>, outputs: string[], run: (feeds: Record<string, Tensor>, wanted?: string[] | null) => Promise<Record<string, Tensor>>}} Session */
/** @typedef {ReturnType<typeof createInference>} Inference */

const Made = Worker;
const read = fetch;

/** @param {string} assets URL of the folder of everything a cell loads */
export function createInference(assets) {
  /** @type {Promise<Worker> | null} */
  let started = null;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const asked = new Map();
  let count = 0;

  async function start() {
    const source = await (await read(`${assets}cell/inference_worker.js`)).text();
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Made(url);
    worker.onmessage = ({ data: { id, value, error } }) => {
      const waiting = asked.get(id);
      asked.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    };
    worker.onerror = (event) => {
      for (const { reject } of asked.values()) reject(new Error(event.message || "the worker of the models could not start"));
      asked.clear();
      started = null;
    };
    worker.postMessage({ base: `${assets}web/vendor/onnxruntime/` });
    return worker;
  }

  /** @param {object} message @param {Transferable[]} [transfer] @returns {Promise<any>} */
  async function ask(message, transfer = []) {
    started ??= start();
    const worker = await started;
    count += 1;
    const id = count;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      worker.postMessage({ id, ...message }, transfer);
    });
  }

  return {
    /** Load the library now, so that the first model does not wait for it. */
    warm: () => ask({ warm: true }),
    /**
     * Open a model: its bytes, which are given away, or where they lie.
     * @param {{url?: string, bytes?: ArrayBuffer}} model
     * @returns {Promise<Session>}
     */
    async open(model) {
      const { session, inputs, outputs } = await ask({ open: model }, model.bytes ? [model.bytes] : []);
      return { inputs, outputs, run: async (feeds, wanted = null) => ask({ run: session, feeds: brought(feeds), wanted }) };
    },
  };
}

/** Give each tensor's values in the array of its type. @param {Record<string, Tensor>} feeds */
function brought(feeds) {
  return Object.fromEntries(Object.entries(feeds).map(([name, { type, dims, data }]) => [name, { type, dims, data: typed(type, data) }]));
}

/**
 * Give what `limner.browser` calls: arrays travel as bytes.
 * @param {Inference} inference
 */
export function forPython(inference) {
  /** @param {Session} session */
  const session = ({ inputs, outputs, run }) => ({
    inputs,
    outputs,
    /** @param {[string, string, number[], Uint8Array<ArrayBuffer>][]} feeds @param {string[]} wanted */
    async run(feeds, wanted) {
      const given = await run(Object.fromEntries(feeds.map(([name, type, dims, bytes]) => [name, { type, dims, data: bytes.buffer }])), wanted);
      return new Map(Object.entries(given).map(([name, { type, dims, data }]) => [name, [type, dims, new Uint8Array(data.buffer)]]));
    },
  });
  return {
    /** @param {string | undefined} url @param {Uint8Array<ArrayBuffer> | null} bytes */
    open: async (url, bytes) => session(await inference.open(bytes ? { bytes: bytes.buffer } : { url })),
  };
}

const TYPES = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

/**
 * Give values as the typed array of a tensor's type.
 * @param {string} type
 * @param {any} values a buffer of them, or whatever holds numbers
 */
export function typed(type, values) {
  /** @type {any} */
  const Type = Object.hasOwn(TYPES, type) ? TYPES[/** @type {keyof typeof TYPES} */ (type)] : null;
  if (!Type) throw new Error(`tensors of ${type} are not supported`);
  if (values instanceof Type) return values;
  if (values instanceof ArrayBuffer) return new Type(values);
  return type.endsWith("int64") ? Type.from(values, BigInt) : Type.from(values, Number);
}
