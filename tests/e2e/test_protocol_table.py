"""The table of conversations that every cell holds, here for the real cell in the real browser.

Every case gets a cell of its own, booted from a snapshot, over the frame and the ports that the
page's `host/cell.js` uses too; two are held at a time. After a case's last message comes one that no
cell knows: its refusal shows that all the cell had to say before is there, and nothing more.
The table's format is documented in `tests/runtime/test_protocol_cases.py`.

A cell takes most of a second to boot, so the table's 74 cases take longer than a test should. Here
are those of `HELD`, by what a browser might do differently; `LIMNER_WHOLE_TABLE=1` holds all.
"""

import os
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.runtime.test_protocol_cases import CASES, fits, merged

pytestmark = pytest.mark.e2e

TOGETHER = 2
HELD = {
    "loading": (
        "the cell speaks first",
        "hooks are announced with their plain filters",
        "a syntax error is shown at its line",
        "an error while loading is shown at its line",
        "what is printed while loading belongs to no run",
    ),
    "order": (
        "an event before the script is out of order",
        "a second event while one runs is out of order",
        "after a message out of order nothing more is taken",
    ),
    "form": (
        "an unknown type is refused",
        "a missing field is refused",
        "a message that is refused leaves the cell as it was",
    ),
    "results": (
        "a box is replaced by a polygon that keeps its label and attributes",
        "out-of-range coordinates are clamped to the file",
        "a shape outside the file is named",
        "a predicate that says no skips the run",
    ),
    "events": ("create_instance arrives whole", "an update says how it was and what changed"),
    "errors": (
        "only the script's own lines are shown",
        "leaving the interpreter is an error of the run",
        "a run that failed leaves the cell ready",
    ),
    "grants": ("without instances:write the canvas says what to declare",),
    "console": (
        "prints carry the run and come before its result",
        "of a flood a thousand lines are kept and the rest counted",
    ),
    "calls": (
        "a call is answered by its number",
        "a refused call is an error of the run",
        "a late reply is ignored",
        "pixels follow the reply as one frame",
        "pixels without their frame are refused",
    ),
    "stopping": (
        "a run that waits is stopped",
        "an interrupt inside a hook is a stop",
        "a stopped script may clean up",
        "a cell that is disposed of while it runs stops and takes nothing more",
    ),
    "parameters": ("two runs in a row use the parameters of their time",),
}
NAMES = {name for names in HELD.values() for name in names}
TAKEN = [case for case in CASES if case["name"] in NAMES or os.environ.get("LIMNER_WHOLE_TABLE")]

HOLD = """async ([cases, together]) => {
  const pageUrl = document.querySelector("link[rel=stylesheet]").href;
  const { fetchSnapshot } = await import(new URL("../js/host/cell.js", pageUrl).href);
  const { bring } = await import(new URL("../js/host/bringing.js", pageUrl).href);
  const settings = JSON.parse(document.getElementById("page").textContent).cell;
  const snapshot = await fetchSnapshot(settings);
  const absolute = (url) => new URL(url, location.href).href;

  function open(packages) {
    const [channel, control, files] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
    const frame = Object.assign(document.createElement("iframe"), { hidden: true, allow: "cross-origin-isolated" });
    frame.sandbox.add("allow-scripts");
    frame.src = settings.frame;
    frame.onload = () => {
      const loaded = { pyodide: absolute(settings.pyodide), runtime: absolute(settings.runtime), packages };
      frame.contentWindow.postMessage(loaded, "*", [channel.port2, control.port2, files.port2]);
    };
    bring(files.port1, absolute(settings.assets), snapshot);
    document.body.append(frame);
    const close = () => {
      for (const { port1 } of [channel, control, files]) port1.close();
      frame.remove();
    };
    return { port: channel.port1, close };
  }

  async function hold({ send, expect, needs = [] }) {
    const { port, close } = open(needs);
    const said = [];
    let notice = () => {};
    port.onmessage = ({ data: [text] }) => {
      said.push(JSON.parse(text));
      notice();
    };
    const until = (what, condition) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${what}`)), 20_000);
        notice = () => condition() && (clearTimeout(timer), resolve());
        notice();
      });
    const goesOn = (one, i) => one.type === "log" && said[i - 1]?.type === "log" && said[i - 1].run === one.run;
    const count = () => said.filter((one, i) => !goesOn(one, i)).length;
    const refusals = () => said.filter(({ type }) => type === "fatal").length;
    let read = 0;
    try {
      for (const step of send) {
        if (step.await) {
          const next = () => said.findIndex(({ type }, i) => i >= read && type === step.await);
          await until(step.await, () => next() >= 0);
          read = next() + 1;
        } else {
          const frames = (step.frames ?? []).map((bytes) => new Uint8Array(bytes).buffer);
          port.postMessage([JSON.stringify(step), ...frames], frames);
        }
      }
      await until(`${expect.length} messages`, () => count() >= expect.length);
      const before = refusals();
      port.postMessage(['{"type":"fence"}']);
      await until("refusal of the last message", () => refusals() > before);
      return { said: said.toSpliced(said.findLastIndex(({ type }) => type === "fatal"), 1) };
    } catch (error) {
      return { said, problem: error.message };
    } finally {
      close();
    }
  }

  const held = {};
  const waiting = [...cases];
  const holdNext = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) held[one.name] = await hold(one);
  };
  await Promise.all(Array.from({ length: together }, holdNext));
  return held;
}"""


@pytest.fixture(scope="module")
def held(warm: tuple[Page, list[str]]) -> dict[str, Any]:
    """Hold all conversations and give what was said in each."""
    found: dict[str, Any] = warm[0].evaluate(HOLD, [TAKEN, TOGETHER])
    return found


def said_as(message: dict[str, Any], expected: dict[str, Any]) -> bool:
    if message["type"] != "fatal":
        return fits(message, expected)
    text: str = message["message"]
    return text.rstrip().endswith(expected["message"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in TAKEN])
def test_the_browser_cell_answers_as_the_table_says(held: dict[str, Any], case: dict[str, Any]) -> None:
    conversation = held[case["name"]]
    assert "problem" not in conversation, conversation
    said = merged(conversation["said"])
    assert [message["type"] for message in said] == [message["type"] for message in case["expect"]], said
    for message, expected in zip(said, case["expect"], strict=True):
        assert said_as(message, expected), (message, expected)


def test_every_case_to_hold_is_in_the_table() -> None:
    assert sorted(NAMES - {case["name"] for case in CASES}) == []
