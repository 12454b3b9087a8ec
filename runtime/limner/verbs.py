"""What can be asked of a shape, kind by kind: nobody outside this file switches on a kind.

`VERBS[kind]` is a small record of functions. Areas are square pixels; masks cover whole pixels and
take a pixel when its centre lies inside.
"""

import dataclasses
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from limner import rings, rle
from limner.errors import GeometryError
from limner.geometry import Box, Cuboid, Ellipse, Geometry, Keypoints, Mask, Part, Polygon, Polyline
from limner.rings import Bounds, Pair

ELLIPSE_POINTS = 64


def _finite_json(shape: Geometry) -> bool:
    try:
        json.dumps(shape.to_json(), allow_nan=False)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Verbs:
    """The functions of one kind. Each takes the shape first.

    `problem` gives what is wrong with the shape, or None; `clamp` brings its coordinates into a
    file of width x height; `outline` gives the rings that bound it, empty where it has no inside.
    """

    bounds: Callable[[Any], Bounds]
    outline: Callable[[Any], list[list[Pair]]]
    vertices: Callable[[Any], int]
    problem: Callable[[Any], str | None]
    clamp: Callable[[Any, int, int], Geometry]
    simplify: Callable[[Any, float], Geometry]
    finite: Callable[[Any], bool] = _finite_json


def area(shape: Geometry) -> float:
    """Give the area in square pixels: outer rings less holes; 0 for points, lines and tags."""
    if isinstance(shape, Polygon):
        return sum(rings.area(p.outer) - sum(map(rings.area, p.holes)) for p in shape.parts)
    if isinstance(shape, Mask):
        return float(sum(shape.rle[1::2]))
    return sum(map(rings.area, VERBS[shape.kind].outline(shape)))


def contains(shape: Geometry, x: float, y: float) -> bool:
    """Say whether `(x, y)` lies inside the shape; a hole is outside."""
    if isinstance(shape, Mask):
        return _mask_contains(shape, x, y)
    return sum(rings.contains(ring, x, y) for ring in VERBS[shape.kind].outline(shape)) % 2 == 1


def simplify(shape: Geometry, tolerance: float) -> Geometry:
    """Drop vertices that change the outline by less than `tolerance` pixels."""
    return VERBS[shape.kind].simplify(shape, tolerance)


def to_mask(shape: Geometry) -> Mask:
    """Give the pixels whose centres lie inside, over the shape's own bounds rounded outwards."""
    if isinstance(shape, Mask):
        return shape
    outline = VERBS[shape.kind].outline(shape)
    if not outline:
        raise GeometryError(f"a {shape.kind} has no inside to make a mask of")
    box = shape.bounds.expand()
    rows = (_row(rings.crossings(outline, y + 0.5), box) for y in range(int(box.y), int(box.y + box.height)))
    return Mask(box, rle.encode(bit for row in rows for bit in row))


def problem(shape: Geometry) -> str | None:
    """Say what is wrong with the shape, or None: `polygon has 2 points, needs at least 3`."""
    return VERBS[shape.kind].problem(shape)


def clamp(shape: Geometry, width: int, height: int) -> Geometry:
    """Bring the shape's coordinates into a file of `width` x `height` pixels."""
    x, y, wide, tall = shape.bounds
    if x >= 0 and y >= 0 and x + wide <= width and y + tall <= height:
        return shape
    return VERBS[shape.kind].clamp(shape, width, height)


def is_finite(shape: Geometry) -> bool:
    """Say whether every number of the shape is finite."""
    return VERBS[shape.kind].finite(shape)


def vertices(shape: Geometry) -> int:
    """Count the points that define the shape."""
    return VERBS[shape.kind].vertices(shape)


def box_corners(box: Box) -> list[Pair]:
    """Give the four corners, clockwise from the upper left, after rotation."""
    x, y, w, h = box.x, box.y, box.width, box.height
    return rings.rotate([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], (x + w / 2, y + h / 2), box.rotation)


