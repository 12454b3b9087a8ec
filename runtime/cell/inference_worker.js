// The worker of a cell's ONNX models: sessions of onnxruntime-web, one thread each. It answers the cell and nobody else.
(() => {
  "use strict";

  /** @type {any} */
  const scope = self;
  /** @type {any[]} */
  const sessions = [];
  let base = "";
  let last = Promise.resolve();

  /** The library, loaded when it is asked for. */
  function library() {
    if (!scope.ort) {
      scope.importScripts(`${base}ort.wasm.min.js`);
      Object.assign(scope.ort.env.wasm, { numThreads: 1, proxy: false, wasmPaths: base });
      scope.ort.env.logLevel = "error";
    }
    return scope.ort;
  }

  /** @param {string} url */
  async function bytes(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response.arrayBuffer();
  }

  /** @param {{url?: string, bytes?: ArrayBuffer}} model */
  async function open(model) {
    const content = new Uint8Array(model.bytes ?? (await bytes(/** @type {string} */ (model.url))));
    const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
    const session = await library().InferenceSession.create(content, options);
    const inputs = Object.fromEntries(session.inputMetadata.map((/** @type {any} */ one) => [one.name, one.type]));
    return { session: sessions.push(session) - 1, inputs, outputs: [...session.outputNames] };
  }

  /** @param {any} message */
  async function run({ run: index, feeds, wanted }) {
    const { Tensor } = library();
    const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)]);
    const session = sessions[index];
    const given = await session.run(Object.fromEntries(tensors), wanted ?? session.outputNames);
    return Object.fromEntries(Object.entries(given).map(([name, { type, dims, data }]) => [name, { type, dims: [...dims], data }]));
  }

  /** @param {any} message */
  async function answer(message) {
    if (message.open) return open(message.open);
    return message.warm ? void library() : run(message);
  }

  /** @param {any} value @returns {Transferable[]} */
  function buffers(value) {
    return value && !value.inputs ? Object.values(value).map(({ data }) => data.buffer) : [];
  }

  scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (data.base) {
      base = data.base;
      return;
    }
    last = last.then(async () => {
      try {
        const value = await answer(data);
        scope.postMessage({ id: data.id, value: value ?? null }, buffers(value));
      } catch (error) {
        scope.postMessage({ id: data.id, error: String(/** @type {any} */ (error)?.message ?? error) });
      }
    });
  };
})();
