"""How large the pixels of a file are in the world."""

from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["nm", "µm", "mm", "cm", "m", "km", "in"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST = 1e9


@dataclass(frozen=True)
class PixelSize:
    """How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down."""

    size: float
    unit: Unit


def problem(given: PixelSize) -> str | None:
    """Say what is wrong with a pixel size, or None."""
    if 0 < given.size <= MOST:
        return None
    return f"the size of a pixel is {given.size:g} {given.unit}: it must be a number above 0, at most {MOST:,.0f}"
