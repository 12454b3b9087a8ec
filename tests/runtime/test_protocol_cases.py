"""The table of conversations that every cell holds, here for `limner.cell.Cell` in memory.

A case sends its messages one after the other. `{"await": type}` waits until the cell has said a
message of that type since the last wait; `frames` of a message are the binary frames that follow
it; a case that `needs` a package is for cells that have it.

`expect` lists all the cell says, in order: what is given of each must be there, and lists are given
whole. Messages the cell refuses show as `fatal`, whose text may be preceded by the error's name.
Lines of one run that leave in several `log` messages are one here.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from limner import ProtocolError
from limner.cell import LEGAL, Cell
from limner.events import EVENTS
from limner.manifest import GRANTS
from limner.protocol import MESSAGES

CASES = json.loads((Path(__file__).parents[1] / "data" / "protocol_cases.json").read_text())
FROM_CELL = (
    *("ready", "initialized", "call", "flush", "settings", "overlay", "progress", "notify", "report", "log"),
    *("result", "error", "fatal"),
)


async def held(steps: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Hold a conversation until the cell has said at least `count` messages."""
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: list[dict[str, Any]] = []
    cell = Cell(lambda text, _: said.put_nowait(json.loads(text)))
    cell.start()
    for step in steps:
        if "await" in step:
            await until(said, heard, step["await"])
            continue
        try:
            cell.receive(json.dumps(step), [bytes(frame) for frame in step.get("frames", ())])
        except ProtocolError as error:
            said.put_nowait({"type": "fatal", "message": str(error)})
    while len(merged(heard)) < count or not said.empty():
        heard.append(await asyncio.wait_for(said.get(), 10))
    return merged(heard)


async def until(said: "asyncio.Queue[dict[str, Any]]", heard: list[dict[str, Any]], type: str) -> None:
    while True:
        heard.append(await asyncio.wait_for(said.get(), 10))
        if heard[-1]["type"] == type:
            return


def merged(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join log messages of one run that follow each other."""
    found: list[dict[str, Any]] = []
    for message in messages:
        last = found[-1] if found else {}
        if message["type"] == last.get("type") == "log" and message.get("run") == last.get("run"):
            lines, dropped = last["lines"] + message["lines"], last["dropped"] + message["dropped"]
            found[-1] = {**last, "lines": lines, "dropped": dropped}
        else:
            found.append(message)
    return found


def fits(said: Any, expected: Any) -> bool:
    """Say whether all that is expected is there."""
    if isinstance(expected, dict):
        return isinstance(said, dict) and all(key in said and fits(said[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return isinstance(said, list) and len(said) == len(expected) and all(map(fits, said, expected))
    return bool(said == expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_cell_answers_as_the_table_says(case: dict[str, Any]) -> None:
    said = asyncio.run(held(case["send"], len(case["expect"])))
    assert [message["type"] for message in said] == [message["type"] for message in case["expect"]], said
    for message, expected in zip(said, case["expect"], strict=True):
        assert fits(message, expected), (message, expected)


def sent() -> list[dict[str, Any]]:
    return [step for case in CASES for step in case["send"] if "await" not in step]


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_message_to_a_cell_is_sent_and_every_message_from_it_expected() -> None:
    to_cell = {kind.type for kinds in LEGAL.values() for kind in kinds}
    assert {step.get("type") for step in sent()} >= to_cell
    assert {message["type"] for case in CASES for message in case["expect"]} == set(FROM_CELL)
    assert to_cell | set(FROM_CELL) == set(MESSAGES)


def test_every_event_is_sent() -> None:
    assert {step["event"]["name"] for step in sent() if step.get("type") == "event"} >= set(EVENTS)


def test_every_grant_is_missing_once() -> None:
    messages = [message.get("error", {}).get("message", "") for case in CASES for message in case["expect"]]
    assert [grant for grant in GRANTS if not any(f'needs the grant "{grant}"' in text for text in messages)] == []
