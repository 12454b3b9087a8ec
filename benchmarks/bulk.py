"""Very many shapes changed at once: how long the page's own thread is held, and until all is saved."""

import time
from collections.abc import Callable, Iterator

from benchmarks.crowd import centre, fill
from benchmarks.row import Budget, Row
from benchmarks.series import Series
from benchmarks.storms import TAKE, WATCH
from benchmarks.world import World, sample
from tests.e2e.desk import Desk

CROWDS = {10_000: 300, 100_000: 200}  # and the longest task, in ms, that is aimed at
SIDE = 480  # of 512, so that all of them can be moved
PATIENCE = 240.0  # seconds until the last of them is saved
DRAWN = "document.querySelector('#stage canvas[data-shapes]').dataset.shapes === 'drawn'"
Act = Callable[[], None]


def measure(world: World) -> Iterator[Row]:
    frame = world.frame()
    for crowd, aim in CROWDS.items():
        count = world.count(crowd)
        with world.desk(bundled=False) as desk:
            file = desk.server.upload(desk.project, "astronaut.png", sample("astronaut.png"))["id"]
            fill(desk.server, file, count, SIDE, SIDE)
            desk.show(file)
            desk.press("v")
            desk.page.locator("#stage").focus()
            for what, act in _acts(desk, count, moved=crowd == min(CROWDS)):
                longest, saved = _watched(desk, act)
                budget = Budget(f"longest task < {aim} ms", longest < aim)
                yield Row(f"{count:,} shapes {what}: longest task", Series.of([longest]), frame, budget)
                if saved is not None:
                    yield Row(f"{count:,} shapes {what}: until all is saved", Series.of([saved]))


def _acts(desk: Desk, count: int, *, moved: bool) -> Iterator[tuple[str, Act]]:
    """Give what is done one after the other; all of very many are moved where that is looked at."""
    yield "selected", lambda: desk.press("Control+a")
    if moved:
        x, y = centre(count, count // 2, SIDE, SIDE)
        yield "dropped elsewhere", lambda: desk.drag((x, y), (x + 9, y + 6))
        yield "nudged", lambda: desk.press("ArrowLeft")
    yield "deleted", lambda: desk.press("Delete")
    yield "brought back by undo", lambda: desk.press("Control+z")


def _watched(desk: Desk, act: Act) -> tuple[float, float | None]:
    """Give the longest task in ms from an act until all is drawn and saved, and the ms until then if it was saved."""
    desk.page.evaluate(WATCH)
    revision = _revision(desk)
    began = time.monotonic()
    act()
    desk.page.evaluate("new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))")
    desk.wait_for("limner.unsaved() === 0", PATIENCE)
    took = (time.monotonic() - began) * 1000
    desk.wait_for(DRAWN, PATIENCE)
    tasks: list[float] = desk.page.evaluate(TAKE)["tasks"]
    return max(tasks, default=0.0), took if _revision(desk) > revision else None


def _revision(desk: Desk) -> int:
    found: int = desk.server.api("GET", f"/api/files/{desk.file}")["revision"]
    return found
