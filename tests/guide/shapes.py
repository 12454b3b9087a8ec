"""Shapes, instances and changes in the short form of the guide's tables: `{"box": [10, 12, 31, 21]}`."""

from collections.abc import Mapping
from typing import Any

from limner import Box, Ellipse, Instance, Keypoint, Keypoints, Mask, Part, Point, Polygon, Polyline, iou
from limner.changes import Created, Suggested, Updated
from limner.geometry import Cuboid, Geometry, Tag
from limner.verbs import area

Told = dict[str, Any]
READ: dict[str, Any] = {
    "box": lambda values: Box(*values),
    "ellipse": lambda values: Ellipse(*values),
    "point": lambda values: Point(*values),
    "polyline": Polyline,
    "polygon": Polygon,
    "polygons": lambda parts: Polygon(parts=[Part(outer, holes) for outer, *holes in parts]),
    "keypoints": lambda points: Keypoints(tuple(Keypoint(*point) for point in points)),
    "cuboid": lambda faces: Cuboid(*(Box(*face) for face in faces)),
    "mask": lambda values: Mask(values[:4], rle=[0, int(values[2] * values[3])]),
    "tag": lambda _: Tag(),
}
WRITTEN: dict[str, Any] = {
    "box": lambda one: [one.x, one.y, one.width, one.height, *_turn(one)],
    "ellipse": lambda one: [one.x, one.y, one.rx, one.ry, *_turn(one)],
    "point": lambda one: [one.x, one.y],
    "polyline": lambda one: _lists(one.points),
    "polygon": lambda one: _lists(one.parts[0].outer),
    "keypoints": lambda one: [[point.name, point.x, point.y, point.visible] for point in one.points],
    "cuboid": lambda one: [tell(one.front)["box"], tell(one.rear)["box"]],
    "mask": lambda one: [*one.bounds, area(one)],
    "tag": lambda _: [],
}


def geometry_of(told: Mapping[str, Any]) -> Geometry:
    """Build the shape that a table tells of; a mask is full, `[x, y, width, height, area]`."""
    (kind,) = [name for name in told if name in READ]
    shape: Geometry = READ[kind](told[kind])
    return shape


def instance_of(told: Mapping[str, Any], id: str = "it") -> Instance:
    """Build the instance that a table tells of."""
    given = {name: told[name] for name in ("label", "attributes", "score", "version") if name in told}
    return Instance(told.get("id", id), "file", geometry_of(told), **given)


def tell(geometry: Geometry) -> Told:
    """Give the short form of a shape."""
    if isinstance(geometry, Polygon) and (len(geometry.parts) > 1 or geometry.parts[0].holes):
        return {"polygons": [[_lists(ring) for ring in part.rings] for part in geometry.parts]}
    return {geometry.kind: WRITTEN[geometry.kind](geometry)}


def tell_change(item: Created | Suggested | Updated) -> Told:
    """Give the short form of what a script makes of an instance."""
    shape = {} if item.geometry is None else tell(item.geometry)
    known = {"label": item.label, "attributes": dict(item.attributes or {}), "score": getattr(item, "score", None)}
    if isinstance(item, Updated):
        known["id"] = item.id
    known["replaces"] = getattr(item, "replaces", None)
    return shape | {name: value for name, value in known.items() if value not in (None, {})}


def like(told: Told, wanted: Told) -> bool:
    """Say whether a traced shape is near enough: `{"about": {"ellipse": …}, "iou": 0.95}`."""
    shape = {name: told[name] for name in told if name in READ}
    rest = {name: value for name, value in told.items() if name not in READ}
    asked = {name: value for name, value in wanted.items() if name not in ("about", "iou")}
    return rest == asked and iou(geometry_of(shape), geometry_of(wanted["about"])) >= wanted["iou"]


def _turn(shape: Any) -> list[float]:
    return [shape.rotation] if shape.rotation else []


def _lists(points: Any) -> list[list[float]]:
    return [list(point) for point in points]
