"""Functions for CVAT as scripts, and images with two bright things for them to look at."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from limner.testing import Outcome
from limner_server.adapters.cvat import loading, scripts

FUNCTIONS = Path(__file__).parent / "functions"
LEFT, RIGHT = (10, 20, 30, 20), (70, 50, 20, 30)
"""Bounds of the two bright things: one of 200, one of 250."""


def scene(*moved: int) -> np.ndarray:
    """Give 120 x 100 pixels with two bright things; moved, they lie further right and down."""
    x, y = moved or (0, 0)
    image = np.full((100, 120, 3), 20, np.uint8)
    for (left, top, width, height), tone in ((LEFT, 200), (RIGHT, 250)):
        image[top + y : top + y + height, left + x : left + x + width] = tone
        image[top + y + 4 : top + y + 8, left + x + 4 : left + x + 8] = tone // 2 + 20
    return image


def script(name: str, **given: Any) -> str:
    return scripts.serve(loading.load(str(FUNCTIONS / f"{name}.py"), given))


def said(outcome: Outcome) -> str:
    return "\n".join(line.text for line in outcome.lines)


def digest_in(source: str) -> str:
    found = re.search(r'served\("(\w+)"\)', source)
    assert found is not None
    return found[1]
