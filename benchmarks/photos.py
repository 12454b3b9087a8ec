"""The photos the outlines are measured on, each with a box a person would draw."""

import io
import json
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from limner_server.resources import SAMPLES

BOXES = {"astronaut.png": (150, 5, 150, 200), "coffee.png": (150, 40, 290, 320), "chelsea.png": (60, 20, 320, 270)}
Pair = tuple[float, float]
Pixels = npt.NDArray[Any]
Rect = tuple[float, float, float, float]


@dataclass(frozen=True)
class Photo:
    """RGB pixels (H x W x 3 uint8), a box in them, and where it is known the true outline of what is in it."""

    name: str
    pixels: Pixels
    box: Rect
    truth: tuple[Pair, ...] = ()

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def resized(self, size: int) -> "Photo":
        """Give the same photo with a long side of `size` pixels."""
        factor = size / max(self.width, self.height)
        shape = round(self.width * factor), round(self.height * factor)
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        x, y, width, height = (value * factor for value in self.box)
        truth = tuple((px * factor, py * factor) for px, py in self.truth)
        return Photo(self.name, cv2.resize(self.pixels, shape, interpolation=method), (x, y, width, height), truth)

    @cached_property
    def png(self) -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(self.pixels).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()


def photos() -> list[Photo]:
    """Give the quokka, whose outline is known, and three of the samples."""
    return [quokka(), *(Photo(Path(name).stem, _pixels(SAMPLES / name), box) for name, box in BOXES.items())]


def quokka() -> Photo:
    """Give the annotated photo that imgaug carries; the package itself is not imported."""
    spec = PathFinder.find_spec("imgaug", [*sys.path, str(Path(sys.prefix) / "photos")])
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("imgaug, which carries the annotated photo, is not installed: make setup")
    folder = Path(spec.submodule_search_locations[0])
    annotation = json.loads((folder / "quokka_annotations.json").read_text())
    (box,) = annotation["bounding_boxes"]
    rect = (box["x1"], box["y1"], box["x2"] - box["x1"], box["y2"] - box["y1"])
    truth = tuple((point["x"], point["y"]) for point in annotation["polygons"][0]["keypoints"])
    return Photo("quokka", _pixels(folder / "quokka.jpg"), rect, truth)


def _pixels(path: Path) -> Pixels:
    return np.asarray(Image.open(path).convert("RGB"))
