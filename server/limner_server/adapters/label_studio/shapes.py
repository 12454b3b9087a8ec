"""The value of a region and the geometry it means, type by type.

Label Studio counts in percent of the image's sides, and turns a rectangle about its upper left corner, where we count
pixels and turn it about its centre; both turn clockwise.
"""

import base64
import binascii
import io
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from PIL import Image, UnidentifiedImageError

from limner.errors import GeometryError
from limner.geometry import Box, Ellipse, Geometry, Mask, Part, Point, Polygon, Polyline
from limner.rings import Pair
from limner_server.adapters.label_studio import brush

Value = Mapping[str, Any]
CURVE_POINTS = 16
POINT_WIDTH = 0.5
DIGITS = 6
DATA_URL = "data:image/png;base64,"


@dataclass(frozen=True)
class Size:
    """The image's sides in pixels."""

    width: int
    height: int

    def pixels(self, x: float, y: float) -> Pair:
        return round(x * self.width / 100, DIGITS), round(y * self.height / 100, DIGITS)

    def percent(self, x: float, y: float) -> Pair:
        return x * 100 / self.width, y * 100 / self.height


def read(kind: str, value: Value, size: Size) -> Geometry:
    """Give the geometry of a region's value; `kind` is its type without `labels`.

    Raises `GeometryError` that names what does not fit.
    """
    return READERS[kind](value, size)


def corner_of(box: Box) -> Pair:
    """Give where the upper left corner of a box is, once it is turned about its centre."""
    return _turned((-box.width / 2, -box.height / 2), box.rotation, (box.x + box.width / 2, box.y + box.height / 2))


def keyhole(part: Part) -> list[Pair]:
    """Give a part as one ring: each hole is reached by a cut from the nearest point of what is there already."""
    ring = list(part.outer)
    for hole in part.holes:
        pairs = ((i, j) for i in range(len(ring)) for j in range(len(hole)))
        i, j = min(pairs, key=lambda pair: math.dist(ring[pair[0]], hole[pair[1]]))
        turned = list(hole) if _signed(hole) * _signed(part.outer) < 0 else list(hole)[::-1]
        start = turned.index(hole[j])
        ring = [*ring[: i + 1], *turned[start:], *turned[: start + 1], *ring[i:]]
    return ring


def write_box(box: Box, size: Size) -> dict[str, Any]:
    x, y = size.percent(*corner_of(box))
    width, height = size.percent(box.width, box.height)
    return {"x": x, "y": y, "width": width, "height": height, "rotation": box.rotation % 360}


def write_ellipse(ellipse: Ellipse, size: Size) -> dict[str, Any]:
    x, y = size.percent(ellipse.x, ellipse.y)
    across, down = size.percent(ellipse.rx, ellipse.ry)
    return {"x": x, "y": y, "radiusX": across, "radiusY": down, "rotation": ellipse.rotation % 360}


def write_points(points: Sequence[Pair], size: Size, closed: bool) -> dict[str, Any]:
    return {"points": [list(size.percent(*point)) for point in points], "closed": closed}


def write_vertices(points: Sequence[Pair], size: Size, closed: bool) -> dict[str, Any]:
    placed = [size.percent(*point) for point in points]
    vertices = [{"id": f"v{i}", "x": x, "y": y, "isBezier": False} for i, (x, y) in enumerate(placed)]
    linked = [{**vertex, "prevPointId": f"v{i - 1}" if i else None} for i, vertex in enumerate(vertices)]
    return {"vertices": linked, "closed": closed}


def write_point(x: float, y: float, size: Size) -> dict[str, Any]:
    across, down = size.percent(x, y)
    return {"x": across, "y": down, "width": POINT_WIDTH}


def write_brush(mask: Mask, size: Size) -> dict[str, Any]:
    return {"format": "rle", "rle": brush.encode(mask, size.width, size.height)}


def write_bitmask(mask: Mask, size: Size) -> dict[str, Any]:
    shown = brush.whole(mask, size.width, size.height).astype(numpy.uint8) * 255
    stream = io.BytesIO()
    Image.fromarray(numpy.dstack([shown, shown])).save(stream, "PNG")
    return {"imageDataURL": DATA_URL + base64.b64encode(stream.getvalue()).decode()}


def _box(value: Value, size: Size) -> Geometry:
    corner = size.pixels(_number(value, "x"), _number(value, "y"))
    width, height = size.pixels(_number(value, "width"), _number(value, "height"))
    rotation = _number(value, "rotation", 0.0)
    x, y = _turned((width / 2, height / 2), rotation, corner)
    return Box(round(x - width / 2, DIGITS), round(y - height / 2, DIGITS), width, height, rotation)


