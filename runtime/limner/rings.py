"""Plane geometry of rings and chains of points: lists of `(x, y)` in pixels, y down."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

Pair = tuple[float, float]
Ring = Sequence[Pair]


class Sized(Protocol):
    """Anything with a width and a height in pixels: a file, an event's file."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Bounds(NamedTuple):
    """An upright rectangle `(x, y, width, height)` in pixels of the original file."""

    x: float
    y: float
    width: float
    height: float

    def expand(self, margin: float = 0.0, *, within: Sized | None = None) -> "Bounds":
        """Grow by `margin` (a fraction of each side's length) and round outwards to whole pixels.

        `within` (a file, or an event's `file`) clips the result to the image.
        """
        left = math.floor(self.x - margin * self.width)
        top = math.floor(self.y - margin * self.height)
        right = math.ceil(self.x + self.width * (1 + margin))
        bottom = math.ceil(self.y + self.height * (1 + margin))
        if within is not None:
            left, right = max(0, min(left, within.width)), max(0, min(right, within.width))
            top, bottom = max(0, min(top, within.height)), max(0, min(bottom, within.height))
        return Bounds(left, top, right - left, bottom - top)


def bounds(points: Iterable[Pair]) -> Bounds:
    """Give the smallest upright rectangle round the points, all zero where there are none."""
    taken = list(points)
    if not taken:
        return Bounds(0.0, 0.0, 0.0, 0.0)
    xs, ys = zip(*taken, strict=True)
    return Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def area(ring: Ring) -> float:
    """Give the enclosed area in square pixels by the shoelace formula, never negative."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring))) / 2


def contains(ring: Ring, x: float, y: float) -> bool:
    """Say whether `(x, y)` lies inside, by the even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def crossings(rings: Iterable[Ring], y: float) -> list[float]:
    """Give the sorted x where the rings cross the horizontal line at `y`."""
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in _edges(ring):
            if (y1 > y) != (y2 > y):
                found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return sorted(found)


def crossings_along(rings: Iterable[Ring], first: float, step: float, count: int) -> list[list[float]]:
    """Give `crossings` for `count` horizontal lines from `first` down, `step` apart, going once over the edges."""
    found: list[list[float]] = [[] for _ in range(count)]
    for ring in rings:
        for (x1, y1), (x2, y2) in _edges(ring):
            low, high = (y1, y2) if y1 < y2 else (y2, y1)
            start, stop = math.ceil((low - first) / step), math.ceil((high - first) / step)
            if start < stop:
                slope = (x2 - x1) / (y2 - y1)
                for line in range(max(0, start), min(count, stop)):
                    found[line].append(x1 + (first + step * line - y1) * slope)
    return [sorted(xs) for xs in found]


def simplify_chain(points: Ring, tolerance: float) -> list[Pair]:
    """Drop points nearer than `tolerance` pixels to the chain (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return list(points)
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = _farthest(points, first, last)
        if far > tolerance:
            keep[index] = True
            spans += [(first, index), (index, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def simplify_ring(ring: Ring, tolerance: float) -> list[Pair]:
    """Simplify a closed ring; at least three points stay."""
    if len(ring) <= 3:
        return list(ring)
    turn = max(range(len(ring)), key=lambda i: math.dist(ring[i], ring[0]))
    there = simplify_chain(ring[: turn + 1], tolerance)
    back = simplify_chain([*ring[turn:], ring[0]], tolerance)
    simple = there[:-1] + back[:-1]
    return simple if len(simple) >= 3 else list(ring)


def rotate(points: Iterable[Pair], centre: Pair, degrees: float) -> list[Pair]:
    """Turn the points clockwise (y down) about `centre`."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    cx, cy = centre
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def distance(point: Pair, start: Pair, end: Pair) -> float:
    """Give the distance in pixels from `point` to the segment."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


def _edges(ring: Ring) -> Iterable[tuple[Pair, Pair]]:
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _farthest(points: Ring, first: int, last: int) -> tuple[float, int]:
    return max(
        ((distance(points[i], points[first], points[last]), i) for i in range(first + 1, last)),
        default=(0.0, first),
    )
