"""A box in hand: how far its outline is behind the pointer; and strokes that correct the polygon."""

import json
from collections import defaultdict
from collections.abc import Iterator

from benchmarks.photos import Photo, photos
from benchmarks.row import Row
from benchmarks.run import answered, draw_box
from benchmarks.series import Series
from benchmarks.world import World, settled
from tests.e2e.desk import Desk

SIZE = 1024
MOVES = 24
STROKES = 10
LAST = "(limner.previews().at(-1)?.id ?? null)"
Values = dict[str, list[float]]


def measure(world: World) -> Iterator[Row]:
    values: Values = defaultdict(list)
    with world.desk() as desk:
        settled(desk.page)
        for original in photos():
            photo = original.resized(SIZE)
            desk.open(f"{photo.name}.png", photo.png)
            desk.press("b")
            draw_box(desk, *photo.box)
            _drag(desk, photo, world.count(MOVES), values)
            _strokes(desk, photo, world.count(STROKES), values)
            for what in ("preview", "stroke"):
                yield Row(f"{SIZE} px, {photo.name}: {what} painted", Series.of(values[f"{photo.name} {what}"]))
    for what, name in (
        ("preview", "pointer moved to outline painted"),
        ("stroke", "pointer lifted to suggestion painted"),
    ):
        yield Row(f"{SIZE} px, all: {name}", Series.of(values[what]))
        yield Row(f"{SIZE} px, all: … hook", Series.of(values[f"{what} hook"]))


def _drag(desk: Desk, photo: Photo, moves: int, values: Values) -> None:
    """Drag a box to its full size, and wait at every step until its outline is seen."""
    x, y, width, height = photo.box
    with desk.holding((x, y)) as to:
        for step in range(1, moves + 1):
            share = 0.4 + 0.6 * step / moves
            last = desk.page.evaluate(LAST)
            desk.page.evaluate(f"() => {{ window.pending = probe.painted(() => {LAST} !== {json.dumps(last)}) }}")
            to(x + width * share, y + height * share)
            lag, hook = desk.page.evaluate(
                "window.pending.then((at) => [at - probe.gestures.pointermove.at(-1), limner.previews().at(-1).ms])"
            )
            _note(values, photo, "preview", lag, hook)
    desk.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def _strokes(desk: Desk, photo: Photo, strokes: int, values: Values) -> None:
    """Paint strokes of both kinds on a polygon, one after another; what they suggest is not accepted."""
    desk.press("b")
    draw_box(desk, *photo.box)
    desk.press("s")
    x, y, width, height = photo.box
    for number in range(strokes):
        side = 0.2 + 0.6 * number / strokes
        place = (x + width * side, y + height * (0.5 if number % 2 == 0 else 0.97))
        other = (place[0] + width * 0.08, place[1])
        run = answered(desk, lambda a=place, b=other, beside=number % 2 == 1: desk.paint(a, b, beside=beside))  # type: ignore[misc]
        _note(values, photo, "stroke", run.painted, run.hook)
    desk.press("Escape", "b")


def _note(values: Values, photo: Photo, what: str, painted: float, hook: float) -> None:
    values[what].append(painted)
    values[f"{photo.name} {what}"].append(painted)
    values[f"{what} hook"].append(hook)