def ellipse_ring(ellipse: Ellipse) -> list[Pair]:
    """Give the outline as a ring of 64 points."""
    turns = (2 * math.pi * i / ELLIPSE_POINTS for i in range(ELLIPSE_POINTS))
    upright = [(ellipse.x + ellipse.rx * math.cos(t), ellipse.y + ellipse.ry * math.sin(t)) for t in turns]
    return rings.rotate(upright, (ellipse.x, ellipse.y), ellipse.rotation)


def _ellipse_bounds(e: Ellipse) -> Bounds:
    cos, sin = math.cos(math.radians(e.rotation)), math.sin(math.radians(e.rotation))
    half_w, half_h = math.hypot(e.rx * cos, e.ry * sin), math.hypot(e.rx * sin, e.ry * cos)
    return Bounds(e.x - half_w, e.y - half_h, 2 * half_w, 2 * half_h)


def _cuboid_points(cuboid: Cuboid) -> list[Pair]:
    return box_corners(cuboid.front) + box_corners(cuboid.rear)


def _row(xs: list[float], box: Bounds) -> list[bool]:
    bits = [False] * int(box.width)
    for start, end in zip(xs[::2], xs[1::2], strict=True):
        first, stop = math.ceil(start - box.x - 0.5), math.ceil(end - box.x - 0.5)
        bits[max(0, first) : max(0, stop)] = [True] * (min(stop, len(bits)) - max(0, first))
    return bits


def _mask_contains(mask: Mask, x: float, y: float) -> bool:
    column, row = math.floor(x - mask.bounds.x), math.floor(y - mask.bounds.y)
    if not (0 <= column < mask.bounds.width and 0 <= row < mask.bounds.height):
        return False
    left = row * int(mask.bounds.width) + column
    for index, length in enumerate(mask.rle):
        if left < length:
            return index % 2 == 1
        left -= length
    return False


def _sides(kind: str, *sides: float) -> str | None:
    return None if min(sides) > 0 else f"{kind} measures {sides[0]:g} x {sides[1]:g}, needs more than 0"


def _enough(kind: str, count: int, least: int) -> str | None:
    return None if count >= least else f"{kind} has {count} point{'s' * (count != 1)}, needs at least {least}"


def _polygon_problem(polygon: Polygon) -> str | None:
    if not polygon.parts:
        return "polygon has no parts, needs at least 1"
    return next(filter(None, (_enough("polygon", len(ring), 3) for ring in polygon.rings)), None)


def _keypoints_problem(shape: Keypoints) -> str | None:
    stray = [edge for edge in shape.edges if not all(0 <= end < len(shape.points) for end in edge)]
    if stray:
        return f"keypoints edge {list(stray[0])} names a point that is not there (it has {len(shape.points)})"
    return _enough("keypoints", len(shape.points), 1)


def _mask_problem(mask: Mask) -> str | None:
    if min(mask.bounds.width, mask.bounds.height) < 1:
        return _sides("mask", mask.bounds.width, mask.bounds.height)
    pixels = int(mask.bounds.width * mask.bounds.height)
    if min(mask.rle, default=0) < 0 or sum(mask.rle) != pixels:
        return f"mask's run lengths add up to {sum(mask.rle)}, its bounds hold {pixels} pixels"
    return None


def _within(points: Iterable[Pair], width: int, height: int) -> tuple[Pair, ...]:
    return tuple((min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))) for x, y in points)


def _clamp_box(box: Box, width: int, height: int) -> Box:
    if box.rotation:
        return box
    (left, top), (right, bottom) = _within([(box.x, box.y), (box.x + box.width, box.y + box.height)], width, height)
    return Box(left, top, right - left, bottom - top)


