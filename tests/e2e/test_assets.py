"""Files of the models folder in cells of both languages: what comes, what is refused, what the policy lets through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, serving

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


CASES = [(PYTHON, "bytes 10240 255"), (JAVASCRIPT, "true 10240 255")]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server of its own with two files in its models folder, one of which the scripts declare."""
    data = tmp_path_factory.mktemp("shop")
    (data / "models" / "net").mkdir(parents=True)
    (data / "models" / "net" / "a.bin").write_bytes(CONTENT)
    (data / "models" / "other.bin").write_bytes(b"other")
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
