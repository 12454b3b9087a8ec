"""Instances as the regions of a result, for the controls that a labelling configuration has."""

from collections.abc import Iterable, Sequence
from typing import Any

from limner import verbs
from limner.geometry import Box, Ellipse, Geometry, Keypoints, Mask, Point, Polygon, Polyline, Tag
from limner_server.adapters.label_studio import shapes
from limner_server.adapters.label_studio.config import Config, Control
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.shapes import Size

AREAS = ("polygon", "vector", "brush", "bitmask", "rectangle")
WITH_HOLES = ("brush", "bitmask", "polygon", "vector", "rectangle")
# What a kind is written as, the most faithful first: the first that the configuration has a control for.
CHOICES: dict[type[Geometry], tuple[str, ...]] = {
    Box: ("rectangle", *AREAS),
    Ellipse: ("ellipse", *AREAS),
    Polygon: AREAS,
    Polyline: ("vector", "polygon"),
    Point: ("keypoint",),
    Keypoints: ("keypoint",),
    Mask: ("brush", "bitmask", "rectangle"),
}
TAGS = {
    "rectangle": "Rectangle",
    "ellipse": "Ellipse",
    "polygon": "Polygon",
    "vector": "Vector",
    "keypoint": "KeyPoint",
    "brush": "Brush",
    "bitmask": "Bitmask",
}
ANSWERED = {"Choices": "choices", "TextArea": "text", "Number": "number", "Rating": "rating"}
LISTED = ("choices", "text")
Written = list[dict[str, Any]]


def write(items: Iterable[Item], size: Size, config: Config) -> tuple[Written, list[str]]:
    """Give the regions of instances, and a line for each that no control of the configuration can show."""
    regions: Written = []
    left_out: list[str] = []
    for item in items:
        made = _regions(item, size, config)
        answered = _answers(item, size, config)
        if not made and not (isinstance(item.geometry, Tag) and answered):
            left_out.append(f"{item.geometry.kind} {item.id}: the label config has no control that can show it")
            continue
        regions += [*made, *answered]
    return regions, left_out


def _regions(item: Item, size: Size, config: Config) -> Written:
    if isinstance(item.geometry, Tag):
        return _tag(item, size, config)
    kind, control = _control(item.geometry, item.label, config)
    if control is None:
        return []
    if isinstance(item.geometry, Keypoints):
        return _skeleton(item, item.geometry, size, control, config)
    values = _values(kind, item.geometry, size)
    names = [item.id, *(f"{item.id}-{index}" for index in range(2, len(values) + 1))]
    return [
        region
        for name, value in zip(names, values, strict=True)
        for region in _labelled(_envelope(item, control, name, size), control, value, item.label, config)
    ]


def _control(geometry: Geometry, label: str | None, config: Config) -> tuple[str, Control | None]:
    """Give what a geometry is to be written as, with its control: one that has the label, if any has."""
    kinds: Sequence[str] = CHOICES.get(type(geometry), ())
    if isinstance(geometry, Polygon) and any(part.holes for part in geometry.parts):
        kinds = WITH_HOLES
    tagged = ((kind, tag) for kind in kinds for tag in (f"{TAGS[kind]}Labels", TAGS[kind]))
    found = [(kind, control) for kind, tag in tagged for control in config.controls if control.tag == tag]
    fitting = [(kind, control) for kind, control in found if control.label(label)]
    return next(iter([*fitting, *found]), ("", None))


def _values(kind: str, geometry: Geometry, size: Size) -> Written:
    """Give the values that show a geometry as a kind of region: several, where one cannot hold all its parts."""
    match kind, geometry:
        case "rectangle", _:
            return [shapes.write_box(geometry if isinstance(geometry, Box) else Box(*geometry.bounds), size)]
        case "ellipse", Ellipse():
            return [shapes.write_ellipse(geometry, size)]
        case "keypoint", Point():
            return [shapes.write_point(geometry.x, geometry.y, size)]
        case (("brush" | "bitmask"), _):
            mask = verbs.to_mask(geometry)
            return [shapes.write_brush(mask, size) if kind == "brush" else shapes.write_bitmask(mask, size)]
    put = shapes.write_points if kind == "polygon" else shapes.write_vertices
    if isinstance(geometry, Polyline):
        return [put(geometry.points, size, False)]
    if isinstance(geometry, Polygon):
        return [put(shapes.keyhole(part), size, True) for part in geometry.parts]
    return [put(ring, size, True) for ring in verbs.VERBS[geometry.kind].outline(geometry)]


def _labelled(
    envelope: dict[str, Any], control: Control, value: dict[str, Any], label: str | None, config: Config
) -> Written:
    """Put the label into a region, or beside it where shapes and labels have controls of their own."""
    if control.type.endswith("labels"):
        known = control.label(label)
        return [{**envelope, "value": {**value, control.type: [known]} if known else value}]
    labels = config.of("Labels")
    known = labels.label(label) if labels else None
    shape = {**envelope, "value": value}
    if labels is None or known is None:
        return [shape]
    return [shape, {**envelope, "from_name": labels.name, "type": "labels", "value": {**value, "labels": [known]}}]


def _skeleton(item: Item, points: Keypoints, size: Size, control: Control, config: Config) -> Written:
    """Give key points, as parts of a rectangle round them where there is a control for one."""
    _, boxed = _control(Box(0, 0, 1, 1), item.label, config)
    around: Written = []
    if boxed is not None and boxed.type.startswith("rectangle"):
        value = shapes.write_box(Box(*points.bounds), size)
        around = _labelled(_envelope(item, boxed, item.id, size), boxed, value, item.label, config)
    parent = {"parentID": item.id} if around else {}
    shown = [(f"{item.id}-{index}", point) for index, point in enumerate(points.points, 1) if point.visible]
    return around + [
        {**region, **parent}
        for name, point in shown
        for region in _labelled(
            _envelope(item, control, name, size),
            control,
            shapes.write_point(point.x, point.y, size),
            control.label(point.name) or item.label,
            config,
        )
    ]


def _tag(item: Item, size: Size, config: Config) -> Written:
    for control in config.controls:
        known = control.label(item.label) if control.tag == "Choices" else None
        if known:
            return [{**_envelope(item, control, item.id, size), "value": {"choices": [known]}}]
    return []


def _answers(item: Item, size: Size, config: Config) -> Written:
    """Give the attributes for which the configuration has a control of the same name."""
    controls = {control.name: control for control in config.controls if control.tag in ANSWERED}
    return [
        {**_envelope(item, controls[name], item.id, size), "value": {key: _listed(key, value)}}
        for name, value in item.attributes.items()
        if name in controls and value is not None
        for key in [ANSWERED[controls[name].tag]]
    ]


def _listed(key: str, value: Any) -> Any:
    return [value] if key in LISTED and not isinstance(value, list) else value


def _envelope(item: Item, control: Control, name: str, size: Size) -> dict[str, Any]:
    sides = {"original_width": size.width, "original_height": size.height, "image_rotation": 0}
    named = {"id": name, "from_name": control.name, "to_name": control.to_name, "type": control.type}
    return {**named, **sides, **({} if item.score is None else {"score": item.score})}
