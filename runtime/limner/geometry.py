"""The shapes an instance can have: one frozen dataclass per kind, listed in `KINDS`.

Coordinates are pixels of the original file, origin top left, y down; rotation is degrees clockwise
about the centre. What can be asked of a shape, kind by kind, stands in `verbs.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from limner import records, rle
from limner.errors import GeometryError, RecordError
from limner.rings import Bounds, Pair

Points = tuple[Pair, ...]
KINDS: dict[str, type["Geometry"]] = {}
Shape = TypeVar("Shape", bound="type[Geometry]")


class Geometry:
    """What all kinds share: a `kind`, `bounds`, and a JSON form."""

    __slots__ = ()
    kind: str

    @property
    def bounds(self) -> Bounds:
        """The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels."""
        from limner.verbs import VERBS

        return VERBS[self.kind].bounds(self)

    def to_json(self) -> dict[str, Any]:
        return records.fields_of(self)

    @staticmethod
    def from_json(data: Any, where: str = "geometry") -> "Geometry":
        """Build the shape that `kind` names. Raises `RecordError` with the path of what does not fit."""
        kind = data.get("kind") if isinstance(data, Mapping) else None
        if not isinstance(kind, str) or kind not in KINDS:
            raise RecordError(f"{where}.kind is {kind!r}, expected one of {', '.join(KINDS)}")
        shape: Geometry = records.read_fields(KINDS[kind], data, where)
        return shape


def _listed(cls: Shape) -> Shape:
    KINDS[cls.__dataclass_fields__["kind"].default] = cls  # type: ignore[attr-defined]
    return cls


@_listed
@dataclass(frozen=True, slots=True)
class Box(Geometry):
    """A rectangle by its upper left corner, before it is turned about its centre."""

    kind: Literal["box"] = field(default="box", init=False)
    x: float
    y: float
    width: float
    height: float
    rotation: float = 0.0

    def __post_init__(self) -> None:
        _floats(self, "x", "y", "width", "height", "rotation")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a polygon: an outer ring and the holes in it, each a sequence of `(x, y)`."""

    outer: Points
    holes: tuple[Points, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "outer", points_of(self.outer, "outer ring"))
        object.__setattr__(self, "holes", tuple(points_of(hole, "hole") for hole in self.holes))

    @property
    def rings(self) -> tuple[Points, ...]:
        return (self.outer, *self.holes)


@_listed
@dataclass(frozen=True, init=False, slots=True)
class Polygon(Geometry):
    """One or several parts: `Polygon(points)` or `Polygon(parts=[Part(outer, holes)])`.

    `points` is any sequence of `(x, y)`, an N x 2 array included; rings close themselves.
    """

    kind: Literal["polygon"] = field(default="polygon", init=False)
    parts: tuple[Part, ...]

    def __init__(self, points: Iterable[Any] | None = None, *, parts: Iterable[Part] | None = None) -> None:
        if (points is None) == (parts is None):
            raise GeometryError("Polygon takes either points or parts=[Part(outer, holes)]")
        given = [Part(points_of(points, "polygon"))] if points is not None else list(parts or ())
        object.__setattr__(self, "kind", "polygon")
        object.__setattr__(self, "parts", tuple(given))

    @property
    def rings(self) -> tuple[Points, ...]:
        return tuple(ring for part in self.parts for ring in part.rings)


@_listed
@dataclass(frozen=True, slots=True)
class Polyline(Geometry):
    """An open chain of `(x, y)`."""

    kind: Literal["polyline"] = field(default="polyline", init=False)
    points: Points

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", points_of(self.points, "polyline"))


@_listed
@dataclass(frozen=True, slots=True)
class Point(Geometry):
    """One place."""

    kind: Literal["point"] = field(default="point", init=False)
    x: float
    y: float

    def __post_init__(self) -> None:
        _floats(self, "x", "y")


@_listed
@dataclass(frozen=True, slots=True)
class Ellipse(Geometry):
    """Centre, two radii, rotation."""

    kind: Literal["ellipse"] = field(default="ellipse", init=False)
    x: float
    y: float
    rx: float
    ry: float
    rotation: float = 0.0

    def __post_init__(self) -> None:
        _floats(self, "x", "y", "rx", "ry", "rotation")


@dataclass(frozen=True, slots=True)
class Keypoint:
    """A named place. `visible` as in COCO: 0 not labelled, 1 hidden, 2 visible."""

    name: str
    x: float
    y: float
    visible: Literal[0, 1, 2] = 2

    def __post_init__(self) -> None:
        _floats(self, "x", "y")


@_listed
@dataclass(frozen=True, slots=True)
class Keypoints(Geometry):
    """Named points and the skeleton between them: `edges` are pairs of indices into `points`."""

    kind: Literal["keypoints"] = field(default="keypoints", init=False)
    points: tuple[Keypoint, ...]
    edges: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple(self.points))
        object.__setattr__(self, "edges", tuple((int(i), int(j)) for i, j in self.edges))


@_listed
@dataclass(frozen=True, slots=True)
class Cuboid(Geometry):
    """A solid seen in the image, by its front and its rear face."""

    kind: Literal["cuboid"] = field(default="cuboid", init=False)
    front: Box
    rear: Box


@_listed
@dataclass(frozen=True, init=False, slots=True)
class Mask(Geometry):
    """Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.

    `bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and
    starts with background.
    """

    kind: Literal["mask"] = field(default="mask", init=False)
    bounds: Bounds = field()
    rle: tuple[int, ...]

    def __init__(self, bounds: Iterable[float], array_or_rle: Any = None, *, rle: Any = None) -> None:
        runs = array_or_rle if rle is None else rle
        object.__setattr__(self, "kind", "mask")
        object.__setattr__(self, "bounds", Bounds(*(int(value) for value in bounds)))
        object.__setattr__(self, "rle", tuple(_runs(runs)))


@_listed
@dataclass(frozen=True, slots=True)
class Tag(Geometry):
    """The whole file."""

    kind: Literal["tag"] = field(default="tag", init=False)


def points_of(points: Any, what: str) -> Points:
    """Give any sequence of pairs as a tuple of `(x, y)` floats. Raises `GeometryError` at the first that is none."""
    taken = []
    for index, point in enumerate(points):
        try:
            x, y = point
            taken.append((float(x), float(y)))
        except (TypeError, ValueError):
            raise GeometryError(f"{what}: point {index + 1} is {point!r}, expected (x, y)") from None
    return tuple(taken)


def _runs(array_or_rle: Any) -> list[int]:
    first = next(iter(array_or_rle), 0)
    if (hasattr(array_or_rle, "ravel") and array_or_rle.ndim == 2) or isinstance(first, (list, tuple)):
        return rle.encode_array(array_or_rle)
    return [int(length) for length in array_or_rle]


def _floats(shape: Any, *names: str) -> None:
    for name in names:
        value = getattr(shape, name)
        try:
            object.__setattr__(shape, name, float(value))
        except (TypeError, ValueError):
            raise GeometryError(f"{type(shape).__name__}: {name} is {value!r}, expected a number") from None