def _ellipse(value: Value, size: Size) -> Geometry:
    x, y = size.pixels(_number(value, "x"), _number(value, "y"))
    across, down = size.pixels(_number(value, "radiusX"), _number(value, "radiusY"))
    return Ellipse(x, y, across, down, _number(value, "rotation", 0.0))


def _polygon(value: Value, size: Size) -> Geometry:
    points = [size.pixels(*_pair(point)) for point in _list(value, "points")]
    return _ring(points, value.get("closed") is not False)


def _vector(value: Value, size: Size) -> Geometry:
    vertices = [_mapping(vertex) for vertex in _list(value, "vertices")]
    is_closed = value.get("closed") is True
    last = [*vertices, *vertices[:1]] if is_closed else vertices
    points = [size.pixels(*_at(vertex)) for vertex in vertices[:1]]
    for start, end in itertools.pairwise(last):
        points.extend(size.pixels(*point) for point in _curve(start, end))
    return _ring(points[:-1] if is_closed and len(points) > 1 else points, is_closed)


def _point(value: Value, size: Size) -> Geometry:
    return Point(*size.pixels(_number(value, "x"), _number(value, "y")))


def _brush(value: Value, size: Size) -> Geometry:
    if value.get("format", "rle") != "rle":
        raise GeometryError(f"brush: the format is {value.get('format')!r}, expected 'rle'")
    return brush.decode(_list(value, "rle"), size.width, size.height)


def _bitmask(value: Value, size: Size) -> Geometry:
    url = value.get("imageDataURL")
    if not isinstance(url, str) or not url.startswith("data:image/"):
        raise GeometryError("bitmask: imageDataURL is no data URL of an image")
    try:
        with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2], validate=True)), formats=["PNG"]) as image:
            if image.size != (size.width, size.height):
                raise GeometryError(
                    f"bitmask: it is {image.width} x {image.height}, the image {size.width} x {size.height}"
                )
            layers = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "L")
            shown = numpy.asarray(layers)
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError) as error:
        raise GeometryError(f"bitmask: imageDataURL is no PNG: {error}") from None
    return brush.cut(shown[:, :, 3] > 0 if shown.ndim == 3 else shown > 0)


READERS: dict[str, Callable[[Value, Size], Geometry]] = {
    "rectangle": _box,
    "ellipse": _ellipse,
    "polygon": _polygon,
    "vector": _vector,
    "keypoint": _point,
    "brush": _brush,
    "bitmask": _bitmask,
}


def _ring(points: list[Pair], is_closed: bool) -> Geometry:
    return Polygon(points) if is_closed else Polyline(tuple(points))


def _curve(start: Value, end: Value) -> list[Pair]:
    """Give the points after `start` as far as `end`: a cubic curve where either has a control point on this side."""
    a, d = _at(start), _at(end)
    leaving, arriving = start.get("controlPoint2"), end.get("controlPoint1")
    if not (isinstance(leaving, Mapping) and start.get("isBezier")):
        leaving = None
    if not (isinstance(arriving, Mapping) and end.get("isBezier")):
        arriving = None
    if leaving is None and arriving is None:
        return [d]
    b, c = a if leaving is None else _at(leaving), d if arriving is None else _at(arriving)
    steps = [i / CURVE_POINTS for i in range(1, CURVE_POINTS + 1)]
    return [(_bezier(t, a[0], b[0], c[0], d[0]), _bezier(t, a[1], b[1], c[1], d[1])) for t in steps]


def _bezier(t: float, a: float, b: float, c: float, d: float) -> float:
    u = 1 - t
    return u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d


def _turned(offset: Pair, degrees: float, about: Pair) -> Pair:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return about[0] + offset[0] * cos - offset[1] * sin, about[1] + offset[0] * sin + offset[1] * cos


def _signed(ring: Sequence[Pair]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))


def _at(vertex: Value) -> Pair:
    return _number(vertex, "x"), _number(vertex, "y")


def _pair(point: Any) -> Pair:
    if isinstance(point, Sequence) and not isinstance(point, str) and len(point) == 2:
        return _finite("point", point[0]), _finite("point", point[1])
    raise GeometryError(f"a point is {point!r:.60}, expected [x, y] in percent")


def _number(value: Value, key: str, default: float | None = None) -> float:
    return default if default is not None and value.get(key) is None else _finite(key, value.get(key))


def _finite(key: str, number: Any) -> float:
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise GeometryError(f"{key} is {number!r:.60}, expected a number of percent")
    return float(number)


def _list(value: Value, key: str) -> Sequence[Any]:
    found = value.get(key)
    if isinstance(found, list):
        return found
    raise GeometryError(f"{key} is {found!r:.60}, expected a list")


def _mapping(value: Any) -> Value:
    if isinstance(value, Mapping):
        return value
    raise GeometryError(f"a vertex is {value!r:.60}, expected an object")
