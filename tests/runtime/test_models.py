"""ONNX models in CPython: opened once, kept by content, run beside the cell, and clear where something does not fit."""

import asyncio
import sys
from typing import Any

import numpy as np
import pytest

from limner import HostError, testing
from limner.models import Models
from limner.services import Answer
from tests.onnx import model

IMAGE = np.zeros((8, 10, 3), np.uint8)
SCRIPT = """
# /// script
# dependencies = ["numpy", "onnxruntime"]
# [tool.limner]
# name = "Squares"
# assets = ["net/*.onnx"]
# ///
import numpy as np

from limner import on


@on("open_file")
async def square(event, canvas):
    small = await canvas.model("net/small.onnx")
    {body}
"""


class Shelf:
    """A host that has files and counts how often it was asked for one."""

    def __init__(self, **files: bytes) -> None:
        self.files, self.asked = files, 0

    async def call(self, _: str, args: dict[str, Any]) -> Answer:
        self.asked += 1
        return Answer(
            {"name": args["name"], "sha256": str(hash(self.files[args["name"]]))}, (self.files[args["name"]],)
        )


def told(body: str, **assets: bytes) -> str:
    """Run the script and give what it wrote, or its error."""
    given = {"net/small.onnx": model(), **assets}
    outcome = testing.run(SCRIPT.format(body=body), testing.opened(IMAGE), image=IMAGE, assets=given)
    return outcome.error.message if outcome.error else "\n".join(line.text for line in outcome.lines)


def test_it_says_what_it_takes_and_gives() -> None:
    assert told("print(small.inputs, small.outputs)") == "{'x': 'float32'} ('square', 'double')"


def test_it_computes_whatever_numbers_it_is_given() -> None:
    said = told("print({k: (v.dtype.name, v.tolist()) for k, v in (await small.run({'x': [1, 2, 3]})).items()})")
    assert said == "{'square': ('float32', [1.0, 4.0, 9.0]), 'double': ('float32', [2.0, 4.0, 6.0])}"


def test_only_the_outputs_asked_for_come() -> None:
    said = told("print((await small.run({'x': np.arange(3)[::-1]}, outputs=['double']))['double'].tolist())")
    assert said == "[4.0, 2.0, 0.0]"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("await small.run({})", "model 'net/small.onnx': the input 'x' is missing"),
        ("await small.run({'x': [1], 'y': [2]})", "model 'net/small.onnx' has no input 'y' (it has: x)"),
        (
            "await small.run({'x': [1]}, outputs=['cube'])",
            "model 'net/small.onnx' has no output 'cube' (it has: square, double)",
        ),
        ("await small.run({'x': [[1, 2]]})", "model 'net/small.onnx': "),
        ("await canvas.model('net/other.onnx')", "asset 'net/other.onnx' is not among those given"),
        ("await canvas.model('other.onnx')", "asset 'other.onnx' is not declared"),
    ],
)
def test_what_does_not_fit_is_named(body: str, message: str) -> None:
    assert told(body).startswith(message)


def test_a_file_that_is_no_model_is_named() -> None:
    assert told("pass", **{"net/small.onnx": b"no model"}).startswith("model 'net/small.onnx' cannot be opened: ")


def test_without_onnxruntime_the_error_says_how_to_bring_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert told("pass") == "canvas.model needs onnxruntime: pip install 'limner[scripts]'"


def test_a_model_is_opened_once_and_stays_when_the_script_changes() -> None:
    async def engines() -> list[Any]:
        shelf, models = Shelf(a=model(), b=model()), Models()
        found = [await models.model("a", shelf.call), await models.model("a", shelf.call)]
        models.forget_names()
        found.append(await models.model("b", shelf.call))
        assert shelf.asked == 2
        return [one._engine for one in found]

    first, *others = asyncio.run(engines())
    assert all(one is first for one in others)


def test_a_model_that_cannot_be_opened_is_tried_anew() -> None:
    async def both() -> str:
        shelf, models = Shelf(a=b"broken"), Models()
        with pytest.raises(HostError):
            await models.model("a", shelf.call)
        shelf.files["a"] = model()
        return ", ".join((await models.model("a", shelf.call)).outputs)

    assert asyncio.run(both()) == "square, double"


def test_a_run_that_is_stopped_leaves_the_opening_to_the_next() -> None:
    async def opener(_: Answer) -> Any:
        nonlocal opened
        opened += 1
        await begun.wait()
        return type("Engine", (), {"inputs": {}, "outputs": ()})()

    async def both() -> None:
        shelf, models = Shelf(a=b"1"), Models(opener)
        first = asyncio.ensure_future(models.model("a", shelf.call))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first.cancel()
        second = asyncio.ensure_future(models.model("a", shelf.call))
        await asyncio.sleep(0)
        begun.set()
        await second

    opened, begun = 0, asyncio.Event()
    asyncio.run(both())
    assert opened == 1
