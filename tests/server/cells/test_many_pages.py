"""A real server with many pages at once, over real connections: everybody gets their own, once."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from limner.geometry import Box
from limner.protocol import Cancel, Init
from tests.server.cells.site import PHOTO, Site, hear, say
from tests.server.serving import repository, serve, until

MEAN = """# /// script
# dependencies = ["numpy"]
# [tool.limner]
# name = "Mean"
# grants = ["image:read", "instances:read", "instances:write"]
# ///
from limner import on

@on("create_instance")
async def trace(event, canvas):
    pixels = await canvas.image(event.instance.bounds)
    await canvas.instances()
    canvas.set_attributes(event.instance, mean=float(pixels.mean()), of=event.instance.id)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = repository(tmp_path_factory.mktemp("repository"))
    with serve(root, tmp_path_factory.mktemp("many")) as served:
        yield Site(served)
        assert "Traceback" not in served.log()


def test_twenty_annotators_at_once_get_what_is_theirs_once(site: Site) -> None:
    script = site.script(MEAN)
    photo = np.asarray(Image.open(PHOTO).convert("RGB"))

    def annotate(number: int) -> None:
        x, y = 10 + 14 * number, 20 + 10 * number
        with site.connect(script) as socket:
            say(socket, Init("script.py", MEAN))
            assert hear(socket, "initialized").error is None
            for run in (f"run-{number:04}", f"run-{number:04}-again"):
                say(socket, site.event(run, Box(x, y, 60, 40)))
                answer = hear(socket, "result", "error")
                assert (answer.type, answer.run) == ("result", run)
                (changed,) = answer.changes.updated
                assert changed.attributes == {"mean": photo[y : y + 40, x : x + 60].mean(), "of": f"box of {run}"}
            say(socket, Cancel("run-nothing"))
            with pytest.raises(TimeoutError):
                socket.recv(0)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(annotate, range(20))) == [None] * 20


def test_a_process_that_is_killed_in_a_run_is_replaced_and_the_run_done_again(site: Site) -> None:
    fatal = """# /// script
# [tool.limner]
# name = "Dies once"
# grants = ["storage", "instances:read"]
# ///
import os
from limner import on

@on("create_instance")
async def trace(event, canvas):
    before = await canvas.instances()
    if not before:
        os._exit(9)
    print("lived")
"""
    script = site.script(fatal)
    with site.connect(script) as socket:
        say(socket, Init("script.py", fatal))
        assert hear(socket, "initialized").error is None
        say(socket, site.event("run-0001", Box(1, 2, 3, 4)))
        first = hear(socket, "call")
        assert first.method == "instances"
        warning = hear(socket, "log").lines[0]
        assert "run again elsewhere" in warning.text
        failed = hear(socket, "error").error
        assert "was lost in the middle of the run" in failed.message


def test_a_server_that_is_killed_takes_a_script_that_computes_without_end_along(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    endless = """# /// script
# [tool.limner]
# name = "Endless"
# grants = ["image:read"]
# ///
from limner import on

@on("create_instance")
def trace(event, canvas):
    canvas.notify("at it")
    while True:
        pass
"""
    root = repository(tmp_path_factory.mktemp("killed"))
    with serve(root, root / "served") as served:
        site = Site(served)
        with site.connect(site.script(endless)) as socket:
            say(socket, Init("script.py", endless))
            assert hear(socket, "initialized").error is None
            say(socket, site.event("run-0001", Box(1, 2, 3, 4)))
            assert hear(socket, "notify").text == "at it"
            assert computing(root)
            served.stop(signal.SIGKILL)
            until(lambda: not computing(root))


def computing(root: Path) -> list[str]:
    """Give the processes that have the runtime of this copy of the repository."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += [path.parent.name] if str(root / "runtime").encode() in path.read_bytes() else []
    return found
