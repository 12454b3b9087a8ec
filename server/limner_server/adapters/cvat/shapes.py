"""CVAT's shapes and ours: a type and a flat list of numbers, in pixels as ours.

A rectangle turns clockwise about its centre, as a box does. A mask is its run lengths, row by row and background
first, followed by its first and its last column and row.
"""

from collections.abc import Callable, Sequence
from typing import Any

from limner.errors import GeometryError
from limner.geometry import Box, Cuboid, Ellipse, Geometry, Keypoint, Keypoints, Mask, Point, Polygon, Polyline
from limner.rings import Pair

Numbers = Sequence[float]
TYPES: dict[str, tuple[str, ...]] = {
    "rectangle": ("box",),
    "polygon": ("polygon",),
    "polyline": ("polyline",),
    "points": ("point", "keypoints"),
    "ellipse": ("ellipse",),
    "cuboid": ("cuboid",),
    "mask": ("mask",),
}
"""The kinds a shape of each type can be here."""


def geometry_of(type: str, points: Numbers, rotation: float = 0.0) -> Geometry:
    """Give the shape that a type and its numbers describe. Raises `GeometryError` where they do not fit."""
    read = _READ.get(type)
    if read is None:
        raise GeometryError(f"the shape type is {type!r}, expected one of {', '.join(_READ)}")
    shape: Geometry = read([float(number) for number in points], float(rotation))
    return shape


def numbers_of(shape: Geometry) -> tuple[str, list[float]]:
    """Give the type and the numbers of a shape. Raises `GeometryError` for one that CVAT has no numbers for."""
    write = _WRITE.get(shape.kind)
    if write is None:
        raise GeometryError(f"a {shape.kind} has no counterpart in CVAT")
    return write(shape)


def is_empty(shape: Geometry) -> bool:
    """Say whether a shape is a mask without a pixel, which is how the SDK writes one of nothing."""
    return isinstance(shape, Mask) and not any(shape.rle[1::2])


def word(value: Any) -> str:
    """Give the text of one of the package's enumerations, or of a plain text."""
    return str(getattr(value, "value", value))


def pairs(numbers: Numbers, what: str) -> list[Pair]:
    """Give a flat list as points. Raises `GeometryError` where one lacks its second number."""
    if len(numbers) % 2:
        raise GeometryError(f"a {what} has {len(numbers)} numbers, expected x and y of each point")
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _rectangle(numbers: Numbers, rotation: float) -> Box:
    left, top, right, bottom = _exactly(4, "rectangle", numbers)
    return Box(left, top, right - left, bottom - top, rotation % 360)


def _ellipse(numbers: Numbers, rotation: float) -> Ellipse:
    x, y, right, top = _exactly(4, "ellipse", numbers)
    return Ellipse(x, y, right - x, y - top, rotation % 360)


def _points(numbers: Numbers, _: float) -> Point | Keypoints:
    places = pairs(numbers, "points shape")
    if len(places) == 1:
        return Point(*places[0])
    return Keypoints(tuple(Keypoint(str(index), x, y) for index, (x, y) in enumerate(places, 1)))


def _cuboid(numbers: Numbers, _: float) -> Cuboid:
    corners = pairs(_exactly(16, "cuboid", numbers), "cuboid")
    return Cuboid(_around(corners[:4]), _around(corners[4:]))


def _mask(numbers: Numbers, _: float) -> Mask:
    if len(numbers) < 5 or any(number % 1 for number in numbers):
        raise GeometryError("a mask needs whole numbers: its run lengths, then left, top, right and bottom")
    *runs, left, top, right, bottom = map(int, numbers)
    width, height = right - left + 1, bottom - top + 1
    if sum(runs) != width * height or min(runs) < 0 or min(width, height) < 1:
        raise GeometryError(f"a mask's runs hold {sum(runs)} pixels, its box {width} x {height}")
    return Mask((left, top, width, height), rle=runs)


_READ: dict[str, Callable[[list[float], float], Geometry]] = {
    "rectangle": _rectangle,
    "polygon": lambda numbers, _: Polygon(pairs(numbers, "polygon")),
    "polyline": lambda numbers, _: Polyline(tuple(pairs(numbers, "polyline"))),
    "points": _points,
    "ellipse": _ellipse,
    "cuboid": _cuboid,
    "mask": _mask,
}


def _of_box(box: Box) -> tuple[str, list[float]]:
    if box.rotation % 360:
        raise GeometryError("a turned box has no counterpart here: CVAT hands on its corners alone; turn it straight")
    return "rectangle", [box.x, box.y, box.x + box.width, box.y + box.height]


def _of_polygon(polygon: Polygon) -> tuple[str, list[float]]:
    if len(polygon.rings) != 1:
        raise GeometryError("a polygon of several parts or with holes has no counterpart in CVAT: use one ring")
    return "polygon", _flat(polygon.rings[0])


def _of_ellipse(ellipse: Ellipse) -> tuple[str, list[float]]:
    if ellipse.rotation % 360:
        raise GeometryError("a turned ellipse has no counterpart here: turn it straight")
    return "ellipse", [ellipse.x, ellipse.y, ellipse.x + ellipse.rx, ellipse.y - ellipse.ry]


def _of_cuboid(cuboid: Cuboid) -> tuple[str, list[float]]:
    """Give each face's corners: left side of the front, its right side, and the rear the other way round."""
    front, rear = _sides(cuboid.front), _sides(cuboid.rear)
    return "cuboid", [*front[0], *front[1], *rear[1], *rear[0]]


def _of_mask(mask: Mask) -> tuple[str, list[float]]:
    x, y, width, height = mask.bounds
    return "mask", [*map(float, mask.rle), x, y, x + width - 1, y + height - 1]


_WRITE: dict[str, Callable[[Any], tuple[str, list[float]]]] = {
    "box": _of_box,
    "polygon": _of_polygon,
    "polyline": lambda shape: ("polyline", _flat(shape.points)),
    "point": lambda shape: ("points", [shape.x, shape.y]),
    "keypoints": lambda shape: ("points", [number for one in shape.points for number in (one.x, one.y)]),
    "ellipse": _of_ellipse,
    "cuboid": _of_cuboid,
    "mask": _of_mask,
}


def _exactly(count: int, what: str, numbers: Numbers) -> Numbers:
    if len(numbers) != count:
        raise GeometryError(f"a {what} has {len(numbers)} numbers, expected {count}")
    return numbers


def _around(corners: Sequence[Pair]) -> Box:
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _sides(face: Box) -> tuple[list[float], list[float]]:
    bottom, right = face.y + face.height, face.x + face.width
    return [face.x, face.y, face.x, bottom], [right, face.y, right, bottom]


def _flat(points: Sequence[Pair]) -> list[float]:
    return [number for point in points for number in point]