def _clamp_mask(mask: Mask, width: int, height: int) -> Mask:
    x, y, w, h = map(int, mask.bounds)
    if x >= 0 and y >= 0 and x + w <= width and y + h <= height:
        return mask
    left, top = max(0, x), max(0, y)
    wide, tall = max(0, min(x + w, width) - left), max(0, min(y + h, height) - top)
    bits = bytearray(wide * tall)  # no larger than the file, however large the mask says it is
    for start, end in rle.spans(mask.rle):
        for row in range(max(start // w, top - y), min((end - 1) // w + 1, top + tall - y)):
            first, last = (min(max(x + edge - row * w, left), left + wide) - left for edge in (start, end))
            at = (row + y - top) * wide
            bits[at + first : at + last] = b"\1" * (last - first)
    return Mask((left, top, wide, tall), rle.encode(bits))


def _clamp_polygon(polygon: Polygon, width: int, height: int) -> Polygon:
    return Polygon(parts=[_map_part(p, lambda ring: _within(ring, width, height)) for p in polygon.parts])


def _map_part(part: Part, change: Callable[[Any], Any]) -> Part:
    return Part(change(part.outer), tuple(map(change, part.holes)))


def _simplify_polygon(polygon: Polygon, tolerance: float) -> Polygon:
    return Polygon(parts=[_map_part(p, lambda ring: rings.simplify_ring(ring, tolerance)) for p in polygon.parts])


def _clamp_point(point: Any, width: int, height: int) -> Any:
    ((x, y),) = _within([(point.x, point.y)], width, height)
    return dataclasses.replace(point, x=x, y=y)


def _same(shape: Any, *_: Any) -> Any:
    return shape


def _no_outline(_: Any) -> list[list[Pair]]:
    return []


VERBS: dict[str, Verbs] = {
    "box": Verbs(
        bounds=lambda s: rings.bounds(box_corners(s)),
        outline=lambda s: [box_corners(s)],
        vertices=lambda s: 4,
        problem=lambda s: _sides("box", s.width, s.height),
        clamp=_clamp_box,
        simplify=_same,
    ),
    "polygon": Verbs(
        bounds=lambda s: rings.bounds(point for part in s.parts for point in part.outer),
        outline=lambda s: [list(ring) for ring in s.rings],
        vertices=lambda s: sum(map(len, s.rings)),
        problem=_polygon_problem,
        clamp=_clamp_polygon,
        simplify=_simplify_polygon,
        finite=lambda s: math.isfinite(sum(map(sum, chain.from_iterable(s.rings)))),
    ),
    "polyline": Verbs(
        bounds=lambda s: rings.bounds(s.points),
        outline=_no_outline,
        vertices=lambda s: len(s.points),
        problem=lambda s: _enough("polyline", len(s.points), 2),
        clamp=lambda s, w, h: Polyline(_within(s.points, w, h)),
        simplify=lambda s, tolerance: Polyline(tuple(rings.simplify_chain(s.points, tolerance))),
    ),
    "point": Verbs(
        bounds=lambda s: Bounds(s.x, s.y, 0.0, 0.0),
        outline=_no_outline,
        vertices=lambda s: 1,
        problem=lambda s: None,
        clamp=_clamp_point,
        simplify=_same,
    ),
    "ellipse": Verbs(
        bounds=_ellipse_bounds,
        outline=lambda s: [ellipse_ring(s)],
        vertices=lambda s: 1,
        problem=lambda s: _sides("ellipse", s.rx, s.ry),
        clamp=_clamp_point,
        simplify=_same,
    ),
    "keypoints": Verbs(
        bounds=lambda s: rings.bounds((p.x, p.y) for p in s.points),
        outline=_no_outline,
        vertices=lambda s: len(s.points),
        problem=_keypoints_problem,
        clamp=lambda s, w, h: Keypoints(tuple(_clamp_point(p, w, h) for p in s.points), s.edges),
        simplify=_same,
    ),
    "cuboid": Verbs(
        bounds=lambda s: rings.bounds(_cuboid_points(s)),
        outline=lambda s: [box_corners(s.front)],
        vertices=lambda s: 8,
        problem=lambda s: _sides("cuboid", s.front.width, s.front.height, s.rear.width, s.rear.height),
        clamp=lambda s, w, h: Cuboid(_clamp_box(s.front, w, h), _clamp_box(s.rear, w, h)),
        simplify=_same,
    ),
    "mask": Verbs(
        bounds=lambda s: s.bounds,
        outline=_no_outline,
        vertices=lambda s: len(s.rle),
        problem=_mask_problem,
        clamp=_clamp_mask,
        simplify=_same,
    ),
    "tag": Verbs(
        bounds=lambda s: Bounds(0.0, 0.0, 0.0, 0.0),
        outline=_no_outline,
        vertices=lambda s: 0,
        problem=lambda s: None,
        clamp=_same,
        simplify=_same,
    ),
}
