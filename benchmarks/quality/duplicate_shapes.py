"""Shapes drawn twice: which are asked about, which neighbours are not, and what a crowd on the file costs."""

from collections.abc import Iterator

import numpy as np

from benchmarks import crowd
from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World, sample
from limner import Box, Ellipse, Instance, Polygon, testing
from limner.geometry import Geometry
from limner_server.resources import SCRIPTS

NAME = "duplicate-shapes"
SCRIPT = SCRIPTS / "duplicate_shapes.py"
FILES = 40
SHAPES = 60
CROWDS = (0, 1_000, 10_000)
DRAWN = 40
WIDTH, HEIGHT = 1600, 1200
IMAGE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
SLOP = 0.04  # of a shape's size: how far a hand misses a place when it draws the same thing again

LOOK_UP = """async ([shapes, count]) => {
  const base = document.querySelector("script[type=module]").src;
  const { answer } = await import(new URL("../host/calls.js", base).href);
  const { createDocument } = await import(new URL("../store/document.js", base).href);
  const instances = shapes.map((geometry, index) => ({ id: `i${index}`, geometry, label: "cat", attributes: {} }));
  const file = { id: "f", width: 600, height: 400, revision: 0 };
  const document_ = createDocument({ file, instances, send() {} });
  const place = { script: { confirmed_grants: ["instances:read"] }, document: document_ };
  const times = [];
  for (let index = 0; index < count + 1; index++) {
    const within = [(index * 37) % 560, (index * 23) % 370, 40, 30];
    const began = performance.now();
    await answer({ method: "instances", args: { kind: "polygon", label: "cat", within } }, place);
    times.push(performance.now() - began);
  }
  return times.slice(1);
}"""


def rows(world: World) -> Iterator[Quality]:
    yield from _asked(world.count(FILES))
    for count in CROWDS:
        yield from _crowded(world, count)


def _asked(files: int) -> Iterator[Quality]:
    """Draw some shapes of a file again by an unsteady hand, and check the whole file."""
    hits = drawn = false = apart = 0
    times = []
    for seed in range(files):
        shapes, again = _file(np.random.default_rng(seed))
        event = testing.command(IMAGE, command="check")
        outcome = testing.run(SCRIPT, event, instances=shapes, answers=["Keep both"] * len(shapes))
        if outcome.error:
            raise RuntimeError(outcome.error.message)
        pairs = {tuple(about) for about in outcome.about}
        hits, drawn = hits + len(pairs & again), drawn + len(again)
        false, apart = false + len(pairs - again), apart + len(shapes) - len(again)
        times.append(outcome.ms)
    note = f"{hits} of {drawn} drawn again within {100 * SLOP:.0f} % of their size, {files} files of {SHAPES} shapes"
    yield Quality(NAME, "synthetic", "drawn again", hits / drawn, Series.of(times), "CPython", "recall", note)
    note = f"{false} pairs of {apart:,} shapes, which overlap their neighbours, asked about in vain"
    yield Quality(NAME, "synthetic", "drawn again", hits / (hits + false), None, "CPython", "precision", note)


def _file(rng: np.random.Generator) -> tuple[list[Instance], set[tuple[str, ...]]]:
    """Give shapes that overlap their neighbours, a fifth of them once more, and which these are."""
    shapes, again = [], set()
    for index in range(SHAPES):
        x, y = (index % 10) * 150 + rng.uniform(0, 60), (index // 10) * 180 + rng.uniform(0, 60)
        size = rng.uniform(60, 200, 2)
        make = (_box, _ellipse, _polygon)[index % 3]
        shapes.append(Instance(f"s{index}", "file", make(np.array([x, y, *size])), "cat"))
        if index % 5 == 0:
            missed = rng.uniform(-SLOP, SLOP, 4) * np.tile(size, 2)
            shapes.append(Instance(f"t{index}", "file", make(np.array([x, y, *size]) + missed), "cat"))
            again.add((f"s{index}", f"t{index}"))
    return shapes, again


def _box(at: np.ndarray) -> Geometry:
    return Box(*map(float, at))


def _ellipse(at: np.ndarray) -> Geometry:
    x, y, width, height = map(float, at)
    return Ellipse(x + width / 2, y + height / 2, width / 2, height / 2)


def _polygon(at: np.ndarray) -> Geometry:
    turn = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1) * (1 + 0.25 * (np.arange(9) % 2))[:, None]
    return Polygon((at[:2] + at[2:] / 2 + circle * at[2:] / 2.6).tolist())


def _crowded(world: World, count: int) -> Iterator[Quality]:
    """Draw boxes by the mouse on a file with many polygons; none of them is a duplicate."""
    with world.desk(bundled=False) as desk:
        script = desk.add_script(SCRIPT.read_text(), SCRIPT.name)
        desk.open("coffee.png", sample("coffee.png"))
        file = desk.server.api("GET", f"/api/files/{desk.file}")
        crowd.fill(desk.server, desk.file, count, file["width"], file["height"])
        desk.show(desk.file)
        desk.wait_for(f"limner.instances().length === {count}", 60)
        desk.wait_script("Duplicate shapes", "ready", 60)
        mine = "limner.timings().filter((one) => one.script === 'limner/duplicate-shapes')"
        for index in range(world.count(DRAWN) + 3):
            desk.draw_box(20 + 12 * index, 30 + 7 * (index % 40), 30 + index, 26)
            desk.wait_for(f"{mine}.length > {index}", 60)
        times = Series.of(desk.page.evaluate(f"{mine}.slice(3).map((one) => one.ms)"))
        quiet = float(desk.page.locator("#questions .question").count() == 0)
        looked = Series.of(
            desk.page.evaluate(LOOK_UP, [crowd.polygons(count, 600, 400) if count else [], world.count(300)])
        )
        desk.remove_script(script)
    note = f"{count:,} instances; the hook, which waits for the frame that paints them all"
    yield Quality(NAME, "coffee.png", "boxes drawn apart", quiet, times, "browser", "quiet", note)
    note = f"{count:,} instances; what the page does for canvas.instances(within=…) alone"
    yield Quality(NAME, "coffee.png", "boxes drawn apart", quiet, looked, "browser", "quiet", note)
