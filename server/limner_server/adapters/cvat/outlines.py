"""The outline of a mask, along the borders of its pixels."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from limner import rings, rle
from limner.geometry import Mask, Part, Polygon

Corner = tuple[int, int]
Steps = dict[Corner, list[Corner]]
TOLERANCE = 1.0
SPECK = 8


def polygon_of(mask: Mask, tolerance: float = TOLERANCE) -> Polygon:
    """Give a polygon that encloses a mask's pixels, simplified by `tolerance` pixels; with 0 it encloses just these.

    Pixels that touch at a corner only are parts of their own. Parts and holes of less than `SPECK` pixels for each
    of tolerance are left out, but for the largest part.
    """
    steps = _steps(mask)
    rounds = [ring for start in sorted(steps, key=lambda at: at[::-1]) for ring in _rings(steps, start)]
    largest = max(rounds, key=_turn)
    found = [ring for ring in rounds if abs(_turn(ring)) >= 2 * SPECK * tolerance or ring is largest]
    outer = sorted((ring for ring in found if _turn(ring) > 0), key=rings.area)
    holes: dict[int, list[list[Corner]]] = {}
    for hole in (ring for ring in found if _turn(ring) < 0):
        holes.setdefault(_owner(outer, hole), []).append(hole)
    parts = [_part(ring, holes.get(index, []), mask, tolerance) for index, ring in enumerate(outer)]
    return Polygon(parts=parts[::-1])


def _steps(mask: Mask) -> Steps:
    """Give where the border goes on from each corner; the pixels are at its right hand."""
    _, _, width, height = map(int, mask.bounds)
    flat = np.zeros(width * height, bool)
    for start, end in rle.spans(mask.rle):
        flat[start:end] = True
    padded = np.pad(flat.reshape(height, width), 1)
    sides = (
        (padded[:-2, 1:-1], (0, 0), (1, 0)),
        (padded[1:-1, 2:], (1, 0), (1, 1)),
        (padded[2:, 1:-1], (1, 1), (0, 1)),
        (padded[1:-1, :-2], (0, 1), (0, 0)),
    )
    steps: Steps = {}
    for beside, (ax, ay), (bx, by) in sides:
        ys, xs = (padded[1:-1, 1:-1] & ~beside).nonzero()
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            steps.setdefault((x + ax, y + ay), []).append((x + bx, y + by))
    return steps


def _rings(steps: Steps, start: Corner) -> Iterator[list[Corner]]:
    while steps.get(start):
        yield from _loops(_ring(steps, start))


def _loops(ring: list[Corner]) -> Iterator[list[Corner]]:
    """Cut a ring where it comes to the same corner again: what is between encloses a hole."""
    repeated = {at for at, count in Counter(ring).items() if count > 1}
    loop: list[Corner] = []
    for at in ring:
        if at in repeated and at in loop:
            first = loop.index(at)
            yield loop[first:]
            del loop[first:]
        loop.append(at)
    yield loop


def _ring(steps: Steps, start: Corner) -> list[Corner]:
    """Walk once round, turning right where two ways lead on, and keep the corners where the way turns."""
    ring, at, way = [start], start, (0, 0)
    while True:
        to = _next(steps, at, way)
        turned = (to[0] - at[0], to[1] - at[1])
        if turned == way:
            ring.pop()
        ring.append(to)
        at, way = to, turned
        if at == start:
            return ring[:-1]


def _next(steps: Steps, at: Corner, way: Corner) -> Corner:
    ways = steps[at]
    right = (at[0] - way[1], at[1] + way[0])
    ways.remove(to := right if right in ways else ways[0])
    return to


def _turn(ring: list[Corner]) -> int:
    """Give twice the area inside, negative for a hole."""
    ends = [*ring[1:], ring[0]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ends, strict=True))


def _owner(outer: list[list[Corner]], hole: list[Corner]) -> int:
    """Give the smallest ring round the pixel above a hole's uppermost corner."""
    x, y = min(hole, key=lambda at: at[::-1])
    return next(index for index, ring in enumerate(outer) if rings.contains(ring, x + 0.5, y - 0.5))


def _part(ring: list[Corner], holes: list[list[Corner]], mask: Mask, tolerance: float) -> Part:
    left, top = mask.bounds[:2]
    placed = [[(x + left, y + top) for x, y in one] for one in (ring, *holes)]
    outer, *inner = (rings.simplify_ring(one, tolerance) for one in placed)
    return Part(tuple(outer), tuple(tuple(one) for one in inner))
