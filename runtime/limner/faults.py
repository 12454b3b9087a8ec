"""Whether an ontology holds together: what is wrong with it, where, and what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

from limner.errors import LimnerError
from limner.fitting import shown, wrong_value
from limner.ontology import Attribute, Joint, Label, Ontology, Option, ShapeLimits

MOST_LABELS = 2_000
MOST_ATTRIBUTES = 500
MOST_OPTIONS = 5_000
MOST_JOINTS = 500
CHOOSING = frozenset({"select", "multiple", "radio", "tree"})
COUNTING = frozenset({"number", "slider"})


class OntologyError(LimnerError, ValueError):
    """Labels, attributes or rules do not hold together."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `where` is the label, attribute or rule, `what` says what to do."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where} {self.what}"


def check(ontology: Ontology) -> Ontology:
    """Give the ontology back. Raises `OntologyError` with its first fault."""
    for fault in faults(ontology):
        raise OntologyError(str(fault))
    return ontology


def faults(ontology: Ontology) -> Iterator[Fault]:
    """Give everything that is wrong, label by label and attribute by attribute."""
    if len(ontology.labels) > MOST_LABELS:
        yield Fault("labels:", f"there are {len(ontology.labels):,}, at most {MOST_LABELS:,} are taken")
        return
    if len(ontology.attributes) > MOST_ATTRIBUTES:
        yield Fault("attributes:", f"there are {len(ontology.attributes):,}, at most {MOST_ATTRIBUTES:,} are taken")
        return
    yield from (
        Fault(f"label {name!r}", "is given twice: every label needs its own name")
        for name in _twice(label.name for label in ontology.labels)
    )
    for label in ontology.labels:
        yield from (Fault(f"label {label.name!r}", what) for what in _label(label, ontology))
    yield from (
        Fault(f"attribute {name!r}", "is given twice: every attribute needs its own name")
        for name in _twice(attribute.name for attribute in ontology.attributes)
    )
    for attribute in ontology.attributes:
        yield from (Fault(f"attribute {attribute.name!r}", what) for what in _attribute(attribute, ontology))
    yield from (
        Fault(f"relation {name!r}", "is given twice: every relation needs its own name")
        for name in _twice(ontology.rules.relations)
    )
    if any(not name.strip() for name in ontology.rules.relations):
        yield Fault("relation ''", "has no name: give it one")


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _label(label: Label, ontology: Ontology) -> Iterator[str]:
    if not label.name:
        yield "has no name: give it one"
    if label.parent is not None and label.parent not in ontology.by_name:
        yield f"has the parent {label.parent!r}, which does not exist: add it, or choose another"
    elif label.parent is not None and _circular(label, ontology):
        yield "lies below itself: choose another parent"
    if label.limits is not None:
        yield from _limits(label.limits)
    if label.skeleton is not None:
        yield from _joints(label.skeleton.points)
        for edge in label.skeleton.edges:
            if len(set(edge)) < 2 or not all(0 <= end < len(label.skeleton.points) for end in edge):
                yield f"has a skeleton with the edge {list(edge)}, expected two different points of its list"


def _circular(label: Label, ontology: Ontology) -> bool:
    line = ontology.line(label.parent)
    last = ontology.by_name.get(line[-1])
    return label.name in line or (last is not None and last.parent is not None)


def _limits(limits: ShapeLimits) -> Iterator[str]:
    for name in ("min_width", "min_height", "min_vertices", "max_vertices"):
        value = getattr(limits, name)
        if value is not None and not (isfinite(value) and value >= 0):
            yield f"has {name} {value}, expected 0 or more"
    least, most = limits.min_vertices, limits.max_vertices
    if least is not None and most is not None and least > most:
        yield f"takes at least {least} and at most {most} vertices: no shape has both"
    if most is not None and 0 <= most < 2:
        yield f"takes at most {most} vertices, expected 2 or more: no line or polygon has fewer"


