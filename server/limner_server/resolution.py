"""How large a pixel is in the world, where an image file says so."""

import math
import re
import struct
import warnings
from typing import Any

from PIL import Image

from limner.scale import Unit
from limner_server.wire import KnownPixelSize

DESCRIPTION, MAKE, MODEL, ACROSS, DOWN, UNIT = 270, 271, 272, 282, 283, 296
INCH, CENTIMETRE = 2, 3
MM_PER_INCH = 25.4
PLACEHOLDERS = (1, 72, 96)  # dots per inch that software writes where nobody has said anything
PRINT = (150, 180, 240, 300, 350, 360)  # those that photos carry for printing, and only TIFF for scans too
SQUARE = 0.01
UNITS: dict[str, Unit] = {
    "nm": "nm",
    "micron": "µm",
    "microns": "µm",
    "um": "µm",
    "µm": "µm",
    "μm": "µm",
    "mm": "mm",
    "cm": "cm",
    "m": "m",
    "km": "km",
    "inch": "in",
    "in": "in",
}


def pixel_size_of(image: Image.Image) -> KnownPixelSize | None:
    """Read the size of a pixel from OME-XML, ImageJ's description, or the resolution of the file.

    What a camera writes says how large to print a photo, not how large the pixels were, so a photo with the
    name of a camera has no size, nor has one with a number that is usual for printing; nor has an image whose
    pixels are not square.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tags = _tags(image)
        described = str(tags.get(DESCRIPTION, ""))
        if "<OME" in described:
            return _of_ome(described)
        if described.startswith("ImageJ="):
            return _of_imagej(described.replace("\\u00B5", "µ"), tags)
        return _of_resolution(image, tags)


def _tags(image: Image.Image) -> dict[int, Any]:
    try:
        return dict(getattr(image, "tag_v2", None) or image.getexif())
    except (SyntaxError, ValueError, OSError, struct.error):
        return {}


def _of_ome(described: str) -> KnownPixelSize | None:
    across, down = (re.search(rf'PhysicalSize{axis}="([^"]+)"', described) for axis in "XY")
    unit = re.search(r'PhysicalSizeXUnit="([^"]+)"', described)
    return _sized(_number(across and across[1]), _number(down and down[1]), unit[1] if unit else "µm", "OME-TIFF")


def _of_imagej(described: str, tags: dict[int, Any]) -> KnownPixelSize | None:
    unit = re.search(r"^unit=(\S+)", described, re.MULTILINE)
    across, down = _number(tags.get(ACROSS)), _number(tags.get(DOWN))
    return _sized(1 / across, 1 / down, unit[1], "ImageJ") if unit and across and down else None


def _of_resolution(image: Image.Image, tags: dict[int, Any]) -> KnownPixelSize | None:
    if tags.get(MAKE) or tags.get(MODEL):
        return None
    dots = image.info.get("dpi")
    if dots is None and tags.get(UNIT) in (INCH, CENTIMETRE):
        per_inch = 1.0 if tags[UNIT] == INCH else 2.54
        dots = [_number(tags.get(tag)) * per_inch for tag in (ACROSS, DOWN)]
    across, down = (_number(one) for one in dots or (0, 0))
    idle = PLACEHOLDERS if image.format == "TIFF" else PLACEHOLDERS + PRINT
    if not across or not down or round(across) in idle:
        return None
    return _sized(MM_PER_INCH / across, MM_PER_INCH / down, "mm", f"{across:.4g} dots per inch")


def _sized(across: float, down: float, unit: str, source: str) -> KnownPixelSize | None:
    known = UNITS.get(unit)
    if not known or across <= 0 or down <= 0 or abs(across - down) > SQUARE * across:
        return None
    return KnownPixelSize(across, known, source)


def _number(value: Any) -> float:
    """Give a number, or 0 for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return number if math.isfinite(number) else 0.0
