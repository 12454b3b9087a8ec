"""Whether an instance fits its project's ontology. `web/js/ontology/fitting.js` says the same in the browser."""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from limner import verbs
from limner.geometry import Box, Cuboid, Ellipse, Geometry
from limner.instances import Instance
from limner.ontology import Attribute, Label, Ontology, ShapeLimits

Code = Literal["label", "kind", "limit", "value", "required"]
SIZED = frozenset({"box", "polygon", "ellipse", "cuboid", "mask"})
DRAWN = frozenset({"polygon", "polyline"})
LONGEST = 10_000


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit. `code` says of what sort it is, `field` is `label`, `geometry` or an attribute."""

    code: Code
    field: str
    what: str


def problems(instance: Instance, ontology: Ontology) -> list[Problem]:
    """Give what of an instance does not fit, what is required and missing included."""
    found = list(_labelled(instance, ontology))
    return [*found, *attribute_problems(instance.attributes, ontology.attributes_of(instance.label))]


def file_problems(attributes: Mapping[str, Any], ontology: Ontology) -> list[Problem]:
    """Give what of a file's own attributes does not fit."""
    return list(attribute_problems(attributes, [one for one in ontology.attributes if one.scope == "file"]))


def attribute_problems(values: Mapping[str, Any], attributes: Sequence[Attribute]) -> Iterator[Problem]:
    for attribute in asked(values, attributes):
        value = values.get(attribute.name)
        name = attribute.title or attribute.name
        if value is None or value == "" or value == []:
            if attribute.required:
                yield Problem("required", attribute.name, f"{name} is required: fill it in")
            continue
        wrong = wrong_value(attribute, value)
        if wrong:
            yield Problem("value", attribute.name, f"{name} {wrong}")


def asked(values: Mapping[str, Any], attributes: Sequence[Attribute]) -> list[Attribute]:
    """Give the attributes whose conditions hold, which takes that the ones they depend on are asked for too."""
    known = {attribute.name: attribute for attribute in attributes}
    answers: dict[str, bool] = {}

    def holds(attribute: Attribute) -> bool:
        if attribute.name not in answers:
            answers[attribute.name] = False  # what depends on itself is not asked for
            answers[attribute.name] = all(
                condition.attribute in known
                and holds(known[condition.attribute])
                and _is_one_of(values.get(condition.attribute), known[condition.attribute], condition.values)
                for condition in attribute.when
            )
        return answers[attribute.name]

    return [attribute for attribute in attributes if holds(attribute)]


def _is_one_of(value: Any, attribute: Attribute, values: Sequence[Any]) -> bool:
    if attribute.type == "checkbox" and value is None:
        value = False
    if isinstance(value, (list, tuple)):
        return any(one in values for one in value)
    return any(type(value) is type(one) and value == one for one in values) or (
        _is_number(value) and any(_is_number(one) and value == one for one in values)
    )


def wrong_value(attribute: Attribute, value: Any) -> str | None:
    """Say what is wrong with a value of an attribute, or None."""
    match attribute.type:
        case "number" | "slider":
            return _wrong_number(attribute, value)
        case "checkbox":
            return None if isinstance(value, bool) else "must be true or false"
        case "multiple":
            return _wrong_list(attribute, value)
        case "date":
            return None if _is_date(value) else "must be a date, YYYY-MM-DD"
        case "text":
            return _wrong_text(value)
    return None if isinstance(value, str) and value in attribute.choices else _choose(attribute)


def _wrong_text(value: Any) -> str | None:
    if not isinstance(value, str):
        return "must be a text"
    return f"has {len(value):,} characters, at most {LONGEST:,} are taken" if len(value) > LONGEST else None


def _wrong_number(attribute: Attribute, value: Any) -> str | None:
    low, high = attribute.minimum, attribute.maximum
    if not _is_number(value) or not math.isfinite(value):
        return "must be a number"
    if low is not None and value < low:
        return f"must be {shown(low)} or more"
    return f"must be {shown(high)} or less" if high is not None and value > high else None


