// The worker of one cell: loads Pyodide, the runtime and the packages asked for, and connects
// `limner.cell.Cell` to the port it was given. Classic, so `import()` is used for modules.
(() => {
  "use strict";

  /**
   * @typedef {object} Settings
   * @property {string} assets URL of the folder of everything a cell loads
   * @property {string} pyodide URL of the folder Pyodide is loaded from
   * @property {string} runtime URL of the runtime's wheel
   * @property {string[]} packages requirements to load before any script
   * @property {string | null} [compiled] URL of a zip file of NumPy's bytecode
   * @property {Int32Array | null} interrupt shared with the frame: the signal, and the run it is for; null where there is no shared memory
   */
  /** @typedef {any} Pyodide */
  /**
   * @typedef {object} Helpers
   * @property {(names: string[]) => void} preload
   * @property {import("./inference.js").Inference} inference
   * @property {ReturnType<typeof import("./javascript/modules.js").createModules>} modules
   * @property {Int32Array | null} interrupt
   * @property {string | null | undefined} compiled
   * @property {ReturnType<typeof fetchThrough>["loading"]} loading
   */
  /** @typedef {{status: number, type: string, body: ArrayBuffer | null}} File what the page brings */
  /** @typedef {(data: unknown[], transfer?: Transferable[]) => void} Post */

  const GLUE = `
import importlib
import signal
import sys
from limner import browser
from limner.cell import Cell
from limner.errors import ProtocolError
from pyodide.ffi import to_js

def connect(send, inference, meant):
    answer = lambda text, frames: send(text, to_js([bytes(frame) for frame in frames]) if frames else None)
    cell = Cell(answer, browser.opener(inference))
    signal.signal(signal.SIGINT, lambda signum, frame: cell.interrupt(meant()))
    def receive(text, buffers):
        try:
            cell.receive(text, [buffer.to_bytes() for buffer in buffers])
        except ProtocolError as error:
            return str(error)
    return cell.start, receive

def preload(names):
    for name in names:
        importlib.import_module(name)

if "random" in sys.modules:
    sys.modules["random"].seed()  # cells of the same snapshot would all draw the same numbers
connect, preload
`;

  /** What takes long to import, by the package that brings it. @type {Record<string, string>} */
  const PRELOADED = { numpy: "numpy", "opencv-python": "cv2" };
  const OPENCV = /^opencv[-_.](contrib[-_.])?python([-_.]headless)?$/;

  /** Requirements that are met without a package: `onnxruntime` stands for what `canvas.model` uses. */
  const STANDS_FOR = new Set(["limner", "onnxruntime"]);

  const { stringify, parse } = JSON;
  /** @param {unknown} error */
  const quoted = (error) => stringify(error instanceof Error ? error.message : String(error));

  /** @param {string[]} requirements as in PEP 508 */
  function packageNames(requirements) {
    const names = requirements.map((text) => /^[A-Za-z0-9._-]+/.exec(text)?.[0].toLowerCase() ?? text);
    return [...new Set(names.map((name) => (OPENCV.test(name) ? "opencv-python" : name)))].filter((name) => !STANDS_FOR.has(name));
  }

  /** @param {string} url */
  async function bytes(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /**
   * Let the page fetch what lies among the assets: a frame of an opaque origin has no HTTP cache. Gives what
   * does something meanwhile; scripts have the browser's own `fetch`.
   * @param {string} folder
   * @param {MessagePort} page
   */
  function fetchThrough(folder, page) {
    let before = self.fetch;
    let depth = 0;
    /** @type {Map<number, {resolve: (file: File) => void, reject: (error: Error) => void}>} */
    const waiting = new Map();
    let asked = 0;
    page.onmessage = ({ data: { id, status, type, body, error } }) => {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) reject?.(new TypeError(error));
      else resolve?.({ status, type, body });
    };

    /** @type {Map<string, Promise<Response>>} asked for before they are needed, each to be had once */
    const ahead = new Map();

    /** @param {string} url @param {string} integrity @returns {Promise<File>} */
    const brought = (url, integrity = "") => {
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        page.postMessage({ id, url, integrity });
      });
    };

    /** @param {string} url @param {string} integrity */
    const ask = async (url, integrity) => {
      const { body, status, type } = await brought(url, integrity);
      return new Response(body, { status, headers: { "Content-Type": type } });
    };

    /** @param {string} url @param {string} integrity */
    const expect = (url, integrity) => {
      const coming = ask(url, integrity);
      coming.catch(() => {}); // said where it is needed
      ahead.set(url, coming);
    };

    /** @type {typeof fetch} */
    const through = (input, init) => {
      const url = String(input);
      if (!url.startsWith(folder)) return before.call(self, input, init);
      const coming = ahead.get(url) ?? ask(url, init?.integrity ?? "");
      ahead.delete(url);
      return coming;
    };

    return {
      /** Give Pyodide's memory with the runtime imported, or null. */
      snapshot: async () => (await brought("snapshot")).body,
      /** Do something while `fetch` is the page's. @template T @param {() => Promise<T>} action @returns {Promise<T>} */
      async loading(action) {
        if (!depth) before = self.fetch;
        depth += 1;
        self.fetch = through;
        try {
          return await action();
        } finally {
          depth -= 1;
          if (!depth) self.fetch = before;
        }
      },
      /**
       * Ask for the files of packages while Pyodide starts: they are large.
       * @param {Settings} settings
       * @param {string[]} names
       */
      async hasten({ pyodide, compiled }, names) {
        if (!names.length || !pyodide.startsWith(folder)) return;
        const { packages } = await (await ask(`${pyodide}pyodide-lock.json`, "")).json();
        const all = new Set(names.flatMap((name) => [...(packages[name]?.depends ?? []), name]));
        if (compiled && all.has("numpy")) expect(compiled, "");
        for (const name of all) {
          if (!packages[name]) continue; // said by what loads them
          const { file_name: file, sha256 } = packages[name];
          const digest = btoa(String.fromCharCode(...sha256.match(/../g).map((/** @type {string} */ byte) => Number.parseInt(byte, 16))));
          expect(pyodide + file, `sha256-${digest}`);
        }
      },
    };
  }

  /** @param {Settings} settings @param {Promise<ArrayBuffer | null>} coming Pyodide's memory with the runtime imported */
  async function start({ pyodide: indexURL, interrupt, runtime }, coming) {
    const [{ loadPyodide }, wheel, snapshot] = await Promise.all([import(`${indexURL}pyodide.mjs`), bytes(runtime), coming]);
    const plainly = () => loadPyodide({ indexURL });
    const pyodide = await (snapshot ? loadPyodide({ indexURL, _loadSnapshot: snapshot }).catch(plainly) : plainly());
    if (interrupt) pyodide.setInterruptBuffer(interrupt);
    return { pyodide, wheel };
  }

  /**
   * Load packages, and import those that take long, so that the script's first run does not wait for them.
   * @param {Pyodide} pyodide
   * @param {string[]} requirements
   * @param {Helpers} helpers
   */
  async function load(pyodide, requirements, { preload, inference, compiled }) {
    if (requirements.some((text) => /^onnxruntime\b(?![.-])/i.test(text))) inference.warm().catch(() => {}); // said by the first model
    const names = packageNames(requirements);
    if (!names.length) return;
    const quiet = { messageCallback: () => {}, errorCallback: () => {} };
    /** @type {{name: string}[]} */
    const loaded = await pyodide.loadPackage(names, quiet).catch((/** @type {Error} */ error) => {
      throw new Error(`the browser cannot load ${names.join(", ")}: ${error.message}`);
    });
    const missing = names.filter((name) => !(name in pyodide.loadedPackages));
    if (missing.length) throw new Error(`the browser has no package ${missing.join(", ")}; see which are vendored`);
    if (compiled && loaded.some(({ name }) => name === "numpy")) {
      const archive = await bytes(compiled).catch(() => null); // then it is compiled, which takes longer
      if (archive) pyodide.unpackArchive(archive, "zip", { extractDir: pyodide.runPython("import site; site.getsitepackages()[0]") });
    }
    preload(loaded.flatMap(({ name }) => PRELOADED[name] ?? []));
  }

  /**
   * Bring the JavaScript libraries a Python script declares: `js.modules` has them by name.
   * @param {string[]} names
   * @param {Helpers["modules"]} modules
   */
  async function bring(names, modules) {
    const brought = new Map();
    for (const name of names) brought.set(name, await import(await modules.resolve(name, names, 0)));
    /** @type {any} */ (self).modules = brought;
  }

  /**
   * @param {Settings} settings
   * @param {MessagePort} port
   * @param {ReturnType<typeof fetchThrough>} files
   */
  async function boot(settings, port, { loading, hasten, snapshot }) {
    hasten(settings, packageNames(settings.packages)).catch(() => {}); // then they come when they are needed
    const post = /** @type {Post} */ (port.postMessage.bind(port));
    const [{ pyodide, wheel }, { removePowers }, { createInference, forPython }, { createModules }] = await Promise.all([
      loading(() => start(settings, snapshot())),
      import(`${settings.assets}cell/powers.js`),
      import(`${settings.assets}cell/inference.js`),
      import(`${settings.assets}runtime/cell/javascript/modules.js`),
    ]);
    pyodide.unpackArchive(wheel, "wheel"); // a snapshot holds what was imported, but no files
    const [connect, preload] = pyodide.runPython(GLUE);
    const inference = createInference(settings.assets);
    const helpers = { preload, inference, modules: createModules(settings.assets), interrupt: settings.interrupt, compiled: settings.compiled, loading };
    await loading(() => load(pyodide, settings.packages, helpers));
    const [begin, receive] = connect((/** @type {string} */ text, /** @type {Uint8Array[] | undefined} */ frames) => {
      const buffers = (frames ?? []).map(({ buffer }) => /** @type {ArrayBuffer} */ (buffer));
      post([text, ...buffers], buffers);
    }, forPython(inference), () => settings.interrupt?.[1] ?? 0);
    removePowers();
    listen(port, post, { pyodide, receive, ...helpers });
    begin();
  }

  /**
   * @param {MessagePort} port
   * @param {Post} post
   * @param {Helpers & {pyodide: Pyodide, receive: (text: string, buffers: ArrayBuffer[]) => string | undefined}} cell
   */
  function listen(port, post, { pyodide, receive, ...helpers }) {
    const { interrupt } = helpers;
    // Taken before any script runs: one that replaced the getter would be handed the port with the event.
    const dataOf = /** @type {() => unknown[]} */ (Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get);
    const { apply } = Reflect;
    port.onmessage = async (event) => {
      const [text, ...buffers] = /** @type {[string, ...ArrayBuffer[]]} */ (apply(dataOf, event, []));
      const message = parse(text);
      if (interrupt && message.type === "init") interrupt[0] = 0; // one that came late would break the unpacking of packages
      try {
        if (message.type === "init") {
          await helpers.loading(() => load(pyodide, message.packages ?? [], helpers));
          await bring(message.modules ?? [], helpers.modules);
        }
      } catch (error) {
        const failure = `{"type":"ImportError","message":${quoted(error)},"frames":[]}`;
        post([`{"type":"initialized","hooks":[],"error":${failure}}`]);
        return;
      }
      try {
        const refused = receive(text, buffers);
        if (refused) post([`{"type":"fatal","message":${quoted(refused)}}`]);
      } catch (error) {
        post([`{"type":"fatal","message":${quoted(error)}}`]);
      }
    };
  }

  self.onmessage = ({ data, ports: [port, page] }) => {
    self.onmessage = null;
    boot(data, port, fetchThrough(data.assets, page)).catch((error) => port.postMessage([`{"type":"fatal","message":${quoted(error)}}`]));
  };
})();
