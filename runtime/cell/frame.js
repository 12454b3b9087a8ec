// The frame of one cell: an opaque origin that owns one worker, of Python or of JavaScript.
//
// It takes one message from the page that opened it, with three ports. `channel` goes on to the worker
// and is the page's only way to it; `files` goes with it and brings what it loads; `control` stays here,
// out of reach of the script, and carries the soft stop and the worker's death.
(() => {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const assets = new URL("..", script.src).href;
  const SIGINT = 2;
  const WORKERS = { python: "worker.js", javascript: "javascript.js" };

  /**
   * @param {{language?: "python" | "javascript"}} settings
   * @param {MessagePort} channel
   * @param {MessagePort} control
   * @param {MessagePort} files
   */
  async function spawn(settings, channel, control, files) {
    const response = await fetch(`${assets}cell/${WORKERS[settings.language ?? "python"]}`);
    const source = await response.text();
    // A classic worker: a module worker from a blob dies silently in an opaque frame (Chromium 156).
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const stoppable = settings.language !== "javascript" && self.crossOriginIsolated;
    const interrupt = stoppable ? new Int32Array(new SharedArrayBuffer(8)) : null;
    worker.onerror = (event) => control.postMessage({ died: event.message || "the worker could not start" });
    control.onmessage = ({ data }) => {
      if (interrupt) [interrupt[1], interrupt[0]] = [data.interrupt, SIGINT];
    };
    control.postMessage({ interruptible: interrupt !== null });
    worker.postMessage({ ...settings, assets, interrupt }, [channel, files]);
  }

  addEventListener(
    "message",
    (event) => {
      const [channel, control, files] = event.ports;
      if (event.source !== parent || !files) return;
      spawn(event.data, channel, control, files).catch((error) => control.postMessage({ died: String(error) }));
    },
    { once: true },
  );
})();
