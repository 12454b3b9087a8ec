"""A canvas with many polygons on it, Limner's or a peer's, and what the real mouse does to it."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from playwright.sync_api import Page

from benchmarks.world import World
from tests.e2e.desk import Desk, Pair
from tests.e2e.serving import wait

MOVES = 60
LONGEST = 4.0  # seconds of one gesture: a slow canvas gets through less of it
NOTCHES = 24
NOTCH = 60
FRAMES = "probe.frames()"
PATIENCE = 300_000  # ms: a peer may take minutes for 100,000


class Surface(Protocol):
    """A page with a canvas, its places in client pixels; `panning` and `dragging` hold the button for a gesture."""

    page: Page

    def at(self, x: float, y: float) -> Pair: ...

    @contextmanager
    def panning(self, x: float, y: float) -> Iterator[None]: ...

    @contextmanager
    def dragging(self, x: float, y: float) -> Iterator[None]: ...


class Own:
    """The annotation page."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def at(self, x: float, y: float) -> Pair:
        return self.desk.at(x, y)

    @contextmanager
    def panning(self, x: float, y: float) -> Iterator[None]:
        self.page.mouse.move(*self.at(x, y))
        self.page.keyboard.down("Space")
        self.page.mouse.down()
        yield
        self.page.mouse.up()
        self.page.keyboard.up("Space")

    @contextmanager
    def dragging(self, x: float, y: float) -> Iterator[None]:
        self.desk.press("v", "Escape")
        self.page.mouse.move(*self.at(x, y))
        self.page.mouse.down()
        yield
        self.page.mouse.up()
        self.desk.wait_saved()


class Other:
    """The page of another canvas, as benchmarks/canvases has it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name

    def at(self, x: float, y: float) -> Pair:
        cx, cy = self.page.evaluate("([x, y]) => canvas.toScreen(x, y)", [x, y])
        return cx, cy

    def load(self, count: int) -> float:
        return float(self.page.evaluate("(count) => canvas.timed(count)", count))

    def picks(self, points: list[list[float]]) -> list[float]:
        found: list[float] = self.page.evaluate("(points) => canvas.picks(points)", points)
        return found

    @contextmanager
    def panning(self, x: float, y: float) -> Iterator[None]:
        self.page.evaluate("canvas.mode('pan')")
        self.page.mouse.move(*self.at(x, y))
        self.page.mouse.down()
        yield
        self.page.mouse.up()

    @contextmanager
    def dragging(self, x: float, y: float) -> Iterator[None]:
        """Annotorious moves only what is selected, so it is clicked first."""
        self.page.evaluate("canvas.mode('drag')")
        self.page.mouse.move(*self.at(x, y))
        if self.name == "annotorious":
            self.page.mouse.click(*self.at(x, y))
            wait(self.page, "canvas.selected() === 1", 30)
        self.page.mouse.down()
        yield
        self.page.mouse.up()


@contextmanager
def other(world: World, name: str) -> Iterator[Other]:
    """Open the page of another canvas in a profile of its own."""
    with world.profile() as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{world.peer}/canvases/{name}")
        try:
            wait(page, "Boolean(window.canvas)")
        except AssertionError:
            raise SystemExit(f"the page of {name} does not open: run `make peers` first") from None
        yield Other(page, name)


def pan(surface: Surface, x: float, y: float) -> tuple[list[float], list[float]]:
    """Pan in circles; gives the frames while it moves, and those while the view settles."""
    with surface.panning(x, y):
        surface.page.evaluate("probe.watchFrames()")
        _circles(surface, x, y, 4)
        moving = surface.page.evaluate(FRAMES)
        surface.page.evaluate("probe.watchFrames()")
    surface.page.wait_for_timeout(1_500)
    return moving, surface.page.evaluate(FRAMES)


def drag(surface: Surface, x: float, y: float) -> list[float]:
    """Drag what is at a place in a circle; gives the frames."""
    with surface.dragging(x, y):
        surface.page.evaluate("probe.watchFrames()")
        _circles(surface, x, y, 1)
        frames: list[float] = surface.page.evaluate(FRAMES)
    return frames


def zoom(surface: Surface, x: float, y: float) -> list[float]:
    """Turn the wheel to come nearer and back; gives the frames until the view has settled."""
    surface.page.mouse.move(*surface.at(x, y))
    surface.page.evaluate("probe.watchFrames()")
    began = time.monotonic()
    for turn in [-NOTCH] * NOTCHES + [NOTCH] * NOTCHES:
        surface.page.mouse.wheel(0, turn)
        surface.page.evaluate("new Promise((seen) => requestAnimationFrame(seen))")
        if time.monotonic() - began > 2 * LONGEST:
            break
    surface.page.wait_for_timeout(500)
    frames: list[float] = surface.page.evaluate(FRAMES)
    return frames


def memory(page: Page) -> float:
    """Give what the page's JavaScript holds, in MiB, with what it could let go gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 2**20


def _circles(surface: Surface, x: float, y: float, turns: int) -> None:
    (cx, cy), began = surface.at(x, y), time.monotonic()
    for step in range(turns * MOVES):
        angle = 2 * math.pi * step / MOVES
        surface.page.mouse.move(cx + 80 * math.sin(angle), cy + 80 * (1 - math.cos(angle)))
        if time.monotonic() - began > LONGEST:
            return
