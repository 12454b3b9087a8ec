"""One table of scripts, each in Python and in JavaScript: both say and change the same, wherever they run.

A case of `tests/data/parity_cases.json` holds the event, the lines of a hook in both languages, what the
host answers to its calls (`replies`; `{"cancel": true}` stops the run instead), and all the cell says
(`expect`). Ids are numbered in the order they come and logs, which leave in batches, stand first; how long a
run took and the lines of its traceback are left out, and of a message what `ignore` names, where the
languages speak differently.
"""

import asyncio
import inspect
import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import limner.granted  # the classes of the canvas list themselves
from limner.canvas import GRANTED, Canvas
from limner.cell import Cell
from limner.events import EVENTS
from limner.geometry import KINDS
from limner.hooks import LATEST_BY_DEFAULT
from limner.manifest import GRANTS
from limner.protocol import MESSAGES, VERSION
from limner.services import RANGES, TEXTS, Settings, Storage
from tests.e2e.conversing import OPENED
from tests.e2e.serving import wait

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "data" / "parity_cases.json").read_text())
CELL = ROOT / "runtime" / "cell" / "javascript"
ENVELOPE: dict[str, Any] = {
    "id": "e1",
    "at": "2026-01-01T00:00:00Z",
    "actor": {"kind": "human", "id": "ada"},
    "project": "p1",
    "file": {"id": "f1", "name": "cat.png", "width": 640, "height": 480},
    "revision": 7,
}
JAVASCRIPT = (
    "import { area, bounds, Box, contains, Cuboid, Ellipse, iou, Keypoints, Mask, on, Point, Polygon, Polyline,"
    ' simplify, Tag, toMask } from "limner";'
)
PYTHON = "from limner import *\nfrom limner import HostError"
FRESH = re.compile(r"^[0-9a-f]{32}$")
# Opens one cell and holds all conversations in it: every script comes as a new version of the one before.
HOLD = """async ([language, cases]) => {
OPENED
  const port = channel.port1;
  const send = (message, frames = []) => port.postMessage([JSON.stringify(message), ...frames], frames);
  const buffers = (frames) => frames.map((bytes) => new Uint8Array(bytes).buffer);
  const held = [];
  const next = () => new Promise((resolve, reject) => {
    const silent = () => reject(new Error(`the cell says nothing more; ${held.length} cases are done`));
    const timer = setTimeout(silent, 60_000);
    control.port1.onmessage = ({ data }) => data.died && reject(new Error(data.died));
    port.onmessage = ({ data: [text, ...frames] }) => {
      clearTimeout(timer);
      resolve({ ...JSON.parse(text), ...(frames.length && { frames: frames.map((one) => [...new Uint8Array(one)]) }) });
    };
  });

  async function hold({ init, event, replies }) {
    const said = [];
    send(init);
    for (;;) {
      const message = await next();
      said.push(message);
      if (["result", "error", "fatal"].includes(message.type) || message.error) return said;
      if (message.type === "initialized") send(event);
      if (message.type !== "call") continue;
      const { frames = [], cancel, ...answer } = replies.shift();
      const { run, call } = message;
      if (cancel) send({ type: "cancel", run });
      else send({ type: "reply", run, call, ...answer, binary: frames.length }, buffers(frames));
    }
  }

  document.body.append(frame);
  try {
    await next();
    for (const one of cases) held.push(await hold(one));
    return held;
  } finally {
    frame.remove();
  }
}""".replace("OPENED", OPENED)


def source_of(case: dict[str, Any], language: str) -> str:
    """Write the script of a case: its block, if any, and a hook `answer` with its lines."""
    mark, filters = {"python": "#", "javascript": "//"}[language], case.get("hook", {}).get(language, "")
    block = "".join(f"{mark} {line}\n" for line in case.get("block", ()))
    body = "".join(f"    {line}\n" for line in case[language]) or "    pass\n"
    event = case["event"]["name"]
    if language == "python":
        return f"{block}{PYTHON}\n\n@on({event!r}, {filters})\nasync def answer(event, canvas):\n{body}"
    return (
        f"{block}{JAVASCRIPT}\n\non({event!r}, {{ {filters} }}, async function answer(event, canvas) {{\n{body}}});\n"
    )


