"""Pictures of people with the outline of each: photos outlined by hand, and a scene whose truth is known."""

import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from limner_server.resources import SAMPLES

OUTLINES: dict[str, list[list[list[list[float]]]]] = json.loads(
    Path(__file__).with_name("people_outlines.json").read_text()
)
BY_HAND = "outlined by hand"
WEIGHTS = "bodypix-mobilenet-050-stride16"
FINEST = 4  # subpixels a side of the scene's edges
Inside = npt.NDArray[np.bool_]
# Photo, which of its people, height in the scene and where its upper left corner comes; back to front.
CROWD = (
    ("bus.jpg", 1, 560, (60, 90)),
    ("zidane.jpg", 1, 340, (650, 120)),
    ("bus.jpg", 0, 590, (240, 83)),
    ("astronaut.png", 0, 430, (640, 253)),
    ("bus.jpg", 1, 420, (545, 255)),
)


@dataclass(frozen=True)
class Scene:
    """An image as PNG, and for each person in it the pixels (H x W bool) that are theirs."""

    name: str
    png: bytes
    people: tuple[Inside, ...]
    reference: str = BY_HAND


def scenes() -> Iterator[Scene]:
    """Give the photos, then the composed scene."""
    for name, people in OUTLINES.items():
        picture = photo(name)
        yield Scene(Path(name).stem, _png(picture), tuple(filled(parts, picture.size) > 127 for parts in people))
    yield crowd()


def crowd() -> Scene:
    """Compose five cut-outs of the photos, partly one before the other, on a table: 1024 x 683 pixels."""
    scene = Image.open(SAMPLES / "coffee.png").convert("RGB").resize((1024, 683), Image.Resampling.LANCZOS)
    people: list[Inside] = []
    for name, which, height, place in CROWD:
        cut, alpha = cut_out(name, which, height)
        layer = Image.new("L", scene.size)
        layer.paste(alpha, place)
        scene.paste(cut, place, alpha)
        mine = np.asarray(layer) > 127
        people = [*(one & ~mine for one in people), mine]
    return Scene("five people", _png(scene), tuple(people), "composed of cut-outs")


def cut_out(name: str, which: int, height: int) -> tuple[Image.Image, Image.Image]:
    """Give the largest part of a person of a photo, this many pixels high, and how much of each pixel is theirs."""
    picture = photo(name)
    alpha = Image.fromarray(filled(OUTLINES[name][which][:1], picture.size))
    box = alpha.getbbox()
    assert box is not None
    size = round((box[2] - box[0]) * height / (box[3] - box[1])), height
    cut, mask = (one.crop(box).resize(size, Image.Resampling.LANCZOS) for one in (picture, alpha))
    return cut, mask


def filled(parts: Sequence[Sequence[Sequence[float]]], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Give how much of each pixel lies inside rings, as H x W uint8."""
    drawn = Image.new("L", (size[0] * FINEST, size[1] * FINEST))
    for ring in parts:
        ImageDraw.Draw(drawn).polygon([(x * FINEST, y * FINEST) for x, y in ring], fill=255)
    return np.asarray(drawn.resize(size, Image.Resampling.BOX))


def inside(geometry: dict[str, Any], size: tuple[int, int]) -> Inside:
    """Give the pixels (H x W bool) inside a polygon as an instance has it."""
    found = np.zeros((size[1], size[0]), bool)
    for part in geometry["parts"]:
        found |= filled([part["outer"]], size) > 127
        for hole in part.get("holes", ()):
            found &= filled([hole], size) <= 127
    return found


def scored(scene: Scene, found: Sequence[Inside]) -> list[float]:
    """Give for each person of the scene the best IoU with a shape; each shape counts for one person only."""
    pairs = sorted(
        ((iou(one, other), i, j) for i, one in enumerate(scene.people) for j, other in enumerate(found)), reverse=True
    )
    scores, taken = dict.fromkeys(range(len(scene.people)), 0.0), set[int]()
    for score, person, shape in pairs:
        if not scores[person] and shape not in taken:
            scores[person] = score
            taken.add(shape)
    return list(scores.values())


def iou(one: Inside, other: Inside) -> float:
    return float((one & other).sum() / max(1, (one | other).sum()))


def weights() -> Path | None:
    """Give the folder of genuine weights: in LIMNER_TEST_MODELS, or in `shared/models` above the repository."""
    given = os.environ.get("LIMNER_TEST_MODELS")
    folders = [Path(given)] if given else [folder / "shared" / "models" for folder in Path(__file__).parents[1:]]
    return next((folder / WEIGHTS for folder in folders if (folder / WEIGHTS).is_dir()), None)


def photo(name: str) -> Image.Image:
    """Give a sample of the server, or a photo that ultralytics carries; that package is not imported."""
    if (SAMPLES / name).is_file():
        return Image.open(SAMPLES / name).convert("RGB")
    spec = PathFinder.find_spec("ultralytics", [*sys.path, str(Path(sys.prefix) / "photos")])
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("ultralytics, which carries the photos of people, is not installed: make setup")
    return Image.open(Path(spec.submodule_search_locations[0]) / "assets" / name).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
