"""The way from a cell to its host: nobody finds its port, and breaking the cell breaks nothing else."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.probes.driver import INSIDE, Hostile, in_both_cells, source

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

BOX = (150, 5, 150, 200)
CELL = Path(__file__).parents[2] / "runtime" / "cell" / "javascript"
# What the cell calls between the port and the script.
PREPARE_INSIDE = """
async (args, canvas) => {
  const found = [];
  Error.prepareStackTrace = (_, sites) => sites.map((one) => [one.getThis(), one.getFunction()]);
  const note = () => new Error().stack.flat().forEach((one) => found.push(Object.prototype.toString.call(one)));
  const { get } = Map.prototype;
  const { entries, hasOwn } = Object;
  Map.prototype.get = function (key) { note(); return get.call(this, key); };
  Object.entries = (value) => (note(), entries(value));
  Object.hasOwn = (value, key) => (note(), hasOwn(value, key));
  await canvas.instances();
  Object.assign(Object, { entries, hasOwn });
  Map.prototype.get = get;
  Error.prepareStackTrace = undefined;
  return [...new Set(found)];
}
"""
BREAK_INSIDE = """
async ({ patch }, canvas) => {
  canvas.notify("breaking now");
  new Function(patch)();
}
"""
WALK_INSIDE = """
async ({ planted, modules, walk }, canvas) => {
  if (planted) self.planted = { deep: [new MessageChannel().port1] };
  const roots = await Promise.all(modules.map((url) => import(url)));
  const found = JSON.parse((0, eval)(`(${walk.trim()})`)([canvas, ...roots], () => false));
  delete self.planted;
  return { ...found, handler: self.onmessage };
}
"""
STEAL_INSIDE = """
async (args, canvas) => {
  const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
  const stolen = [];
  Object.defineProperty(MessageEvent.prototype, "data", {
    configurable: true,
    get() {
      const data = get.call(this);
      if (Array.isArray(data) && typeof data[0] === "string") stolen.push(this.target);
      return data;
    },
  });
  await canvas.instances();
  return stolen.map((one) => one.constructor.name).join();
}
"""
BREAK = """
import js

async def probe(args, canvas):
    patch = js.Function.new(args["patch"])
    canvas.notify("breaking now")
    patch()
