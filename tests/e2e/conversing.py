"""Conversations with a real cell in the browser, over the frame and the ports the page uses too."""

from typing import Any

from playwright.sync_api import Page

GRANTS = ["image:read", "instances:read", "instances:write", "overlay", "ask", "storage", "settings", "network"]
FILE = {"id": "f1", "name": "cat.png", "width": 640, "height": 480}
BOX = {
    "id": "i1",
    "file": "f1",
    "label": "cat",
    "geometry": {"kind": "box", "x": 10, "y": 20, "width": 30, "height": 40},
}
Steps = list[dict[str, Any]]
OPENED = """
  const settings = JSON.parse(document.getElementById("page").textContent).cell;
  const absolute = (url) => new URL(url, location.href).href;
  const [channel, control, files] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  const frame = Object.assign(document.createElement("iframe"), { hidden: true, allow: "cross-origin-isolated" });
  frame.sandbox.add("allow-scripts");
  frame.src = settings.frame;
  const base = document.querySelector("link[rel=stylesheet]").href;
  const imported = (name) => import(new URL(`../js/host/${name}.js`, base).href);
  const [{ fetchSnapshot }, { bring }] = await Promise.all([imported("cell"), imported("bringing")]);
  const snapshot = language === "python" ? await fetchSnapshot(settings) : null;
  const python = { pyodide: absolute(settings.pyodide), runtime: absolute(settings.runtime), packages: [] };
  const ports = [channel.port2, control.port2, files.port2];
  frame.onload = () => frame.contentWindow.postMessage({ language, ...python }, "*", ports);
  bring(files.port1, absolute(settings.assets), snapshot);
"""  # a frame with its ports, for JavaScript that is to talk to a cell of `language`
TALK = """async ([language, steps]) => {
OPENED
  const said = [];
  let [read, died, notice] = [0, null, () => {}];
  control.port1.onmessage = ({ data }) => {
    died = data.died ?? died;
    notice();
  };
  channel.port1.onmessage = ({ data: [text, ...frames] }) => {
    const sent = frames.map((one) => [...new Uint8Array(one)]);
    said.push({ ...JSON.parse(text), ...(sent.length && { frames: sent }) });
    notice();
  };
  const until = (type) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${type}: ${JSON.stringify(said)}`)), 20_000);
    notice = () => {
      const found = said.findIndex((one, index) => index >= read && one.type === type);
      if (found < 0 && !died) return;
      read = found + 1;
      clearTimeout(timer);
      if (died) reject(new Error(died));
      else resolve();
    };
    notice();
  });
  document.body.append(frame);
  try {
    for (const { until: type, frames = [], ...message } of steps) {
      const buffers = frames.map((bytes) => new Uint8Array(bytes).buffer);
      if (type) await until(type);
      else channel.port1.postMessage([JSON.stringify(message), ...buffers], buffers);
    }
    return said;
  } finally {
    frame.remove();
  }
}""".replace("OPENED", OPENED)


def converse(page: Page, *steps: dict[str, Any], language: str = "javascript") -> list[dict[str, Any]]:
    """Open a cell, send it the steps in order, and give all it said; `{"until": type}` waits for its next message."""
    said: list[dict[str, Any]] = page.evaluate(TALK, [language, [{"until": "ready"}, *steps]])
    return said


def event(name: str = "create_instance", **fields: Any) -> dict[str, Any]:
    """Give an event as it travels."""
    envelope = {"id": "e1", "at": "2026-01-01T00:00:00Z", "actor": {"kind": "human", "id": "ada"}, "project": "p1"}
    instance = {"instance": BOX} if name.endswith("_instance") else {}
    return {"name": name, **envelope, "file": FILE, "revision": 7, **instance, **fields}


def init(source: str, **fields: Any) -> dict[str, Any]:
    return {"type": "init", "filename": "script.js", "source": source, "grants": GRANTS, "params": {}, **fields}


def run(hook: str = "answer:create_instance", run: str = "r1", **fields: Any) -> dict[str, Any]:
    return {"type": "event", "run": run, "hook": hook, "event": event(hook.split(":")[1], **fields)}


def loaded(source: str, **fields: Any) -> Steps:
    """Give the steps that load a script."""
    return [init(source, **fields), {"until": "initialized"}]


def of_type(said: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [message for message in said if message["type"] == kind]


def last(said: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return of_type(said, kind)[-1]


def lines(said: list[dict[str, Any]]) -> list[str]:
    """Give the texts of all log lines."""
    return [line["text"] for message in of_type(said, "log") for line in message["lines"]]
