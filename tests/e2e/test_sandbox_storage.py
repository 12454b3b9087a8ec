"""What a script can keep in the browser or tell other pages of it: nothing."""

import pytest

from tests.e2e.probes.driver import WAYS, Hostile, in_both_cells, source
from tests.e2e.serving import wait

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

WINDOWS = ["window", "document", "parent", "top", "opener", "frames", "frameElement", "localStorage", "cookieStore"]
POWERS = ["Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches"]
FROM_PYTHON = """
import js

async def probe(args, canvas):
    return [name for name in args["names"] if hasattr(js, name)]
"""
FROM_JAVASCRIPT = "async ({ names }) => names.filter((name) => name in self || Reflect.get(self, name) !== undefined)"
LISTEN = """
() => {
  self.heard = [];
  self.channel?.close();
  self.channel = new BroadcastChannel("limner-probe");
  self.channel.onmessage = ({ data }) => heard.push(data);
}
"""
SPEAK = """
({ text }) => {
  try {
    new BroadcastChannel("limner-probe").postMessage(text);
    return "said";
  } catch (error) {
    return error.name;
  }
}
"""


@pytest.mark.parametrize("way", WAYS)
def test_no_store_of_the_browser_is_in_reach(hostile: Hostile, way: str) -> None:
    outcomes = hostile.run(source("storage.js"), by=way)
    assert len(outcomes) == 10
    assert "reached" not in outcomes.values()


def test_the_same_code_reaches_every_store_in_the_page(hostile: Hostile) -> None:
    assert set(hostile.desk.page.evaluate(source("storage.js")).values()) == {"reached"}


def test_even_the_frame_of_a_cell_has_no_store(hostile: Hostile) -> None:
    frame = next(frame for frame in hostile.desk.page.frames if frame.url.endswith("/cell/frame"))
    assert set(frame.evaluate(source("storage.js")).values()) == {"SecurityError"}


def test_neither_windows_nor_what_could_outlive_the_cell_exist_in_it(hostile: Hostile) -> None:
    names = WINDOWS + POWERS
    for by in WAYS:
        assert hostile.run(FROM_JAVASCRIPT, by=by, names=names) == []
    assert hostile.run(FROM_PYTHON, by="python", names=names) == []
    assert set(hostile.desk.page.evaluate(FROM_JAVASCRIPT, {"names": names})) >= set(names) - {"opener", "frameElement"}


@in_both_cells
def test_a_cell_has_an_origin_of_its_own(hostile: Hostile, by: str) -> None:
    assert hostile.run("async () => [self.origin, location.protocol]", by=by) == ["null", "blob:"]


@in_both_cells
def test_the_page_hears_no_broadcast_of_a_cell_or_its_frame(hostile: Hostile, by: str) -> None:
    page = hostile.desk.page
    page.evaluate(LISTEN)
    frame = next(frame for frame in page.frames if frame.url.endswith("/cell/frame"))
    assert hostile.run(SPEAK, by=by, text="from a cell") == "ReferenceError"
    frame.evaluate(SPEAK, {"text": "from a frame"})
    assert page.evaluate(SPEAK, {"text": "from the page"}) == "said"
    wait(page, "heard.includes('from the page')")
    assert page.evaluate("heard") == ["from the page"]