"""
PATCHES = {
    "MessagePort.postMessage": "MessagePort.prototype.postMessage = () => { throw new Error('broken') }",
    "Promise.then": "Promise.prototype.then = () => { throw new Error('broken') }",
    "JSON.parse": "JSON.parse = JSON.stringify = () => '{}'",
    "Array.prototype": """
        for (const name of ["push", "map", "filter", "values", Symbol.iterator]) {
          Array.prototype[name] = () => { throw new Error("broken") };
        }""",
    "Object.prototype": "Object.defineProperty(Object.prototype, 'type', { get: () => 'fatal', set() {} })",
    "Function.prototype": "Function.prototype.call = Function.prototype.apply = () => { throw new Error('broken') }",
    "MessageEvent.data": "Object.defineProperty(MessageEvent.prototype, 'data', { get: () => ['{}'] })",
    "onmessage": "self.onmessage = self.onerror = () => { throw new Error('broken') }; self.close = null",
}
LOOKALIKES = """
async ({ texts }) => {
  for (const text of texts) {
    self.postMessage([text]);
    self.postMessage(text);
    self.postMessage(JSON.parse(text));
    self.dispatchEvent(new MessageEvent("message", { data: [text], ports: [new MessageChannel().port1] }));
  }
  const { port1, port2 } = new MessageChannel();
  self.postMessage({ died: "forged" }, [port2]);
  self.postMessage({ pyodide: "", runtime: "", packages: [] }, [port1]);
  return texts.length;
}
"""
PREPARE = """
async () => {
  const found = [];
  Error.prepareStackTrace = (_, sites) => sites.map((one) => [one.getThis(), one.getFunction()]);
  const note = () => new Error().stack.flat().forEach((one) => found.push(Object.prototype.toString.call(one)));
  const { then } = Promise.prototype;
  Promise.prototype.then = function (...given) { note(); return then.apply(this, given); };
  await new Promise((resolve) => setTimeout(resolve));
  Promise.prototype.then = then;
  Error.prepareStackTrace = undefined;
  return [...new Set(found)];
}
"""


def test_no_port_can_be_reached_from_javascript_or_python(hostile: Hostile) -> None:
    hostile.renew()
    found = hostile.run(source("walk.py"), by="python", planted=False, walk=source("walk.js"))
    assert (found["ports"], found["unfinished"]) == ([], 0)
    assert found["seen"] > 10_000
    assert found["handler"] in ("None", "null", "jsnull")


def test_the_same_walk_finds_a_port_that_was_hidden_for_it(hostile: Hostile) -> None:
    found = hostile.run(source("walk.py"), by="python", planted=True, walk=source("walk.js"))
    assert found["ports"] == ["self.planted.deep.0"]


@pytest.mark.parametrize("planted", [False, True])
def test_a_script_in_javascript_finds_only_the_port_hidden_for_it(hostile: Hostile, assets: str, planted: bool) -> None:
    modules = [f"{assets}runtime/cell/javascript/{path.name}" for path in CELL.glob("*.js")]
    given = {"planted": planted, "modules": modules, "walk": source("walk.js")}
    found = hostile.run(WALK_INSIDE, by=INSIDE[0], **given)
    assert (found["ports"], found["unfinished"]) == (["self.planted.deep.0"] if planted else [], 0)
    assert found["seen"] > 1_500
    assert found["handler"] is None


def test_a_stack_trace_in_javascript_gives_away_no_port(granted: Hostile) -> None:
    found = granted.run(PREPARE_INSIDE, by=INSIDE[0])
    assert "[object Undefined]" in found
    assert "[object MessagePort]" not in found


def test_a_stack_trace_gives_away_no_port(hostile: Hostile) -> None:
    found = hostile.run(PREPARE)
    assert "[object Undefined]" in found
    assert "[object MessagePort]" not in found


def test_a_patched_message_event_gives_away_no_port(granted: Hostile) -> None:
    try:
        assert granted.run(source("steal_port.py"), by="python") == ""
    finally:
        granted.renew()


def test_a_patched_message_event_in_javascript_gives_away_no_port(granted: Hostile) -> None:
    try:
        assert granted.run(STEAL_INSIDE, by=INSIDE[0]) == ""
    finally:
        granted.twin.renew()


@pytest.mark.parametrize(("code", "by"), [(BREAK, "python"), (BREAK_INSIDE, INSIDE[0])], ids=["python", "javascript"])
@pytest.mark.parametrize("name", PATCHES)
def test_a_script_that_breaks_its_builtins_hurts_only_its_own_cell(
    desk: Desk, hostile: Hostile, warm: tuple[Page, list[str]], name: str, code: str, by: str
) -> None:
    hostile.fire(code, by=by, patch=PATCHES[name])
    hostile.of(by).notice("breaking now")
    desk.draw_box(*BOX)
    (polygon,) = desk.wait_for_kinds("polygon")
    assert polygon["provenance"]["script"] == "limner/box-to-polygon"
    hostile.of(by).renew()
    way = "run_js" if by == "python" else by
    assert hostile.run("async () => [JSON.parse('5')].map((one) => one)", by=way) == [5]
    warm[1].clear()  # what the broken worker met counts as the page's in Playwright


@in_both_cells
def test_what_the_worker_posts_beside_its_port_changes_nothing(desk: Desk, granted: Hostile, by: str) -> None:
    desk.draw_box(*BOX)
    before = desk.wait_for_kinds("polygon")
    desk.wait_saved()
    before = desk.instances()
    created = [{"id": "forged-instance", "geometry": {"kind": "tag"}}]
    deleted = [before[0]["id"]]
    run = before[0]["provenance"]["run"]
    texts = [
        {"type": "result", "run": run, "changes": {"created": created, "deleted": deleted}, "ms": 1},
        {"type": "fatal", "message": "forged"},
        {"type": "initialized", "hooks": []},
        {"type": "notify", "run": run, "text": "forged", "level": "info"},
    ]
    assert granted.run(LOOKALIKES, by=by, texts=[json.dumps(one) for one in texts]) == len(texts)
    assert granted.run("async () => 'alive'", by=by) == "alive"
    assert desk.instances() == before
    assert "forged" not in desk.notices()