def messages_of(case: dict[str, Any], language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    init = {"filename": "script", "source": source_of(case, language), "grants": case["grants"]}
    given = {"params": case.get("params", {}), "packages": case.get("needs", [])}
    event = {**case["event"], **ENVELOPE, "file": {**ENVELOPE["file"], **case["event"].get("file", {})}}
    run = {"type": "event", "run": "r1", "hook": f"answer:{event['name']}", "event": event}
    return {"type": "init", **init, **given}, {**run, "settings": case.get("settings")}


def held_in_memory(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold the conversation of a case with a cell in this process, and give what it said."""
    with ThreadPoolExecutor(1) as thread:  # Playwright has an event loop of its own in this one
        return thread.submit(lambda: asyncio.run(_conversation(case))).result()


async def _conversation(case: dict[str, Any]) -> list[dict[str, Any]]:
    init, event = messages_of(case, "python")
    replies, said = list(case.get("replies", ())), []
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def take(text: str, frames: Sequence[bytes]) -> None:
        heard.put_nowait({**json.loads(text), **({"frames": [list(one) for one in frames]} if frames else {})})

    cell = Cell(take)
    cell.receive(json.dumps(init))
    while True:
        message = await asyncio.wait_for(heard.get(), 20)
        said.append(message)
        if message["type"] in ("result", "error", "fatal") or message.get("error"):
            return normal(said, case)
        if message["type"] == "initialized":
            cell.receive(json.dumps(event))
        elif message["type"] == "call":
            _answer(cell, message, dict(replies.pop(0)))


def _answer(cell: Cell, call: dict[str, Any], reply: dict[str, Any]) -> None:
    frames = [bytes(one) for one in reply.pop("frames", ())]
    to = {"run": call["run"], "call": call["call"], "binary": len(frames)}
    if reply.pop("cancel", False):
        cell.receive(json.dumps({"type": "cancel", "run": call["run"]}))
    else:
        cell.receive(json.dumps({"type": "reply", **to, **reply}), frames)


def normal(said: list[dict[str, Any]], case: dict[str, Any]) -> list[dict[str, Any]]:
    """Leave out what differs from run to run, and number ids; calls count from the first of the case."""
    ids: dict[str, str] = {}
    calls: list[int] = []
    dropped = {"ms", *case.get("ignore", ())}

    def plain(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: plain(item, name) for name, item in value.items() if name not in dropped}
        if isinstance(value, list):
            return [plain(item) for item in value]
        if isinstance(value, str) and FRESH.match(value):
            return ids.setdefault(value, f"#{len(ids) + 1}")
        return int(value) if isinstance(value, float) and value.is_integer() else value

    kept = []
    for message in said:
        if message["type"] == "initialized" and not message.get("error") and not case.get("hooks"):
            continue
        if "error" in message and isinstance(message["error"], dict):
            message["error"].pop("frames", None)
        if message["type"] == "call":
            calls.append(message["call"])
            message["call"] = len(calls)
        kept.append(plain(message))
    return sorted(kept, key=lambda message: message["type"] != "log")


def named_alike(case: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """Give a message with the Python name of a call where JavaScript has its own."""
    camel, snake = case.get("replace_name", ("", ""))
    told: dict[str, Any] = json.loads(json.dumps(message).replace(f"canvas.{camel} ", f"canvas.{snake} "))
    return told


@pytest.fixture(scope="module")
def browser_cells(warm: tuple[Page, list[str]]) -> Iterator[dict[str, dict[str, Any]]]:
    """Hold all conversations in a cell of each language, and give what was said by language and case."""
    page = warm[0]
    wait(page, "document.getElementById('page')")
    found = {}
    for language in ("python", "javascript"):
        given = [dict(zip(("init", "event"), messages_of(case, language), strict=True)) for case in CASES]
        rows = [{**one, "replies": case.get("replies", [])} for one, case in zip(given, CASES, strict=True)]
        said = page.evaluate(HOLD, [language, rows])
        found[language] = {case["name"]: normal(one, case) for case, one in zip(CASES, said, strict=True)}
    yield found


by_case = pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])


@by_case
def test_python_in_memory_answers_as_the_table_says(case: dict[str, Any]) -> None:
    assert held_in_memory(case) == case["expect"]


@by_case
def test_python_in_the_browser_answers_as_the_table_says(
    browser_cells: dict[str, dict[str, Any]], case: dict[str, Any]
) -> None:
    assert browser_cells["python"][case["name"]] == case["expect"]


@by_case
def test_javascript_in_the_browser_answers_as_the_table_says(
    browser_cells: dict[str, dict[str, Any]], case: dict[str, Any]
) -> None:
    said = [named_alike(case, message) for message in browser_cells["javascript"][case["name"]]]
    assert said == case["expect"]


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def calls() -> list[tuple[str, str]]:
    """Give what a script can use of its canvas, each as `(grant or "", name)`."""
    found = [("", name) for name in vars(Canvas) if not name.startswith("_")]
    for grant, added in GRANTED.items():
        found += [(grant, name) for name in vars(added) if not name.startswith("_")]
    found += [
        ("storage", f"storage.{name}") for name, _ in inspect.getmembers(Storage, inspect.isfunction) if name[0] != "_"
    ]
    assert list(Settings.__annotations__) == [*RANGES, *TEXTS]
    return found


def test_every_event_has_a_case() -> None:
    assert set(EVENTS) - {case["event"]["name"] for case in CASES} == set()


def test_every_grant_has_a_case_and_is_known_to_javascript() -> None:
    assert set(GRANTS) - {grant for case in CASES for grant in case["grants"]} == set()
    table = (CELL / "granted.js").read_text().split("export const GRANTED")[1].split("};")[0]
    assert set(re.findall(r"^  \"?([a-z:]+)\"?:", table, re.MULTILINE)) == set(GRANTS) == set(GRANTED)


@pytest.mark.parametrize(("grant", "name"), calls())
def test_every_call_has_a_case_in_both_languages(grant: str, name: str) -> None:
    able = [case for case in CASES if not grant or grant in case["grants"]]
    python = [case for case in able if f"canvas.{name}" in "\n".join(case["python"])]
    assert [case for case in python if f"canvas.{camel(name)}" in "\n".join(case["javascript"])] != []


def test_javascript_knows_the_same_events_kinds_and_protocol() -> None:
    hooks, protocol = (CELL / "hooks.js").read_text(), (CELL / "protocol.js").read_text()
    listed = re.search(r"EVENTS = \[(.*?)\]", hooks, re.DOTALL)
    latest = re.search(r"LATEST_BY_DEFAULT = \[(.*?)\]", hooks)
    assert listed is not None and latest is not None
    assert re.findall(r'"(\w+)"', listed[1]) == list(EVENTS)
    assert set(re.findall(r'"(\w+)"', latest[1])) == LATEST_BY_DEFAULT
    assert f"VERSION = {VERSION};" in protocol
    assert f'RUNTIME = "{limner.__version__}";' in protocol
    assert set(re.findall(r"^  (\w+): \{", protocol, re.MULTILINE)) <= set(MESSAGES)
    made = "\n".join(line for case in CASES for line in case["javascript"])
    assert [kind for kind in KINDS if f"{kind.capitalize()}(" not in made] == []