def _wrong_list(attribute: Attribute, value: Any) -> str | None:
    if not isinstance(value, (list, tuple)) or any(one not in attribute.choices for one in value):
        return _choose(attribute)
    return "has a value twice" if len(set(value)) < len(value) else None


def _choose(attribute: Attribute) -> str:
    few = ", ".join(attribute.choices[:8])
    more = ", …" if len(attribute.choices) > 8 else ""
    return f"must be {'some' if attribute.type == 'multiple' else 'one'} of {few}{more}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _labelled(instance: Instance, ontology: Ontology) -> Iterator[Problem]:
    if instance.label is None:
        return
    label = ontology.by_name.get(instance.label)
    if label is None:
        yield Problem("label", "label", f"{instance.label} is not among the labels: choose one that is, or add it")
        return
    if label.name in ontology.parents:
        below = [one.title or one.name for one in ontology.labels if one.parent == label.name]
        yield Problem("label", "label", f"{label.title or label.name} has labels below it: choose {_either(below)}")
    yield from shape_problems(instance.geometry, label)


def shape_problems(shape: Geometry, label: Label) -> Iterator[Problem]:
    """Give what of a shape does not fit a label: its kind first, and then nothing else."""
    name = label.title or label.name
    if label.kinds and shape.kind not in label.kinds:
        yield Problem(
            "kind", "geometry", f"{name} takes {_either(label.kinds)}, not {shape.kind}: choose another tool or label"
        )
        return
    limits = label.limits or ShapeLimits()
    yield from (Problem("limit", "geometry", f"{name} {what}") for what in _beyond(shape, limits))


def _beyond(shape: Geometry, limits: ShapeLimits) -> Iterator[str]:
    if shape.kind in SIZED:
        width, height = size_of(shape)
        least_width, least_height = limits.min_width or 0, limits.min_height or 0
        if width < least_width or height < least_height:
            yield (
                f"needs at least {shown(least_width)} × {shown(least_height)} px, this is "
                f"{shown(width)} × {shown(height)}: draw it larger"
            )
    if shape.kind in DRAWN:
        count = verbs.vertices(shape)
        if limits.min_vertices is not None and count < limits.min_vertices:
            yield f"needs at least {limits.min_vertices} points, this has {count}: add some"
        if limits.max_vertices is not None and count > limits.max_vertices:
            yield f"takes at most {limits.max_vertices} points, this has {count}: remove or simplify some"
    if not limits.rotation and any(rotations_of(shape)):
        yield "must not be turned: set its rotation to 0"
    if limits.integer and not _is_whole(shape):
        yield "takes whole pixels only: round its coordinates"


def size_of(shape: Geometry) -> tuple[float, float]:
    """Give width and height in pixels, before it is turned."""
    if isinstance(shape, Box):
        return shape.width, shape.height
    if isinstance(shape, Ellipse):
        return 2 * shape.rx, 2 * shape.ry
    _, _, width, height = shape.bounds
    return width, height


def rotations_of(shape: Geometry) -> tuple[float, ...]:
    """Give by how many degrees a shape, or its faces, are turned."""
    if isinstance(shape, Cuboid):
        return shape.front.rotation, shape.rear.rotation
    return (shape.rotation,) if isinstance(shape, (Box, Ellipse)) else ()


def _is_whole(shape: Geometry) -> bool:
    return all(_whole(value) for name, value in shape.to_json().items() if name not in ("rotation", "edges", "rle"))


def _whole(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_whole(part) for name, part in value.items() if name != "rotation")
    if isinstance(value, (list, tuple)):
        return all(_whole(part) for part in value)
    return not isinstance(value, float) or value == int(value)


def _either(words: Sequence[str]) -> str:
    few = [*words[:8], *(["…"] if len(words) > 8 else [])]
    return few[0] if len(few) == 1 else f"{', '.join(few[:-1])} or {few[-1]}"


def shown(value: float) -> str:
    """Give a number as people write it, with two decimals at most."""
    rounded = math.floor(value * 100 + 0.5) / 100
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)
