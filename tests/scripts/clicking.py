"""A person who clicks where the outline is most wrong, for measuring how it sharpens with each click."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from limner import Mask, rle
from limner.events import PromptPoint
from limner.geometry import Geometry
from tests.scripts.paint import iou, painted, rings_of

Answer = Callable[[tuple[PromptPoint, ...]], Geometry | None]


def middle(mask: np.ndarray) -> tuple[float, float]:
    """Give the place that lies deepest inside a mask (H x W bool), in pixels."""
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(depth.argmax(), depth.shape)
    return float(x) + 0.5, float(y) + 0.5


def clicked(truth: np.ndarray, answer: Answer, clicks: int) -> Iterator[float]:
    """Give the IoU after each of so many clicks: first into the object's middle, then into the largest error's."""
    points = (PromptPoint(*middle(truth)),)
    for _ in range(clicks):
        shape = answer(points)
        got = np.zeros_like(truth) if shape is None else filled(shape, truth)
        yield 0.0 if shape is None else iou(got, truth, *truth.shape[::-1])
        missing, more = truth & ~got, got & ~truth
        wrong = missing if deepest(missing) >= deepest(more) else more
        if wrong.any():
            points = (*points, PromptPoint(*middle(wrong), positive=wrong is missing))


def filled(shape: Geometry, like: np.ndarray) -> np.ndarray:
    """Give a polygon or a mask as pixels."""
    height, width = like.shape
    if not isinstance(shape, Mask):
        return painted(rings_of(shape), width, height) > 0.5
    x, y, w, h = map(int, shape.bounds)
    found = np.zeros_like(like)
    found[y : y + h, x : x + w] = np.fromiter(rle.decode(shape.rle), bool).reshape(h, w)
    return found


def deepest(mask: np.ndarray) -> float:
    return float(cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5).max())
