"""Many instances on the canvas: shown, picked, dragged, panned."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from playwright.sync_api import Page

from benchmarks.crowd import fill
from benchmarks.row import Budget, Peer, Row, p95_below
from benchmarks.run import draw_box
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk

RETURNED = 1_000
CROWDS = (10_000, 100_000)
REPEATS = 10
LOADS = 3
MOVES = 60
PICKS = 1_000
REACH = 3.0  # pixels of the file
SIDE = 512  # of the astronaut
SMOOTH = 0.95  # share of the frames of an empty page that counts as keeping up
THOUSAND = source(
    "Thousand",
    '@on("create_instance", kind="box", actor="human")\n'
    "def many(event, canvas):\n"
    f"    for index in range({RETURNED}):\n"
    "        x, y = 16 * (index % 32), 16 * (index // 32)\n"
    "        canvas.create(Polygon([(x + 1, y + 1), (x + 14, y + 3), (x + 8, y + 14)]))",
    imports="from limner import Polygon, on",
)
PICK = """async ([points, reach]) => {
  const build = document.querySelector("link[rel=stylesheet]").href.split("/")[4];
  const { createSpatial } = await import(`/static/${build}/js/canvas/spatial.js`);
  const all = limner.instances();
  const byId = new Map(all.map((one) => [one.id, one]));
  const began = performance.now();
  const spatial = createSpatial({ all: () => all, get: (id) => byId.get(id), listen: () => () => {} });
  const built = performance.now() - began;
  const picks = points.map(([x, y]) => {
    const sent = performance.now();
    spatial.pick(x, y, reach);
    return performance.now() - sent;
  });
  return { built, picks };
}"""


def measure(world: World) -> Iterator[Row]:
    with world.profile() as context:
        frame = Peer("frame of an empty page", _frames_of_blank(world.blank(context)))
    yield from _returned(world, frame)
    with world.desk(bundled=False) as desk:
        for crowd in CROWDS:
            yield from _crowd(desk, world.count(crowd) if world.quick else crowd, world.count(REPEATS), frame)


def _frames_of_blank(page: Page) -> Series:
    page.evaluate("probe.watchFrames()")
    page.wait_for_timeout(3_000)
    return Series.of(page.evaluate("probe.frames()")[10:])


def _returned(world: World, frame: Peer) -> Iterator[Row]:
    with world.desk(bundled=False) as desk:
        added = desk.add_script(THOUSAND)
        desk.wait_script("Thousand", seconds=60)
        settled(desk.page)
        runs = []
        for _ in range(world.count(REPEATS) + 1):
            desk.open("astronaut.png", sample("astronaut.png"))
            desk.press("b")
            runs.append(draw_box(desk, 100, 100, 200, 200))
        desk.remove_script(added)
    visible = Series.of(run.visible for run in runs[1:])
    yield Row("1,000 instances returned: answer to end of the frame", visible, frame, p95_below(visible, 100))
    yield Row("… of it until they are in the document", Series.of(run.apply for run in runs[1:]))
    yield Row("… before it: hook and answer", Series.of(run.run for run in runs[1:]))


def _crowd(desk: Desk, crowd: int, repeats: int, frame: Peer) -> Iterator[Row]:
    """Measure on one file with `crowd` polygons of eight points, all of them in sight."""
    file = desk.server.upload(desk.project, "astronaut.png", sample("astronaut.png"))["id"]
    fill(desk.server, file, crowd, SIDE, SIDE)
    name, full = f"{crowd:,} instances", crowd == CROWDS[-1]
    yield Row(f"{name}: file asked for until drawn", Series.of(_load(desk, file) for _ in range(LOADS)))
    points = np.random.default_rng(1).uniform(0, SIDE, (PICKS, 2)).tolist()
    picks = desk.page.evaluate(PICK, [points, REACH])
    picked = Series.of(picks["picks"])
    yield Row(f"{name}: pick", picked, budget=p95_below(picked, 1) if full else None)
    yield Row(f"{name}: index built", Series.of([picks["built"]]))
    drags = [_drag(desk, turn) for turn in range(repeats)]
    dragged = Series.of(ms for drag in drags for ms in drag.frames)
    budget = Budget("60 fps, as an empty page", _mean(dragged) <= frame.series.median / SMOOTH)
    yield Row(f"{name}: frame while dragging one ({_rate(dragged)})", dragged, frame, budget if full else None)
    yield Row(f"{name}: press to selection painted", Series.of(drag.press for drag in drags))
    yield Row(f"{name}: release to new place painted", Series.of(drag.release for drag in drags))
    panned, settled = (Series.of(frames) for frames in _pan(desk))
    budget = Budget("30 fps on the mean", _mean(panned) <= 1000 / 30)
    yield Row(f"{name}: frame while panning ({_rate(panned)})", panned, frame, budget if full else None)
    yield Row(f"{name}: longest frame when the view settles", Series.of([max(settled.values)]), frame)


def _load(desk: Desk, file: str) -> float:
    """Go to another file and back; give the time from the wish to the drawn file."""
    desk.show(desk.page.evaluate("JSON.parse(document.getElementById('page').textContent).file.id"))
    began = desk.page.evaluate("() => { probe.shown.length = 0; return performance.now() }")
    desk.show(file)
    return float(desk.page.evaluate("probe.shown.at(-1)") - began)


@dataclass(frozen=True)
class Drag:
    press: float
    frames: list[float]
    release: float


def _drag(desk: Desk, turn: int) -> Drag:
    """Drag one instance in a circle with the real mouse, one move at a time."""
    page, (x, y) = desk.page, desk.at(100 + 30 * turn, SIDE / 2)
    desk.press("v", "Escape")
    page.mouse.move(x, y)
    press = _painted(desk, "pointerdown", page.mouse.down)
    page.evaluate("probe.watchFrames()")
    _circle(desk, x, y)
    frames = page.evaluate("probe.frames()")
    release = _painted(desk, "pointerup", page.mouse.up)
    desk.wait_saved()
    return Drag(press, frames, release)


def _painted(desk: Desk, gesture: str, act: Callable[[], None]) -> float:
    """Do what makes a gesture; give the time from it to the end of the next frame."""
    list_ = f"probe.gestures.{gesture}"
    desk.page.evaluate(f"() => {{ {list_}.length = 0; window.pending = probe.painted(() => {list_}.length) }}")
    act()
    return float(desk.page.evaluate(f"window.pending.then((at) => at - {list_}[0])"))


def _pan(desk: Desk) -> tuple[list[float], list[float]]:
    """Pan with the space bar held; gives the frames while it moves, and those while the view settles."""
    page, (x, y) = desk.page, desk.at(SIDE / 2, SIDE / 2)
    page.mouse.move(x, y)
    page.keyboard.down("Space")
    page.mouse.down()
    page.evaluate("probe.watchFrames()")
    for _ in range(4):
        _circle(desk, x, y)
    moving = page.evaluate("probe.frames()")
    page.evaluate("probe.watchFrames()")
    page.mouse.up()
    page.keyboard.up("Space")
    page.wait_for_timeout(1_500)
    return moving, page.evaluate("probe.frames()")


def _circle(desk: Desk, x: float, y: float) -> None:
    for step in range(MOVES):
        angle = 2 * math.pi * step / MOVES
        desk.page.mouse.move(x + 80 * math.sin(angle), y + 80 * (1 - math.cos(angle)))


def _mean(frames: Series) -> float:
    return fmean(frames.values)


def _rate(frames: Series) -> str:
    return f"{1000 / _mean(frames):.0f} fps"
