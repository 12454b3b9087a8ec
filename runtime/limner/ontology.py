"""What a project's instances may be: its labels, their attributes, and the rules.

Labels form a tree by `parent`; only those with none below them are given to instances. Whether an
ontology holds together is said by `faults`, whether an instance fits one by `fitting`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Kind = Literal["box", "polygon", "polyline", "point", "keypoints", "ellipse", "cuboid", "mask", "tag"]
AttributeType = Literal["text", "number", "select", "multiple", "radio", "checkbox", "slider", "date", "tree"]
Scope = Literal["instance", "file"]
Maker = Literal["import", "script"]


@dataclass(frozen=True)
class ShapeLimits:
    """What a label asks of a shape: sizes in pixels of the file, vertices counted over all rings.

    Sizes are of a box, an ellipse, a cuboid, a polygon or a mask, before it is turned; vertices are of
    polygons and polylines. Without `rotation` a shape must lie straight; `integer` takes whole pixels only.
    """

    min_width: float | None = None
    min_height: float | None = None
    min_vertices: int | None = None
    max_vertices: int | None = None
    rotation: bool = True
    integer: bool = False


@dataclass(frozen=True)
class Joint:
    """A named point of a skeleton, and where it lies in the box that is dragged for it, from 0 to 1."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Skeleton:
    """The points of a label's keypoints; `edges` are pairs of indices into `points`."""

    points: tuple[Joint, ...]
    edges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Label:
    """One label. `title` is what people read, `kinds` are the shapes it takes, all of them where empty."""

    name: str
    color: str
    title: str | None = None
    parent: str | None = None
    kinds: tuple[Kind, ...] = ()
    limits: ShapeLimits | None = None
    skeleton: Skeleton | None = None


@dataclass(frozen=True)
class Option:
    """One value to choose; in a tree, only those without children are chosen."""

    value: str
    title: str | None = None
    children: tuple["Option", ...] = ()


@dataclass(frozen=True)
class Condition:
    """Holds where the other attribute has one of the values."""

    attribute: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Attribute:
    """One typed attribute of instances, or of the file.

    `labels` are those that have it, with all below them; all labels where empty. It is asked for while
    every condition of `when` holds. A text, option, tree or date is stored as a text (a date as
    YYYY-MM-DD), `multiple` as an array of options, a checkbox as true or false.
    """

    name: str
    type: AttributeType = "text"
    title: str | None = None
    options: tuple[Option, ...] = ()
    default: Any = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    labels: tuple[str, ...] = ()
    scope: Scope = "instance"
    when: tuple[Condition, ...] = ()

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The values that can be chosen."""
        return tuple(_leaves(self.options))


@dataclass(frozen=True)
class BaseRules:
    """What people and scripts may do on a file with base annotations, which are those that were imported.

    `add` instances beside them, `edit` their shapes, `relabel` them (label and attributes), `delete` them.
    """

    add: bool = True
    edit: bool = True
    relabel: bool = True
    delete: bool = True


@dataclass(frozen=True)
class Rules:
    """The rules of a project; `relations` are the names a link between two instances may have.

    `readonly` says whose instances nobody changes or deletes: those that were imported, those that scripts made. A
    script may still change what it made itself.
    """

    base: BaseRules = field(default_factory=BaseRules)
    relations: tuple[str, ...] = ()
    readonly: tuple[Maker, ...] = ()


@dataclass(frozen=True)
class Ontology:
    """Everything a project says of its instances."""

    labels: tuple[Label, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    rules: Rules = field(default_factory=Rules)

    @cached_property
    def by_name(self) -> dict[str, Label]:
        return {label.name: label for label in self.labels}

    @cached_property
    def parents(self) -> frozenset[str | None]:
        """The names of the labels that have others below them."""
        return frozenset(label.parent for label in self.labels)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The names of the labels that instances can have."""
        return tuple(label.name for label in self.labels if label.name not in self.parents)

    @cached_property
    def _of_label(self) -> dict[str | None, tuple[Attribute, ...]]:
        return {}

    def line(self, label: str | None) -> tuple[str, ...]:
        """Give a label and all above it, the label first."""
        found: list[str] = []
        while label is not None and label not in found:
            found.append(label)
            label = self.by_name[label].parent if label in self.by_name else None
        return tuple(found)

    def attributes_of(self, label: str | None) -> tuple[Attribute, ...]:
        """Give the attributes that instances of a label have, conditions aside."""
        if label not in self._of_label:
            line = self.line(label)
            own = (one for one in self.attributes if one.scope == "instance")
            self._of_label[label] = tuple(
                one for one in own if not one.labels or any(name in line for name in one.labels)
            )
        return self._of_label[label]


def _leaves(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        if option.children:
            yield from _leaves(option.children)
        else:
            yield option.value
