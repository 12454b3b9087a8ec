"""How far apart two sketches are once one is laid over the other as well as it goes.

One image is taken to be a rectangle of the other: where it lies is guessed from the windows whose hashes
agree and refined by Gauss-Newton steps (Lucas and Kanade, IJCAI 1981) from coarse to fine. Then the
correlation of their detail says whether they are the same picture.
"""

import numpy as np
from numpy.typing import NDArray

from limner_server.likeness.looks import SKETCH, Floats, blurred, detail

Rect = tuple[float, float, float, float]  # x, y, width, height, as shares of the other image
Place = NDArray[np.float64]
Cells = NDArray[np.bool_]
_PYRAMID = ((4, 6), (2, 6), (1, 6))  # radius of blur, steps
_LEAST_OVERLAP = 0.55  # of the cells of one must lie in the other
_SMALLEST, _LARGEST = 0.72, 1.4  # of a side in terms of the other's: a tenth cut off each end leaves 0.8
_LONGEST_STEP = 0.06
_RIDGE = 1e-9
_GRID = (np.arange(SKETCH, dtype=np.float32) + 0.5) / SKETCH


def distance(one: Floats, other: Floats, guess: Rect) -> float:
    """Give how different two sketches are, from 0 to 1, with `one` near the rectangle `guess` of `other`."""
    rect = np.array(guess, np.float64)
    mine, theirs = detail(one), detail(other)
    best = _agreement(mine, theirs, rect)
    for radius, steps in _PYRAMID:
        rect = _refined(blurred(one, radius), blurred(other, radius), rect, steps)
    best = max(best, _agreement(mine, theirs, rect))
    return 1.0 - max(0.0, best)


def _refined(one: Floats, other: Floats, rect: Place, steps: int) -> Place:
    slope_y, slope_x = np.gradient(other * SKETCH)
    for _ in range(steps):
        seen, inside = _sampled(other, rect)
        if inside.mean() < _LEAST_OVERLAP:
            break
        dx, _ = _sampled(slope_x, rect)
        dy, _ = _sampled(slope_y, rect)
        ones = np.ones_like(seen)
        columns = np.stack([dx, dy, dx * _GRID[None, :], dy * _GRID[:, None], seen, ones])[:, inside].astype(np.float64)
        # one = gain * other(rect + step) + offset, solved for gain * step, gain and offset at once
        sizes = np.sqrt((columns * columns).sum(1)) + 1e-9
        columns /= sizes[:, None]
        solved = np.linalg.solve(columns @ columns.T + _RIDGE * np.eye(6), columns @ one[inside]) / sizes
        if solved[4] <= 0.1:
            break
        step = np.clip(solved[:4] / solved[4], -_LONGEST_STEP, _LONGEST_STEP)
        rect = rect + step
        if np.abs(step).max() < 1e-3:
            break
    return rect


def _sampled(picture: Floats, rect: Place) -> tuple[Floats, Cells]:
    """Give a picture's values over a rectangle of it, and where that lies in the picture."""
    x, y, width, height = rect
    across, down = (x + width * _GRID) * SKETCH - 0.5, (y + height * _GRID) * SKETCH - 0.5
    inside = ((across >= -0.5) & (across <= SKETCH - 0.5))[None, :] & ((down >= -0.5) & (down <= SKETCH - 0.5))[:, None]
    return _along(_along(picture, down, 0), across, 1), inside


def _along(picture: Floats, at: Place, axis: int) -> Floats:
    low = np.clip(np.floor(at).astype(int), 0, SKETCH - 2)
    share = np.clip(at - low, 0, 1).astype(np.float32)
    share = share[:, None] if axis == 0 else share[None, :]
    mixed: Floats = np.take(picture, low, axis) * (1 - share) + np.take(picture, low + 1, axis) * share
    return mixed


def _agreement(one: Floats, other: Floats, rect: Place) -> float:
    seen, inside = _sampled(other, rect)
    if inside.mean() < _LEAST_OVERLAP or not all(_SMALLEST < side < _LARGEST for side in rect[2:]):
        return 0.0
    a, b = one[inside] - one[inside].mean(), seen[inside] - seen[inside].mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / spread if spread else 0.0
