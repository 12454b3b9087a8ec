// The worker of one cell for JavaScript: loads the cell's modules and hands them the port. Classic, because
// a module worker from a blob dies silently in an opaque frame (Chromium 156); `import()` works all the same.
(() => {
  "use strict";

  self.onmessage = ({ data, ports: [port] }) => {
    self.onmessage = null;
    import(`${data.assets}runtime/cell/javascript/worker.js`)
      .then(({ boot }) => boot(data, port))
      .catch((error) => port.postMessage([JSON.stringify({ type: "fatal", message: String(error?.message ?? error) })]));
  };
})();