def _joints(points: tuple[Joint, ...]) -> Iterator[str]:
    if not 1 <= len(points) <= MOST_JOINTS:
        yield f"has a skeleton of {len(points)} points, expected 1 to {MOST_JOINTS}"
    yield from (f"has two points {name!r} in its skeleton: name them apart" for name in _twice(p.name for p in points))
    for point in points:
        if not point.name:
            yield "has a point without a name in its skeleton: name it"
        if not (0 <= point.x <= 1 and 0 <= point.y <= 1):
            yield f"has the point {point.name!r} at {shown(point.x)}, {shown(point.y)}, expected 0 to 1"


def _attribute(attribute: Attribute, ontology: Ontology) -> Iterator[str]:
    if not attribute.name:
        yield "has no name: give it one"
    yield from (
        f"is for the label {name!r}, which does not exist: add it, or take it from the list"
        for name in attribute.labels
        if name not in ontology.by_name
    )
    if attribute.scope == "file" and attribute.labels:
        yield "is of the file, which has no label: take the labels from it"
    yield from _options(attribute)
    yield from _range(attribute)
    yield from _conditions(attribute, ontology)
    wrong = None if attribute.default is None else wrong_value(attribute, attribute.default)
    if wrong:
        yield f"has the default {attribute.default!r}: it {wrong}"


def _options(attribute: Attribute) -> Iterator[str]:
    if attribute.type not in CHOOSING:
        if attribute.options:
            yield f"is of the type {attribute.type}, which has no options: take them away, or make it a select"
        return
    values = list(_values(attribute.options))
    if not 1 <= len(values) <= MOST_OPTIONS:
        yield f"has {len(values):,} options, expected 1 to {MOST_OPTIONS:,}"
    yield from (f"has the option {value!r} twice: every option needs its own value" for value in _twice(values))
    if any(not value for value in values):
        yield "has an option without a value: give it one"
    if attribute.type != "tree" and any(option.children for option in attribute.options):
        yield f"is of the type {attribute.type}, whose options have no children: make it a tree"


def _values(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        yield option.value
        yield from _values(option.children)


def _range(attribute: Attribute) -> Iterator[str]:
    bounds = {name: getattr(attribute, name) for name in ("minimum", "maximum", "step")}
    given = [name for name, value in bounds.items() if value is not None]
    if given and attribute.type not in COUNTING:
        yield f"is of the type {attribute.type}, which has no {given[0]}: take it away, or make it a number"
        return
    low, high, step = bounds.values()
    if any(not isfinite(value) for value in (low, high, step) if value is not None):
        yield "has a bound that is no finite number"
    elif low is not None and high is not None and low >= high:
        yield f"goes from {shown(low)} to {shown(high)}: the maximum must be larger"
    elif attribute.type == "slider" and (low is None or high is None):
        yield "is a slider, which needs a minimum and a maximum"
    if step is not None and not step > 0:
        yield f"has the step {shown(step)}, expected more than 0"


def _conditions(attribute: Attribute, ontology: Ontology) -> Iterator[str]:
    known = {one.name: one for one in ontology.attributes}
    for condition in attribute.when:
        other = known.get(condition.attribute)
        if other is None:
            yield f"depends on {condition.attribute!r}, which does not exist: add it, or take the condition away"
        elif other.scope != attribute.scope:
            yield f"depends on {condition.attribute!r}, which is of the {other.scope}: both must be of one scope"
        elif not condition.values:
            yield f"depends on {condition.attribute!r} without a value: say which"
        else:
            yield from _expected(other, condition.values)
    if _depends_on_itself(attribute, known):
        yield "depends on itself by its conditions: take one of them away"


def _expected(other: Attribute, values: tuple[object, ...]) -> Iterator[str]:
    for value in values:
        wrong = wrong_value(other, [value] if other.type == "multiple" else value)
        if wrong:
            yield f"waits for {other.name!r} to be {value!r}, but that {wrong}"


def _depends_on_itself(attribute: Attribute, known: dict[str, Attribute]) -> bool:
    seen: set[str] = set()
    waiting = [condition.attribute for condition in attribute.when]
    while waiting:
        name = waiting.pop()
        if name == attribute.name:
            return True
        if name not in seen and name in known:
            seen.add(name)
            waiting += [condition.attribute for condition in known[name].when]
    return False
