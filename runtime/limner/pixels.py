"""Pixels between host and script: which region is asked for, the array it becomes, and the way back."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from limner.errors import ChangeError, HostError
from limner.rings import Bounds, Sized

Channels = Literal["rgb", "rgba", "bgr", "gray"]
ORDERS: dict[Channels, slice] = {
    "rgb": slice(0, 3),
    "rgba": slice(0, 4),
    "bgr": slice(2, None, -1),
    "gray": slice(0),
}
LUMA = (9798, 19235, 3735)  # ITU-R BT.601 in parts of 2**15, rounded as OpenCV's RGB2GRAY does


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


def array(pixels: Pixels, channels: Channels = "rgb") -> Any:
    """Give an H x W x 3 array of uint8, RGB; H x W x 4 for `rgba`, H x W for `gray`."""
    if channels not in ORDERS:
        raise HostError(f"channels is {channels!r}, expected one of {', '.join(ORDERS)}")
    numpy = _numpy("canvas.image")
    shaped = numpy.frombuffer(pixels.data, dtype=numpy.uint8).reshape(pixels.height, pixels.width, pixels.channels)
    if channels == "gray":
        weighted = shaped[:, :, :3].astype(numpy.uint32) @ numpy.array(LUMA, numpy.uint32)
        return (weighted + 2**14 >> 15).astype(numpy.uint8)
    if channels == "rgba" and pixels.channels == 3:
        return numpy.dstack([shaped, numpy.full(shaped.shape[:2], 255, numpy.uint8)])
    return numpy.array(shaped[:, :, ORDERS[channels]], order="C")


def overlay(values: Any) -> Pixels:
    """Give the bytes of an H x W array (floats from 0 to 1, truth values or uint8) or H x W x 4 of uint8, RGBA.

    Raises `ChangeError` for any other form.
    """
    numpy = _numpy("canvas.overlay")
    given = numpy.asarray(values)
    if given.ndim not in (2, 3) or (given.ndim == 3 and given.shape[2] not in (1, 4)) or 0 in given.shape:
        raise ChangeError(f"an overlay of shape {given.shape} cannot be shown, expected H x W or H x W x 4")
    if given.dtype == bool:
        given = given.astype(numpy.uint8) * 255
    elif given.dtype.kind == "f":
        given = (numpy.clip(numpy.nan_to_num(given), 0, 1) * 255).round().astype(numpy.uint8)
    elif given.dtype != numpy.uint8:
        raise ChangeError(f"an overlay of {given.dtype} cannot be shown, expected floats from 0 to 1, bool or uint8")
    height, width, *rest = given.shape
    return Pixels(width, height, rest[0] if rest else 1, numpy.ascontiguousarray(given).tobytes())


def _numpy(what: str) -> Any:
    try:
        return importlib.import_module("numpy")
    except ImportError:
        raise HostError(f'{what} needs NumPy: add "numpy" to dependencies in the script\'s block') from None
