"""The way from a cell to its host: nobody finds its port, and breaking the cell breaks nothing else."""

import json

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.probes.driver import Hostile, source

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

BOX = (150, 5, 150, 200)
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


def test_a_stack_trace_gives_away_no_port(hostile: Hostile) -> None:
    found = hostile.run(PREPARE)
    assert "[object Undefined]" in found
    assert "[object MessagePort]" not in found


def test_a_patched_message_event_gives_away_no_port(granted: Hostile) -> None:
    try:
        assert granted.run(source("steal_port.py"), by="python") == ""
    finally:
        granted.renew()


@pytest.mark.parametrize("name", PATCHES)
def test_a_script_that_breaks_its_builtins_hurts_only_its_own_cell(
    desk: Desk, hostile: Hostile, warm: tuple[Page, list[str]], name: str
) -> None:
    hostile.fire(BREAK, by="python", patch=PATCHES[name])
    hostile.notice("breaking now")
    desk.draw_box(*BOX)
    (polygon,) = desk.wait_for_kinds("polygon")
    assert polygon["provenance"]["script"] == "limner/box-to-polygon"
    hostile.renew()
    assert hostile.run("async () => [JSON.parse('5')].map((one) => one)") == [5]
    warm[1].clear()  # what the broken worker met counts as the page's in Playwright


def test_what_the_worker_posts_beside_its_port_changes_nothing(desk: Desk, granted: Hostile) -> None:
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
    assert granted.run(LOOKALIKES, texts=[json.dumps(one) for one in texts]) == len(texts)
    assert granted.run("async () => 'alive'") == "alive"
    assert desk.instances() == before
    assert "forged" not in desk.notices()
