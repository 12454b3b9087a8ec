"""Files of the models folder in cells of both languages: what comes, what is refused, what the policy lets through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, serving
from tests.onnx import model

pytestmark = pytest.mark.e2e

CONTENT = bytes(range(256)) * 40
PYTHON = """
# /// script
# [tool.limner]
# name = "Reader"
# assets = ["net/*"]
# ///
from limner import HostError, on


@on("command")
async def read(event, canvas):
    content = await canvas.asset("net/a.bin")
    print(type(content).__name__, len(content), content[255])
    for name in ("net/none.bin", "other.bin", "net/../other.bin"):
        try:
            await canvas.asset(name)
        except HostError as error:
            print(error)
"""
JAVASCRIPT = """
// /// script
// [tool.limner]
// name = "Reader too"
// assets = ["net/*"]
// ///
import { HostError, on } from "limner";

on("command", async (event, canvas) => {
  const content = await canvas.asset("net/a.bin");
  console.log(content instanceof ArrayBuffer, content.byteLength, new Uint8Array(content)[255]);
  for (const name of ["net/none.bin", "other.bin", "net/../other.bin"]) {
    try {
      await canvas.asset(name);
    } catch (error) {
      if (error instanceof HostError) console.log(error.message);
    }
  }
});
"""


RUN_PYTHON = """
# /// script
# dependencies = ["numpy", "onnxruntime>=1.20"]
# [tool.limner]
# name = "Squares"
# assets = ["*.onnx"]
# modules = ["rbush"]
# ///
import js
import numpy as np

from limner import on


@on("command")
async def square(event, canvas):
    small = await canvas.model("small.onnx")
    given = np.arange(6, dtype=np.int64)[::2]
    answer = await small.run({"x": given}, outputs=["double"])
    print(small.inputs, {name: (one.dtype.name, one.tolist()) for name, one in answer.items()})
    print(js.modules["rbush"].default.new().all().length)
    await canvas.model("broken.onnx")
"""
RUN_JAVASCRIPT = """
// /// script
// [tool.limner]
// name = "Squares too"
// assets = ["*.onnx"]
// ///
import { on } from "limner";

on("command", async (event, canvas) => {
  const small = await canvas.model("small.onnx");
  const answer = await small.run({ x: { data: [0, 2, 4], dims: [3] } }, ["double"]);
  console.log(Object.keys(answer).join(), answer.double.type, Array.from(answer.double.data).join());
  console.log(typeof Worker);
  await canvas.model("broken.onnx");
});
"""
MODELS = [
    (RUN_PYTHON, ["{'x': 'float32'} {'double': ('float32', [0.0, 4.0, 8.0])}", "0"]),
    (RUN_JAVASCRIPT, ["double float32 0,4,8", "undefined"]),
]
CASES = [(PYTHON, "bytes 10240 255"), (JAVASCRIPT, "true 10240 255")]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server of its own with two files in its models folder, one of which the scripts declare."""
    data = tmp_path_factory.mktemp("shop")
    (data / "models" / "net").mkdir(parents=True)
    (data / "models" / "net" / "a.bin").write_bytes(CONTENT)
    (data / "models" / "other.bin").write_bytes(b"other")
    (data / "models" / "small.onnx").write_bytes(model())
    (data / "models" / "broken.onnx").write_bytes(b"no model")
    with serving(data) as running:
        yield running, data / "models"


@pytest.fixture(scope="module")
def page(browser: Browser, shop: tuple[Server, Path]) -> Iterator[Page]:
    context = signed_in(browser, shop[0])
    yield opened(context, shop[0])
    context.close()


@pytest.mark.parametrize(
    ("source", "first"), [(PYTHON, "bytes 10240 255"), (JAVASCRIPT, "true 10240 255")], ids=["python", "javascript"]
)
def test_a_declared_file_comes_and_others_say_why_not(
    page: Page, shop: tuple[Server, Path], source: str, first: str
) -> None:
    server, folder = shop
    desk = Desk(page, server)
    script = desk.add_script(source, "reader.py" if source is PYTHON else "reader.js")
    name = "Reader" if source is PYTHON else "Reader too"
    desk.wait_script(name, seconds=60)
    desk.run(name)
    lines = desk.said(name, 4)
    desk.show_tab("scripts")
    desk.remove_script(script)
    assert lines[0] == first
    assert lines[1].startswith(f"asset 'net/none.bin' is neither in {folder} nor in ")
    assert lines[2].startswith("asset 'other.bin' is not declared: add it to assets in the script's block")
    assert lines[3].startswith("asset 'net/../other.bin': a name is a path below the models folder")


@pytest.mark.parametrize(("source", "said"), MODELS, ids=["python", "javascript"])
def test_a_model_computes_beside_the_cell(page: Page, shop: tuple[Server, Path], source: str, said: list[str]) -> None:
    desk = Desk(page, shop[0])
    script = desk.add_script(source, "squares.py" if source is RUN_PYTHON else "squares.js")
    name = "Squares" if source is RUN_PYTHON else "Squares too"
    desk.wait_script(name, seconds=60)
    desk.run(name)
    lines = desk.said(name, 3)
    desk.show_tab("scripts")
    desk.remove_script(script)
    assert lines[:2] == said
    assert "model 'broken.onnx' cannot be opened: " in lines[2]
