"""Slips planted in synthetic files: how many are found, how many shapes that are in order are named."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World, sample
from limner import Box, Instance, testing
from limner_server.resources import SCRIPTS
from tests.scripts.slips import HEIGHT, REQUIRED, SLIPS, WIDTH, WORDS, clean, planted

SCRIPT = SCRIPTS / "review.py"
FILES = 40
MANY = 10_000
RUNS = 10
IMAGE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
NAME = "review"


def rows(world: World) -> Iterator[Quality]:
    yield from _found(world.count(FILES))
    yield _named(world.count(FILES))
    runs = world.count(RUNS)
    yield _quick("CPython", Series.of(_checked(crowd(), "")[1] for _ in range(runs)))
    yield _quick("browser", Series.of(_in_browser(world, runs)))


def _found(files: int) -> Iterator[Quality]:
    """Give the share found of each sort of slip, over files of 120 shapes with four of each."""
    hits, there, times = Counter[str](), Counter[str](), []
    for seed in range(files):
        file = planted(seed)
        told, ms = _checked(file.shapes)
        times.append(ms)
        for slip in SLIPS:
            named = {instance for message, instance in told if message.startswith(WORDS[slip])}
            hits[slip] += len(named & file.planted[slip])
            there[slip] += len(file.planted[slip])
    for slip in SLIPS:
        note = f"{hits[slip]} of {there[slip]} in {files} files of 120 shapes"
        yield Quality(
            NAME, "synthetic", f"planted: {slip}", hits[slip] / there[slip], Series.of(times), "CPython", "recall", note
        )


def _named(files: int) -> Quality:
    """Give the share of shapes in order that are not named, in files without and with slips."""
    named = total = 0
    for seed in range(files):
        file = planted(seed)
        wrong = set.union(*file.planted.values())
        for shapes in (clean(seed), file.shapes):
            right = {one.id for one in shapes} - (wrong if shapes is file.shapes else set())
            named += len({instance for _, instance in _checked(shapes)[0]} & right)
            total += len(right)
    note = f"{named} of {total:,} named"
    return Quality(NAME, "synthetic", "shapes in order", 1 - named / total, None, "CPython", "not named", note)


def _checked(shapes: list[Instance], required: str = REQUIRED) -> tuple[list[tuple[str, str | None]], float]:
    outcome = testing.run(SCRIPT, testing.command(IMAGE), instances=shapes, params={"required": required})
    if outcome.error:
        raise RuntimeError(outcome.error.message)
    return [(one.message, one.instance) for one in outcome.reports[0]], outcome.ms


def crowd() -> list[Instance]:
    """Give ten thousand boxes, ten of which are drawn twice."""
    rng = np.random.default_rng(3)
    places = rng.uniform(0, (WIDTH - 40, HEIGHT - 40), (MANY - 10, 2)).tolist()
    shapes = [Box(x, y, *rng.uniform(8, 40, 2).tolist()) for x, y in places]
    return [Instance(f"m{index}", "file", shape, "person") for index, shape in enumerate([*shapes, *shapes[:10]])]


def _quick(place: str, times: Series) -> Quality:
    told, _ = _checked(crowd(), "")
    twice = {instance for message, instance in told if message.startswith(WORDS["doubled"])}
    score = len(twice & {f"m{index}" for index in range(MANY - 10, MANY)}) / 10
    return Quality(
        NAME, "synthetic", "10 drawn twice", score, times, place, "recall", f"{MANY:,} boxes, reading them included"
    )


def _in_browser(world: World, runs: int) -> Iterator[float]:
    with world.desk(bundled=False) as desk:
        desk.open("astronaut.png", sample("astronaut.png"))
        script = desk.add_script(SCRIPT.read_text(), SCRIPT.name)
        desk.wait_script("Review")
        smaller = [{"label": "person", "geometry": _smaller(one.geometry)} for one in crowd()]
        desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": desk.file, "created": smaller})
        desk.wait_for(f"limner.instances().length === {MANY}", 60)
        mine = "limner.timings().filter((one) => one.script === 'limner/review' && one.name === 'command')"
        for run in range(runs + 1):
            desk.run("Review")
            desk.wait_for(f"{mine}.length > {run}", 60)
            desk.show_tab("scripts")
        yield from desk.page.evaluate(f"{mine}.slice(1).map((one) => one.run)")
        desk.remove_script(script)


def _smaller(shape: object) -> dict[str, object]:
    """Give a box at a quarter of its size: the sample photo is smaller than the synthetic file."""
    assert isinstance(shape, Box)
    x, y, width, height = (value / 4 for value in shape.bounds)
    return {"kind": "box", "x": x, "y": y, "width": width, "height": height}
