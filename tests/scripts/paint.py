"""Areas of shapes as pixels share them, so that an outline can be measured to a tenth of a pixel.

`cv2.fillPoly` paints every pixel an edge touches, which fattens a shape by half a pixel. Here a pixel
counts for the share of its sixteen sample points that lie inside.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

SAMPLES = 4  # a side
Ring = Sequence[Sequence[float]]


def rings_of(geometry: Any) -> list[Ring]:
    """Give every ring of a polygon, holes included; `geometry` is a `Polygon` or its JSON."""
    parts = (geometry if isinstance(geometry, dict) else geometry.to_json())["parts"]
    return [ring for part in parts for ring in (part["outer"], *part["holes"])]


def painted(rings: Iterable[Ring], width: int, height: int) -> np.ndarray:
    """Give the share of every pixel inside the rings by the even-odd rule, H x W float64 from 0 to 1."""
    turns = np.zeros((height * SAMPLES, width * SAMPLES + 1), np.uint8)
    for ring in rings:
        points = np.asarray(ring, float) * SAMPLES
        for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
            _cross(turns, start, end)
    inside = np.bitwise_xor.accumulate(turns, axis=1)[:, :-1]
    return inside.reshape(height, SAMPLES, width, SAMPLES).mean((1, 3))


def iou(one: Any, other: Any, width: int, height: int) -> float:
    """Give intersection over union of two shapes, each a polygon, its JSON, or an H x W mask."""
    a, b = (_shares(shape, width, height) for shape in (one, other))
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())


def _shares(shape: Any, width: int, height: int) -> np.ndarray:
    return shape.astype(float) if isinstance(shape, np.ndarray) else painted(rings_of(shape), width, height)


def _cross(turns: np.ndarray, start: np.ndarray, end: np.ndarray) -> None:
    """Flip, in every row of sample points that the edge crosses, the first point right of it."""
    (x1, y1), (x2, y2) = (start, end) if start[1] <= end[1] else (end, start)
    first, stop = (int(np.clip(np.ceil(y - 0.5), 0, turns.shape[0])) for y in (y1, y2))
    if stop <= first:
        return
    rows = np.arange(first, stop)
    xs = x1 + (rows + 0.5 - y1) * (x2 - x1) / (y2 - y1)
    columns = np.clip(np.ceil(xs - 0.5), 0, turns.shape[1] - 1).astype(int)
    turns[rows, columns] ^= 1
