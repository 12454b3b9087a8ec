// The worker of one cell: loads Pyodide, the runtime and the packages asked for, and connects
// `limner.cell.Cell` to the port it was given. Classic, so `import()` is used for modules.
(() => {
  "use strict";

  const GLUE = `
import asyncio, importlib
from limner.cell import Cell

def connect(send):
    cell = Cell(send)
    def receive(text, buffers):
        cell.receive(text, [buffer.to_bytes() for buffer in buffers])
    return cell.start, receive

def preload(names):
    for name in names:
        importlib.import_module(name)

connect, preload
`;

  // What a script could use to outlive its cell or to talk past its port. The opaque origin and the
  // policy hold without this; it is one more wall.
  const POWERS = ["Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches"];
  const OPENCV = /^opencv[-_.](contrib[-_.])?python([-_.]headless)?$/;

  const { stringify, parse } = JSON;
  const quote = (text) => stringify(String(text));

  function packageNames(requirements) {
    const names = requirements.map((text) => /^[A-Za-z0-9._-]+/.exec(text)?.[0].toLowerCase() ?? text);
    return [...new Set(names.map((name) => (OPENCV.test(name) ? "opencv-python" : name)).filter((name) => name !== "limner"))];
  }

  function removePowers() {
    for (const name of POWERS) {
      for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) {
        if (Object.hasOwn(owner, name)) delete owner[name];
      }
    }
  }

  async function bytes(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async function start({ pyodide: indexURL, snapshot, makeSnapshot, interrupt, runtime }) {
    const [{ loadPyodide }, wheel] = await Promise.all([import(`${indexURL}pyodide.mjs`), bytes(runtime)]);
    const options = { indexURL };
    if (snapshot) options._loadSnapshot = snapshot;
    if (makeSnapshot) options._makeSnapshot = true;
    const pyodide = await loadPyodide(options);
    if (interrupt) pyodide.setInterruptBuffer(interrupt);
    return { pyodide, wheel };
  }

  async function load(pyodide, requirements, preload) {
    const names = packageNames(requirements);
    if (!names.length) return;
    const loaded = await pyodide.loadPackage(names, { messageCallback: () => {}, errorCallback: () => {} });
    const missing = names.filter((name) => !(name in pyodide.loadedPackages));
    if (missing.length) {
      throw new Error(`the browser has no package ${missing.join(", ")}; it is not among the vendored ones`);
    }
    preload(loaded.flatMap((entry) => entry.imports ?? []).filter((name) => name === "numpy" || name === "cv2"));
  }

  async function boot(settings, port) {
    const post = port.postMessage.bind(port);
    const { pyodide, wheel } = await start(settings);
    if (settings.makeSnapshot) {
      const snapshot = pyodide.makeMemorySnapshot();
      post([quote("snapshot"), snapshot.buffer], [snapshot.buffer]);
      return;
    }
    pyodide.unpackArchive(wheel, "wheel");
    const [connect, preload] = pyodide.runPython(GLUE);
    await load(pyodide, settings.packages, preload);
    const [begin, receive] = connect((text) => post([text]));
    removePowers();
    listen(port, post, pyodide, receive, preload, settings.interrupt);
    begin();
  }

  function listen(port, post, pyodide, receive, preload, interrupt) {
    const failed = (text, error) => post([`{"type":"${text}",${error}}`]);
    port.onmessage = async ({ data: [text, ...buffers] }) => {
      if (interrupt) interrupt[0] = 0; // Python is idle here, so a stop that came late means nothing
      const message = parse(text);
      try {
        if (message.type === "init") await load(pyodide, message.packages ?? [], preload);
      } catch (error) {
        failed("initialized", `"hooks":[],"error":{"type":"ImportError","message":${quote(error.message)},"frames":[]}`);
        return;
      }
      try {
        receive(text, buffers);
      } catch (error) {
        failed("fatal", `"message":${quote(String(error.message).trim().split("\n").at(-1))}`);
      }
    };
  }

  self.onmessage = ({ data, ports: [port] }) => {
    self.onmessage = null;
    boot(data, port).catch((error) => port.postMessage([`{"type":"fatal","message":${quote(error.message ?? error)}}`]));
  };
})();
