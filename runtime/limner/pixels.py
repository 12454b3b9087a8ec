"""Pixels between host and script: which region is asked for, and the array it becomes."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from limner.errors import HostError
from limner.rings import Bounds, Sized


@dataclass(frozen=True)
class Pixels:
    """What the host sends: `height` rows of `width` pixels of `channels` bytes, top row first."""

    width: int
    height: int
    channels: int
    data: bytes | bytearray | memoryview


def region(bounds: Iterable[float] | None, margin: float, within: Sized) -> Bounds:
    """Give the whole pixels to ask for. Raises `HostError` if there are none in the file."""
    wanted = Bounds(0, 0, within.width, within.height) if bounds is None else Bounds(*bounds)
    found = wanted.expand(margin, within=within)
    if found.width < 1 or found.height < 1:
        raise HostError(f"image{tuple(wanted)} lies outside the file, which is {within.width} x {within.height}")
    return found


def array(pixels: Pixels) -> Any:
    """Give an H x W x 3 array of uint8, RGB; an alpha channel is dropped."""
    try:
        numpy = importlib.import_module("numpy")
    except ImportError:
        raise HostError('canvas.image needs NumPy: add "numpy" to dependencies in the script\'s block') from None
    flat = numpy.frombuffer(pixels.data, dtype=numpy.uint8)
    shaped = flat.reshape(pixels.height, pixels.width, pixels.channels)
    return numpy.ascontiguousarray(shaped[:, :, :3])
