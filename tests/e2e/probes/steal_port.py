"""Patch what the worker's own handler reads of a message, and see whether it hands over its port."""

from pyodide.code import run_js

PATCH = """
() => {
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
  self.stolen = [];
  Object.defineProperty(MessageEvent.prototype, "data", {
    configurable: true,
    get() {
      const data = get.call(this);
      if (Array.isArray(data) && typeof data[0] === "string") self.stolen.push(this.target);
      return data;
    },
  });
}
"""
USED = """
() => {
  self.stolen[0]?.postMessage([JSON.stringify({ type: "log", lines: [{ text: "through the stolen port" }] })]);
  return self.stolen.map((one) => one.constructor.name).join();
}
"""


async def probe(args, canvas):
    run_js(PATCH)()
    await canvas.instances()  # the answer comes through the port
    return run_js(USED)()
