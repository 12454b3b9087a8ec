"""Attributes from pixels on synthetic scenes whose colour, blur and overlap are known."""

import math
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World, sample
from limner import Box, Instance, testing
from limner_server.resources import SCRIPTS
from tests.scripts.scenes import scene

NAME = "pixel-attributes"
SCRIPT = SCRIPTS / "pixel_attributes.py"
SCENES = 40
RUNS = 5
# Colours that nobody would call otherwise, none of them a shade of the script's palette.
COLOURS = {
    "black": ((18, 16, 20), (30, 28, 26)),
    "grey": ((110, 112, 108), (150, 150, 155)),
    "white": ((246, 244, 240), (236, 240, 242)),
    "red": ((190, 30, 40), (220, 40, 35)),
    "orange": ((250, 130, 20), (240, 145, 40)),
    "yellow": ((240, 215, 50), (250, 235, 110)),
    "green": ((40, 120, 45), (100, 180, 80)),
    "blue": ((40, 80, 180), (100, 160, 225)),
    "purple": ((110, 50, 150), (140, 90, 190)),
    "pink": ((240, 140, 175), (250, 180, 200)),
    "brown": ((110, 65, 30), (140, 95, 60)),
}


def rows(world: World) -> Iterator[Quality]:
    yield _colours()
    for sigma, wanted in ((0.0, "sharp"), (0.06, "blurred")):
        yield _sharpness(world.count(SCENES), sigma, wanted)
    yield _covered(world.count(SCENES))
    yield _many(world.count(RUNS))
    yield _in_browser(world)


def _described(image: Any, there: list[Instance]) -> tuple[list[dict[str, Any]], float]:
    outcome = testing.run(
        SCRIPT, testing.command(image, command="describe"), image=image, instances=there, answers=["Yes"]
    )
    if outcome.error:
        raise RuntimeError(outcome.error.message)
    return [dict(one.attributes or {}) for one in outcome.changes.updated], outcome.ms


def _boxes(*boxes: tuple[float, float, float, float]) -> list[Instance]:
    return [Instance(f"i{k}", "file", Box(*box)) for k, box in enumerate(boxes)]


def _colours() -> Quality:
    """Give the share of plain but grainy and unevenly lit patches whose name is right."""
    rng, hits, times = np.random.default_rng(0), 0, []
    tried = [(name, shade) for name, shades in COLOURS.items() for shade in shades]
    for name, shade in tried:
        light = np.linspace(0.94, 1.06, 120)[None, :, None]
        image = np.clip(np.array(shade) * light + rng.normal(0, 5, (120, 120, 3)), 0, 255).astype(np.uint8)
        (found,), ms = _described(image, _boxes((20, 20, 80, 80)))
        hits += found["colour"] == name
        times.append(ms)
    share, note = hits / len(tried), f"{hits} of {len(tried)} shades of 11 names"
    return Quality(NAME, "synthetic", "colour name", share, Series.of(times), "CPython", "accuracy", note)


def _sharpness(scenes: int, sigma: float, wanted: str) -> Quality:
    hits = total = 0
    for seed in range(scenes):
        for size in (256, 512, 1024):
            image, _, box = scene(seed, size, "blob")
            if sigma:
                image = cv2.GaussianBlur(image, (0, 0), sigma * math.sqrt(box[2] * box[3]))
            (found,), _ = _described(image, _boxes(box))
            hits, total = hits + (found.get("sharpness") == wanted), total + 1
    note = f"blurred by {sigma:.0%} of the object: {hits} of {total}, at 256, 512 and 1,024 px"
    return Quality(NAME, "synthetic", wanted, hits / total, None, "CPython", "accuracy", note)


def _covered(scenes: int) -> Quality:
    """Give 1 less the mean error of the share of a box that the next one covers."""
    errors, rng = [], np.random.default_rng(1)
    image = scene(0, 256, "blob")[0]
    for _ in range(scenes):
        (x, y), (w, h), (dx, dy) = rng.uniform(10, 60, 2), rng.uniform(40, 90, 2), rng.uniform(-40, 40, 2)
        (below, _), _ = _described(image, _boxes((x, y, w, h), (x + dx, y + dy, w, h)))
        errors.append(abs(below["occluded"] - max(0, w - abs(dx)) * max(0, h - abs(dy)) / (w * h)))
    note = f"largest error {max(errors):.3f}"
    return Quality(NAME, "synthetic", "covered share", 1 - float(np.mean(errors)), None, "CPython", "1 - error", note)


def _many(runs: int) -> Quality:
    """Give the time to describe 1,000 shapes at once."""
    image = scene(3, 1024, "patched")[0]
    boxes = _boxes(*((4 + 31 * (k % 32), 4 + 31 * (k // 32), 28, 28) for k in range(1_000)))
    times = []
    for _ in range(runs):
        found, ms = _described(image, boxes)
        times.append(ms)
    return Quality(
        NAME, "synthetic", "1,000 shapes", len(found) / 1_000, Series.of(times), "CPython", "described", "one look"
    )


def _in_browser(world: World) -> Quality:
    """Give the run that describes 1,000 shapes put on the file at once, in the page."""
    with world.desk(bundled=False) as desk:
        desk.open("astronaut.png", sample("astronaut.png"))
        script = desk.add_script(SCRIPT.read_text(), SCRIPT.name)
        desk.wait_script("Attributes from pixels")
        box = {"kind": "box", "width": 14, "height": 14, "rotation": 0}
        put = [{"geometry": {**box, "x": 2 + 15 * (k % 33), "y": 2 + 15 * (k // 33)}} for k in range(1_000)]
        desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": desk.file, "created": put})
        desk.wait_for("limner.instances().filter((one) => one.attributes.colour).length === 1000", 120)
        mine = f"limner.timings().filter((one) => one.file === '{desk.file}' && one.outcome === 'applied')"
        runs = desk.page.evaluate(f"{mine}.map((one) => one.run)")
        desk.remove_script(script)
    note = f"put on the file at once: {len(runs)} run"
    return Quality(NAME, "synthetic", "1,000 shapes", 1.0, Series.of(runs), "browser", "described", note)
