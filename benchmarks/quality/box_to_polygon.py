"""Box to polygon: photos and scenes whose outlines are known, beside OpenCV's GrabCut on the whole photo."""

import io
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from benchmarks import people
from benchmarks.photos import Pixels, Rect, photos
from benchmarks.quality.quality import Quality
from benchmarks.run import draw_box
from benchmarks.series import Series
from benchmarks.world import World, settled
from limner import Box, testing
from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk
from tests.scripts.paint import iou
from tests.scripts.scenes import KINDS, scene

NAME = "box-to-polygon"
SIZE = 1024
RUNS = 20
ROUNDS = 5  # of GrabCut on the whole photo, the number OpenCV's tutorial uses
LARGE = 0.01  # of the photo: people smaller than that are no photo of a person
SYNTHETIC = "rendered, exact"
CHOICES = [
    {"working_size": size, "iterations": rounds} for size, rounds in itertools.product((96, 112, 128, 160), (1, 2, 3))
]


@dataclass(frozen=True)
class Known:
    """RGB pixels, the true mask (H x W bool) and its tight box."""

    name: str
    reference: str
    pixels: Pixels
    truth: Pixels
    box: Rect


def known() -> list[Known]:
    return [*_quokka(), *_people(), *_scenes()]


def rows(world: World) -> Iterator[Quality]:
    found = known()
    with world.desk() as desk:
        settled(desk.page)
        for one in found:
            yield _in_browser(desk, one, world.count(RUNS))
    yield from _left_out(found)


def _in_browser(desk: Desk, one: Known, runs: int) -> Quality:
    desk.open(f"{one.name}.png", _png(one.pixels))
    desk.press("b")
    draw_box(desk, *one.box)
    times = [draw_box(desk, *one.box).run for _ in range(runs)]
    made = desk.instances()[-1]["geometry"]
    score = iou(made, one.truth, one.pixels.shape[1], one.pixels.shape[0]) if made["kind"] == "polygon" else 0.0
    peer, ms = _full_frame(one)
    note = f"native full frame {peer:.3f}, {ms:,.0f} ms"
    return Quality(NAME, one.name, one.reference, score, Series.of(times), "browser", note=note)


def _full_frame(one: Known) -> tuple[float, float]:
    """Give the IoU of cv2.grabCut on the whole photo, and its milliseconds on one thread."""
    height, width = one.truth.shape
    mask = np.zeros((height, width), np.uint8)
    x, y, w, h = (round(value) for value in one.box)
    cv2.setNumThreads(1)
    cv2.setRNGSeed(0)
    began = time.perf_counter()
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(one.pixels, mask, (x, y, w, h), *models, ROUNDS, cv2.GC_INIT_WITH_RECT)
    ms = (time.perf_counter() - began) * 1000
    cv2.setNumThreads(-1)
    return iou(one.truth, mask & 1, width, height), ms


def _left_out(found: list[Known]) -> Iterator[Quality]:
    """Score each with the settings that do best on all the others: what choosing them could gain."""
    scores = np.array([[_score(one, **choice) for choice in CHOICES] for one in found])
    chosen = [int(np.delete(scores, index, 0).mean(0).argmax()) for index in range(len(found))]
    own = CHOICES.index({"working_size": 112, "iterations": 2})
    for name, picked in (("as it comes", [own] * len(found)), ("settings chosen on the others", chosen)):
        mean = float(np.mean([scores[index, choice] for index, choice in enumerate(picked)]))
        note = "mean" if picked is not chosen else f"mean; chosen: {_told(chosen)}"
        yield Quality(NAME, f"all {len(found)}, {name}", "as above", mean, None, "CPython", note=note)


def _told(chosen: list[int]) -> str:
    most = max(set(chosen), key=chosen.count)
    choice = CHOICES[most]
    times = f"{chosen.count(most)} of {len(chosen)} times"
    return f"working size {choice['working_size']}, {choice['iterations']} iterations, {times}"


def _score(one: Known, **params: int) -> float:
    outcome = testing.run(
        SCRIPTS / "box_to_polygon.py", testing.created(Box(*one.box), one.pixels), image=one.pixels, params=params
    )
    made = outcome.changes.created
    return iou(made[0].geometry, one.truth, one.truth.shape[1], one.truth.shape[0]) if made else 0.0


def _quokka() -> Iterator[Known]:
    photo = photos()[0].resized(SIZE)
    ring = np.round((np.array(photo.truth) - 0.5) * 16).astype(np.int32)
    mask = np.zeros((photo.height, photo.width), np.uint8)
    cv2.fillPoly(mask, [ring], 1, shift=4)
    yield Known("quokka", "outlined by hand (imgaug)", photo.pixels, mask.astype(bool), photo.box)


def _people() -> Iterator[Known]:
    for shown in people.scenes():
        pixels = np.asarray(Image.open(io.BytesIO(shown.png)).convert("RGB"))
        for number, mask in enumerate(shown.people, 1):
            if shown.reference == people.BY_HAND and mask.mean() > LARGE:
                yield Known(f"{shown.name}, person {number}", shown.reference, *_resized(pixels, mask))


def _resized(pixels: Pixels, mask: Pixels) -> tuple[Pixels, Pixels, Rect]:
    factor = SIZE / max(mask.shape)
    shape = round(mask.shape[1] * factor), round(mask.shape[0] * factor)
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    truth = cv2.resize(mask.astype(np.float32), shape, interpolation=cv2.INTER_LINEAR) > 0.5
    x, y, w, h = cv2.boundingRect(truth.astype(np.uint8))
    return cv2.resize(pixels, shape, interpolation=method), truth, (x, y, w, h)


def _scenes() -> Iterator[Known]:
    for kind in KINDS:
        pixels, truth, box = scene(20, SIZE, kind)
        yield Known(kind, SYNTHETIC, pixels, truth, box)


def _png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
