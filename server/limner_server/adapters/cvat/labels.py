"""What a detection function returned, read by the labels of its own specification."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from limner.errors import GeometryError, ParameterError
from limner.geometry import Geometry, Keypoint, Keypoints, Tag
from limner.rings import Pair
from limner_server.adapters.cvat import sdk
from limner_server.adapters.cvat.errors import FunctionError
from limner_server.adapters.cvat.shapes import geometry_of, is_empty, word

_LINE = re.compile(r"<line\b[^>]*>")
_CIRCLE = re.compile(r"<circle\b[^>]*>")
_VALUES: dict[str, Callable[[str], Any]] = {"number": int, "checkbox": lambda text: text == "true"}


@dataclass(frozen=True)
class Found:
    """One annotation as an instance would have it; `depth` is CVAT's order of drawing, the lowest first."""

    geometry: Geometry
    label: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None
    depth: int = 0


class Labels:
    """The labels of a specification, by the ids that annotations name them with."""

    def __init__(self, specs: Iterable[Any]) -> None:
        self.by_id = {spec.id: _Label(spec) for spec in specs}

    @property
    def names(self) -> list[str]:
        return [label.name for label in self.by_id.values()]

    def read(self, annotations: Iterable[Any], *, masks: bool = True) -> list[Found]:
        """Give what was found, in the order it is drawn, but for what is marked as outside, and masks of nothing.

        Raises `FunctionError` that names the first annotation which does not hold what the specification says,
        or which is a mask where `masks` are not taken.
        """
        found = []
        for index, annotation in enumerate(annotations, 1):
            try:
                one = self._read(annotation, masks)
            except (FunctionError, GeometryError, ValueError) as error:
                raise FunctionError(f"annotation {index}: {error}") from None
            if one is not None:
                found.append(one)
        return sorted(found, key=lambda one: one.depth)

    def _read(self, annotation: Any, masks: bool) -> Found | None:
        if not (sdk.is_tag(annotation) or sdk.is_shape(annotation)):
            raise FunctionError(f"it is {type(annotation).__name__}, expected a tag or a shape of cvat_sdk")
        _untouched(annotation)
        label = _known(self.by_id, annotation.label_id, "label")
        attributes = label.values(getattr(annotation, "attributes", ()))
        if sdk.is_tag(annotation):
            return Found(Tag(), label.name, attributes)
        if getattr(annotation, "outside", False):
            return None
        form = word(annotation.type)
        if form == "mask" and not masks:
            raise FunctionError("it is a mask although polygons were asked for (conv_mask_to_poly)")
        if form == "skeleton":
            geometry: Geometry = label.keypoints(annotation.elements)
        else:
            geometry = geometry_of(form, annotation.points, getattr(annotation, "rotation", 0.0))
        if is_empty(geometry):
            return None
        score, depth = getattr(annotation, "score", None), getattr(annotation, "z_order", 0)
        return Found(geometry, label.name, attributes, score, depth)


class _Label:
    def __init__(self, spec: Any) -> None:
        self.name: str = spec.name
        self.attributes = {one.id: (one.name, word(one.input_type)) for one in getattr(spec, "attributes", ())}
        self.sublabels = {one.id: one.name for one in getattr(spec, "sublabels", ())}
        self.edges = _edges(getattr(spec, "svg", ""), self.sublabels)

    def values(self, given: Iterable[Any]) -> dict[str, Any]:
        found = {}
        for one in given:
            name, form = _known(self.attributes, one.spec_id, f"attribute of {self.name!r}")
            found[name] = _VALUES.get(form, str)(one.value)
        return found

    def keypoints(self, elements: Iterable[Any]) -> Keypoints:
        points = {}
        for element in elements:
            _untouched(element)
            name = _known(self.sublabels, element.label_id, f"keypoint of {self.name!r}")
            points[name] = Keypoint(name, *_place(element.points, name), _visible(element))
        order = [name for name in self.sublabels.values() if name in points]
        place = {name: index for index, name in enumerate(order)}
        edges = [(place[a], place[b]) for a, b in self.edges if a in place and b in place]
        return Keypoints(tuple(points[name] for name in order), tuple(edges))


def renaming(text: str) -> Callable[[str], str | None]:
    """Read `car = vehicle, truck = vehicle, person` as a function that gives the project's name of a label, or None.

    An empty text leaves all names as they are; otherwise a label that is not named is left out, unless `*` says
    what the rest is called. Raises `ParameterError`.
    """
    named: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        theirs, sign, ours = (part.strip() for part in entry.partition("="))
        if not theirs or (sign and not ours):
            raise ParameterError(f"labels: {entry!r} is no renaming, write 'car = vehicle, person'")
        named[theirs] = ours or theirs
    if not named:
        return lambda name: name
    return lambda name: named.get(name, named.get("*"))


def _known(table: Mapping[int, Any], id: int, what: str) -> Any:
    if id not in table:
        listed = ", ".join(map(str, table)) or "none"
        raise FunctionError(f"{what} {id} is not in the function's specification (there are: {listed})")
    return table[id]


def _untouched(annotation: Any) -> None:
    preset = next((name for name in ("id", "source") if hasattr(annotation, name)), None)
    if preset:
        raise FunctionError(f"its {preset} is set, which is not the function's to say")
    if annotation.frame != 0:
        raise FunctionError(f"its frame is {annotation.frame}, expected 0")


def _place(numbers: Sequence[float], name: str) -> Pair:
    if len(numbers) != 2:
        raise GeometryError(f"keypoint {name!r} has {len(numbers)} numbers, expected x and y")
    return numbers[0], numbers[1]


def _visible(element: Any) -> Any:
    if getattr(element, "outside", False):
        return 0
    return 1 if getattr(element, "occluded", False) else 2


def _edges(svg: str, sublabels: Mapping[int, str]) -> list[tuple[str, str]]:
    """Give the pairs of keypoints that a label's drawing joins; its nodes are numbered as they stand there."""
    nodes = {}
    for index, circle in enumerate(_CIRCLE.findall(svg), 1):
        node, name, label = (_value(circle, f"data-{what}") for what in ("node-id", "label-name", "label-id"))
        nodes[node or str(index)] = name or sublabels.get(int(label or -1), "")
    lines = [(_value(line, "data-node-from"), _value(line, "data-node-to")) for line in _LINE.findall(svg)]
    return [(nodes[a], nodes[b]) for a, b in lines if a in nodes and b in nodes]


def _value(element: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', element)
    return found[1] if found else ""
