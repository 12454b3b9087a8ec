"""What is kept of an image to find those that look like it: hashes of it and of windows in it, and a sketch.

A crop of an image is found because one of the image's windows is about what was cut out. The windows
are those where each side is trimmed by up to a tenth; the hash is the 64 bits of `imagehash.phash`.
"""

from dataclasses import dataclass
from itertools import product

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

METHOD = 1  # goes up when images hashed by an earlier version must be hashed anew
SKETCH = 64  # side of the sketch in cells
_WORK = 256
_TRIMS = ((0.0, 0.0), (0.08, 0.0), (0.0, 0.08), (0.05, 0.05), (0.1, 0.1))
WINDOWS = tuple((left, top, right, bottom) for (left, right), (top, bottom) in product(_TRIMS, _TRIMS))
_RADIUS = 4  # cells; what changes more slowly than that is light, not content
_FAINT = 1.2  # grey levels; the contrast below which a cell shows nothing
_LEAST = 0.08  # of the cells must show something, or the image is as good as empty


@dataclass(frozen=True)
class Likeness:
    """`hashes` of the whole and of its windows, none where the image is flat; `sketch` in grey, row by row."""

    hashes: bytes
    sketch: bytes


def likeness_of(image: Image.Image) -> Likeness:
    """Give what is kept of an image, which stands upright."""
    small = _reduced(image)
    sketch = small.resize((SKETCH, SKETCH), Image.Resampling.BOX)
    if is_flat(sketched(sketch.tobytes())):
        return Likeness(b"", b"")
    hashes = np.array([_hash(small, window) for window in WINDOWS], np.uint64)
    return Likeness(hashes.tobytes(), sketch.tobytes())


def sketched(sketch: bytes) -> Floats:
    """Give a sketch as an array, in grey levels."""
    return np.frombuffer(sketch, np.uint8).reshape(SKETCH, SKETCH).astype(np.float32)


def detail(picture: Floats) -> Floats:
    """Take from a sketch what changes slowly, so that light and large plain areas do not count."""
    return picture - blurred(picture, _RADIUS)


def is_flat(picture: Floats) -> bool:
    """Say whether a sketch shows next to nothing: one colour, a slow gradient, a speck on a blank page."""
    inner = slice(2 * _RADIUS, -2 * _RADIUS)  # at the edges the blur of a gradient is not the gradient
    return float((np.abs(detail(picture)[inner, inner]) > _FAINT).mean()) < _LEAST


def _reduced(image: Image.Image) -> Image.Image:
    small = image.copy() if max(image.size) <= _WORK else image
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        small = _on_grey(small)
    shrink = min(1.0, _WORK / max(small.size))
    size = max(1, round(small.width * shrink)), max(1, round(small.height * shrink))
    grey = small if small.mode in ("L", "RGB") else small.convert("RGB")
    return grey.resize(size, Image.Resampling.BOX, reducing_gap=3.0).convert("L")


def _on_grey(image: Image.Image) -> Image.Image:
    shown = image.convert("RGBA")
    shown.thumbnail((2 * _WORK, 2 * _WORK), reducing_gap=2.0)
    ground = Image.new("RGBA", shown.size, (128, 128, 128, 255))
    return Image.alpha_composite(ground, shown).convert("RGB")


def _hash(image: Image.Image, window: tuple[float, float, float, float]) -> int:
    left, top, right, bottom = window
    box = (left * image.width, top * image.height, (1 - right) * image.width, (1 - bottom) * image.height)
    crop = image.resize((32, 32), Image.Resampling.BOX, box=box)
    return int.from_bytes(np.packbits(imagehash.phash(crop).hash).tobytes())


def blurred(picture: Floats, radius: int) -> Floats:
    """Blur by two passes of a box, mirrored at the edges."""
    for axis in (0, 1, 0, 1):
        picture = _box(picture, radius, axis)
    return picture


def _box(picture: Floats, radius: int, axis: int) -> Floats:
    width = 2 * radius + 1
    padding = [(radius + 1, radius) if one == axis else (0, 0) for one in (0, 1)]
    sums = np.cumsum(np.pad(picture, padding, mode="symmetric"), axis=axis, dtype=np.float64)
    first, last = [slice(None)] * 2, [slice(None)] * 2
    first[axis], last[axis] = slice(None, -width), slice(width, None)
    return ((sums[tuple(last)] - sums[tuple(first)]) / width).astype(np.float32)
