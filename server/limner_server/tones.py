"""Images with more tones than a screen: grey ones of 16 or 32 bits and of floats, shown through a window of tones.

Colour images of 16 bits a channel are read with 8, which is all Pillow does.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
MOST = 65535
OUTSIDE = 0.5  # percent of the pixels that may lie below the window, and as many above
MEASURED = 1_000_000


@dataclass(frozen=True)
class Tones:
    """The least and the greatest tone of an image, and the window that shows nearly all of them."""

    least: float
    most: float
    low: float
    high: float


def is_deep(image: Image.Image) -> bool:
    """Say whether an image has more tones than a screen."""
    return image.mode in DEEP


def tones_of(image: Image.Image) -> Tones:
    """Measure the tones of a deep image, at about a million pixels of it."""
    values = _values(image)
    step = max(1, int((values.size / MEASURED) ** 0.5))
    some = values[::step, ::step]
    least, most = float(values.min()), float(values.max())
    low, high = (float(one) for one in np.percentile(some, (OUTSIDE, 100 - OUTSIDE)))
    return Tones(least, most, low, high) if high > low else Tones(least, most, least, max(most, least + 1))


def windowed(image: Image.Image) -> Image.Image:
    """Give a deep image in 8 bits, through the window that shows nearly all of its tones."""
    tones = tones_of(image)
    values = (_values(image).astype(np.float32) - tones.low) * (255 / (tones.high - tones.low))
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def packed(image: Image.Image, tones: Tones) -> Image.Image:
    """Give a deep image as RGB: 16 bits a pixel, the high byte in red and the low one in green."""
    spread = MOST / max(tones.most - tones.least, 1e-30)
    values = _values(image)
    whole = values.dtype.kind != "f" and tones.least >= 0 and tones.most <= MOST
    exact = values if whole else np.rint((values.astype(np.float64) - tones.least) * spread)
    samples = exact.astype(np.uint16)
    pixels = np.zeros((*samples.shape, 3), np.uint8)
    pixels[..., 0], pixels[..., 1] = samples >> 8, samples & 255
    return Image.fromarray(pixels)


def range_of(image: Image.Image, tones: Tones) -> tuple[float, float]:
    """Give the tones that the samples 0 and 65535 of `packed` stand for."""
    whole = image.mode != "F" and tones.least >= 0 and tones.most <= MOST
    return (0.0, float(MOST)) if whole else (tones.least, tones.most)


def _values(image: Image.Image) -> NDArray[Any]:
    values = np.asarray(image if image.mode in ("I", "F") else image.convert("I"))
    return np.nan_to_num(values, posinf=0, neginf=0) if values.dtype.kind == "f" else values
