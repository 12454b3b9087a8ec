"""What an image file says of itself beyond its size."""

from typing import Literal

from msgspec import Struct

from limner.scale import Unit


class KnownPixelSize(Struct):
    """How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.

    `of` is what it was given for: the file, its project, or it is what the image says; `source` says so in words.
    """

    size: float
    unit: Unit
    source: str
    of: Literal["file", "project", "image"] = "image"


class Samples(Struct):
    """The tones of an image that has more of them than a screen.

    `content` is a PNG whose red and green are the high and the low byte of each sample. A sample of 0 is the tone
    `least`, one of 65535 the tone `most`, those between lie evenly. `low` and `high` are what is shown as black
    and as white unless somebody chooses: the tones below and above which half a percent of the pixels lie.
    """

    content: str
    least: float
    most: float
    low: float
    high: float


class Properties(Struct):
    """What an image says of itself. `bits` counts those of one sample as they are stored."""

    bits: int
    pixel_size: KnownPixelSize | None
    samples: Samples | None
