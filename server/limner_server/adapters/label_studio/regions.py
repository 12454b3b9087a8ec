"""The regions of a result and the instances they mean: which belong together, and what they are called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from limner.errors import GeometryError
from limner.geometry import Box, Geometry, Keypoint, Keypoints, Point, Tag
from limner_server.adapters.label_studio import shapes
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.shapes import Size

Region = Mapping[str, Any]
ANSWERS = ("choices", "taxonomy", "textarea", "text", "number", "rating", "datetime")
KINDS_BY_KEY = (
    ("rle", "brush"),
    ("imageDataURL", "bitmask"),
    ("vertices", "vector"),
    ("points", "polygon"),
    ("radiusX", "ellipse"),
    ("height", "rectangle"),
    ("x", "keypoint"),
)


@dataclass(frozen=True)
class Item:
    """One instance on its way in or out; `parent` is the region it is part of."""

    geometry: Geometry
    label: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None
    id: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Taken:
    """What was understood of a result, and a line for each region that was left out."""

    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()


def read(result: Iterable[Any], size: Size, config: Config) -> Taken:
    """Give the instances that the regions of a result mean. One that cannot be understood is left out, and said."""
    items: list[Item] = []
    left_out: list[str] = []
    for index, (name, group) in enumerate(_groups(result), 1):
        try:
            items.append(_item(name, group, size, config))
        except GeometryError as error:
            kind = str(group[0].get("type"))[:40]
            left_out.append(f"region {index} ({kind}): {error}")
    return Taken(tuple(_skeletons(items)), tuple(left_out))


def _groups(result: Iterable[Any]) -> list[tuple[str, list[Region]]]:
    """Put together what has one id: a shape, its labels, and what was answered about it."""
    groups: dict[str, list[Region]] = {}
    for index, region in enumerate(result):
        entry: Region = region if isinstance(region, Mapping) else {"type": type(region).__name__}
        groups.setdefault(str(entry.get("id") or f"region {index}"), []).append(entry)
    return list(groups.items())


def _item(name: str, group: Sequence[Region], size: Size, config: Config) -> Item:
    if any(region.get("image_rotation") for region in group):
        raise GeometryError("it is drawn on a turned image, which is not understood")
    shape = next((region for region in group if _kind(region)), None)
    answers = {str(region.get("from_name")): _answer(region) for region in group if region.get("type") in ANSWERS}
    if shape is None and not answers:
        raise GeometryError("this type of region is not understood")
    named = [region for region in group if shape is None or region.get("type") not in ANSWERS]
    labels = [label for region in named for label in _labels(region, config)]
    if shape is None:
        return _tag(name, answers, labels, group)
    geometry = shapes.read(_kind(shape), _value(shape), size)
    others = {"labels": list(dict.fromkeys(labels))} if len(set(labels)) > 1 else {}
    label = labels[0] if labels else None
    return Item(geometry, label, {**answers, **others}, _score(group), name, str(shape.get("parentID") or ""))


def _kind(region: Region) -> str:
    """Give what a region's value is, by its type or, where that says only that there are labels, by its keys."""
    kind = str(region.get("type", "")).lower()
    if kind in shapes.READERS or kind.removesuffix("labels") in shapes.READERS:
        return kind if kind in shapes.READERS else kind.removesuffix("labels")
    value = region.get("value")
    if kind != "labels" or not isinstance(value, Mapping):
        return ""
    return next((meant for key, meant in KINDS_BY_KEY if key in value), "")


def _tag(name: str, answers: dict[str, Any], labels: list[str], group: Sequence[Region]) -> Item:
    """Make a tag of what was answered about the whole image; a choice that is a label is its label."""
    if not labels:
        return Item(Tag(), None, answers, _score(group), name)
    kept = {key: value for key, value in answers.items() if value != labels[0]}
    return Item(Tag(), labels[0], kept, _score(group), name)


def _labels(region: Region, config: Config) -> Iterator[str]:
    """Give the labels of a region, by the names the configuration has for them."""
    value = _value(region)
    given = value.get(str(region.get("type"))) or value.get("labels") or ()
    is_choice = region.get("type") == "choices"
    control = next((one for one in config.controls if one.name == region.get("from_name")), None)
    for name in given if isinstance(given, (list, tuple)) else ():
        if isinstance(name, str):
            known = control.label(name) if control else None
            if known or name in config.labels or not (is_choice or region.get("type") in ANSWERS):
                yield known or name


def _answer(region: Region) -> Any:
    value = _value(region)
    found = value.get(str(region.get("type")), value.get("text"))
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def _value(region: Region) -> Mapping[str, Any]:
    value = region.get("value")
    if not isinstance(value, Mapping):
        raise GeometryError(f"its value is {value!r:.60}, expected an object")
    return value


def _score(group: Iterable[Region]) -> float | None:
    return next((score for region in group if (score := score_of(region)) is not None), None)


def score_of(entry: Mapping[str, Any]) -> float | None:
    """Give the confidence of a region or a prediction, where it is one from 0 to 1."""
    score = entry.get("score")
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 1:
        return None
    return float(score)


def _skeletons(items: Sequence[Item]) -> Iterator[Item]:
    """Put a box and the key points that name it as their parent together as one skeleton."""
    boxes = {item.id for item in items if isinstance(item.geometry, Box)}
    children: dict[str, list[Item]] = {}
    for item in items:
        if isinstance(item.geometry, Point) and item.parent in boxes:
            children.setdefault(item.parent, []).append(item)
    for item in items:
        if item.id in children:
            points = [
                Keypoint(child.label or child.id, child.geometry.x, child.geometry.y)
                for child in children[item.id]
                if isinstance(child.geometry, Point)
            ]
            yield Item(Keypoints(tuple(points)), item.label, item.attributes, item.score, item.id)
        elif item.parent not in children:
            yield item
