"""A box drawn on a photo until its polygon is seen, beside OpenCV's own GrabCut on the whole photo."""

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from benchmarks.photos import Photo, Pixels, photos
from benchmarks.row import Budget, Peer, Row, both, median_below, p95_below
from benchmarks.run import Run, draw_box
from benchmarks.series import Series
from benchmarks.world import World, settled
from limner import Box, testing
from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk
from tests.scripts.paint import iou

SIZES = (512, 1024, 2048)
BUDGETED = 1024
RUNS = 20
SCRIPT = SCRIPTS / "box_to_polygon.py"
ROUNDS = 5  # of GrabCut, the number OpenCV's tutorial uses
FASTER = 10.0
Values = dict[str, list[float]]


def measure(world: World) -> Iterator[Row]:
    originals = photos()
    runs = max(2, world.count(RUNS) // len(originals))
    with world.desk() as desk:
        settled(desk.page)
        for size in SIZES:
            values: Values = defaultdict(list)
            for photo in originals:
                _photo(desk, photo.resized(size), runs, values)
            yield from _rows(size, values)


def _photo(desk: Desk, photo: Photo, runs: int, values: Values) -> None:
    """Trace one photo in the browser, then natively while the browser rests."""
    desk.open(f"{photo.name}.png", photo.png)
    desk.press("b")
    values["first"].append(draw_box(desk, *photo.box).painted)
    warm = [draw_box(desk, *photo.box) for _ in range(runs)]
    _note(values, photo.name, warm)
    polygon = desk.instances()[-1]["geometry"]
    values["CPython"] += _native_script(photo, runs)
    masks = [_full_frame(photo, threads, values[f"{threads} threads"]) for threads in (1, 0)]
    values["agree"].append(iou(polygon, masks[0], photo.width, photo.height))
    if photo.truth:
        outline = {"parts": [{"outer": photo.truth, "holes": []}]}
        values["true"].append(iou(polygon, outline, photo.width, photo.height))
        values["true, native"].append(iou(outline, masks[0], photo.width, photo.height))


def _note(values: Values, name: str, runs: list[Run]) -> None:
    for run in runs:
        values["painted"].append(run.painted)
        values[f"painted, {name}"].append(run.painted)
        values["run"].append(run.run)
        values["hook"].append(run.hook)
        values["page"].append(run.page)
        values["visible"].append(run.visible)


def _full_frame(photo: Photo, threads: int, times: list[float]) -> Pixels:
    """Run cv2.grabCut on the whole photo from the box; `threads` 0 is OpenCV's default. Gives the mask."""
    cv2.setNumThreads(threads or -1)
    mask = np.zeros((photo.height, photo.width), np.uint8)
    models: tuple[Any, Any] = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    began = time.perf_counter()
    cv2.grabCut(photo.pixels, mask, [round(value) for value in photo.box], *models, ROUNDS, cv2.GC_INIT_WITH_RECT)
    times.append((time.perf_counter() - began) * 1000)
    cv2.setNumThreads(-1)
    return mask & 1


def _native_script(photo: Photo, runs: int) -> list[float]:
    """Run the same script in a cell under CPython; gives the hook's times after one to warm up."""
    event = testing.created(Box(*photo.box), photo.pixels)
    return [testing.run(SCRIPT, event, image=photo.pixels).ms for _ in range(runs + 1)][1:]


def _rows(size: int, values: Values) -> Iterator[Row]:
    series = {name: Series.of(given) for name, given in values.items()}
    native = Peer("native full-frame cv2.grabCut, 1 thread", series["1 threads"])
    painted, faster = series["painted"], series["1 threads"].median / series["painted"].median
    budget = both(median_below(painted, 80), p95_below(painted, 150), Budget("≥ 10× faster", faster >= FASTER))
    yield Row(f"{size} px: pointer-up to polygon painted", painted, native, budget if size == BUDGETED else None)
    for name in (name for name in series if name.startswith("painted, ") and size == BUDGETED):
        budget = both(median_below(series[name], 80), p95_below(series[name], 150))
        yield Row(f"{size} px: … {name}", series[name], None, budget)
    yield Row(f"{size} px: … page until the event is sent", series["page"])
    yield Row(f"{size} px: … run (message, pixels, hook, answer)", series["run"])
    yield Row(f"{size} px: … … hook", series["hook"], Peer("same script in CPython", series["CPython"]))
    yield Row(f"{size} px: … answer to end of frame", series["visible"])
    yield Row(f"{size} px: first box on a photo", series["first"])
    yield Row(f"{size} px: native full-frame, default threads", series["0 threads"], native)
    true, other = (Series.of(values[name], "") for name in ("true", "true, native"))
    kept = Budget("IoU not below native", true.median >= other.median)
    yield Row(f"{size} px: IoU with the quokka's true outline", true, Peer("native full-frame", other), kept)
    yield Row(f"{size} px: IoU of browser and native full-frame", Series.of(values["agree"], ""))
