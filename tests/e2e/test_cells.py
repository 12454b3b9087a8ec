"""Cells: before they are ready, on a second visit, and in browsers that give less."""

import base64
import gzip
import io
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Route

from limner_server.resources import SAMPLES
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait
from tests.e2e.writing import python

FACE = (150, 5, 150, 200)
LOOP = """# /// script
# [tool.limner]
# name = "Loop"
# timeout = 0.4
# ///
from limner import on


@on("command")
def loop(event, canvas):
    while True:
        pass
"""


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    made = signed_in(browser, server)
    yield made
    made.close()


def fresh_file(server: Server) -> str:
    project = server.api("GET", "/api/projects")["items"][0]["id"]
    return str(server.upload(project, "astronaut.png", (SAMPLES / "astronaut.png").read_bytes())["id"])


def test_a_first_visit_answers_what_was_drawn_early_and_asks_its_own_server_once(
    context: BrowserContext, server: Server
) -> None:
    """A frame of an opaque origin has no cache of its own: what is large comes through the page, which keeps it."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    file = fresh_file(server)
    page.goto(f"{server.base}/files/{file}")
    wait(page, "window.limner && document.getElementById('stage').dataset.file")
    desk = Desk(page, server)
    desk.file = file
    assert desk.script("Box to polygon")["state"] == "loading"
    desk.draw_box(*FACE)
    desk.draw_box(20, 350, 100, 100)
    desk.press("v", "Delete")
    assert desk.kinds() == ["box"]
    page.evaluate("limner.ready")
    page.get_by_text("The result was dropped: its instance was deleted meanwhile.").wait_for()
    desk.wait_for_kinds("polygon", seconds=60)
    for name in ("First", "Second"):  # the second gets the spare that was made for the first
        added = desk.add_script(python(name, "import cv2", packages=("opencv-python",)))
        desk.wait_script(name, seconds=60)
        desk.remove_script(added)
    names = [url.rpartition("/")[2] for url in asked]
    counts = {name: names.count(name) for name in names if name.endswith((".wasm", ".whl", ".zip", ".gz"))}
    assert {"pyodide.asm.wasm", "python_stdlib.zip"} <= set(counts)
    assert len(counts) >= 6
    assert set(counts.values()) == {1}
    for path in ("/", f"/projects/{desk.project}", f"/projects/{desk.project}/scripts", "/nowhere"):
        page.goto(server.base + path)
    own = (server.base, "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_a_snapshot_that_does_not_load_is_replaced_by_a_plain_start(context: BrowserContext, server: Server) -> None:
    spoilt: list[str] = []

    def spoil(route: Route) -> None:
        spoilt.append(route.request.url)
        route.fulfill(body=gzip.compress(bytes(1 << 20)))

    context.route("**/snapshot/*.bin.gz", spoil)
    desk = Desk(opened(context, server), server)
    assert len(spoilt) == 1
    desk.file = fresh_file(server)
    desk.show(desk.file)
    desk.draw_box(*FACE)
    desk.wait_for_kinds("polygon")


def test_a_cell_has_its_large_packages_imported_before_its_script(desk: Desk, script: Callable[..., str]) -> None:
    script(
        python("Looks", 'import sys\nprint("cv2" in sys.modules, "numpy" in sys.modules)', packages=("opencv-python",))
    )
    desk.wait_script("Looks")
    assert desk.said("Looks", 1) == ["True True"]


def test_cells_that_start_from_one_snapshot_draw_other_numbers(desk: Desk, script: Callable[..., str]) -> None:
    for name in ("One", "Other"):
        script(python(name, "import random\nprint(random.random())"), f"{name.lower()}.py")
        desk.wait_script(name)
    assert desk.said("One", 1) != desk.said("Other", 1)


def test_without_shared_memory_a_loop_is_ended_with_its_cell(context: BrowserContext, server: Server) -> None:
    def drop_isolation(route: Route) -> None:
        response = route.fetch()
        headers = {name: value for name, value in response.headers.items() if not name.startswith("cross-origin-")}
        route.fulfill(response=response, headers=headers)

    context.route("**/files/*", drop_isolation)
    page = opened(context, server)
    assert page.evaluate("self.crossOriginIsolated") is False
    desk = Desk(page, server)
    script = desk.add_script(LOOP)
    try:
        desk.wait_script("Loop", seconds=60)
        desk.run("Loop")
        error = wait(page, "limner.scripts().find((one) => one.name === 'Loop')?.error")
        assert "ran longer than its 0.4 s" in error
        desk.wait_script("Loop", seconds=60)
    finally:
        desk.remove_script(script)


def test_a_file_left_during_a_run_still_gets_its_result(desk: Desk, photo: Callable[[str], bytes]) -> None:
    left = desk.file
    other = desk.server.upload(desk.project, "coffee.png", photo("coffee.png"))["id"]
    desk.draw_box(*FACE)
    desk.show(other)
    assert desk.instances() == []
    desk.show(left)
    desk.wait_for_kinds("polygon")
    desk.wait_saved()
    stored = desk.server.api("GET", f"/api/files/{left}/instances")["items"]
    assert [one["geometry"]["kind"] for one in stored] == ["polygon"]


def test_pixels_reach_the_script_untouched(desk: Desk, photo: Callable[[str], bytes]) -> None:
    source = """# /// script
# dependencies = ["numpy"]
# [tool.limner]
# name = "Pixels"
# grants = ["image:read"]
# ///
import base64

from limner import on


@on("command")
async def show(event, canvas):
    pixels = await canvas.image((10, 20, 30, 40))
    print(pixels.shape, pixels.dtype, base64.b64encode(pixels.tobytes()).decode()[:1200])
"""
    script = desk.add_script(source)
    try:
        desk.wait_script("Pixels", seconds=60)
        desk.run("Pixels")
        desk.run_of("Pixels")
        line = next(line for line in desk.console().splitlines() if line.startswith("(40, 30, 3) uint8 "))
    finally:
        desk.remove_script(script)
    seen = base64.b64decode(line.rsplit(" ", 1)[1])
    true = np.asarray(Image.open(io.BytesIO(photo("astronaut.png"))).convert("RGB"))[20:60, 10:40]
    assert seen == true.tobytes()[: len(seen)]
