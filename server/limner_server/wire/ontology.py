"""The ontology of a project as it travels."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from limner import ontology as limner
from limner.ontology import Attribute, Kind, Rules, ShapeLimits, Skeleton
from limner_server.wire.words import Color, Name


class Label(Struct, omit_defaults=True):
    """One label of a project. `title` is what people read, `kinds` are the shapes it takes, all where absent.

    Only labels with none below them, by `parent`, are given to instances.
    """

    name: Name
    color: Color
    title: Annotated[str, Meta(max_length=200)] | None = None
    parent: str | None = None
    kinds: tuple[Kind, ...] | None = None
    limits: ShapeLimits | None = None
    skeleton: Skeleton | None = None


class Ontology(Struct, forbid_unknown_fields=True):
    """The labels, attributes and rules of a project."""

    labels: list[Label] = []
    attributes: list[Attribute] = []
    rules: Rules = msgspec.field(default_factory=Rules)


class OntologyPut(Ontology, forbid_unknown_fields=True):
    """An ontology to take the place of a project's. `renamed` labels and attributes keep their instances."""

    renamed: dict[str, str] = {}
    renamed_attributes: dict[str, str] = {}


class OntologyUse(Struct):
    """A label, attribute or maker, and how many instances (or files) have it."""

    name: str
    count: int


class OntologyChange(Struct):
    """What putting an ontology does, or would do; `faults` say why it cannot be done.

    What was `removed` stays on the instances that have it. `readonly` are the makers whose instances become read-only,
    `released` those whose instances no longer are.
    """

    faults: list[str]
    added: list[str]
    removed: list[OntologyUse]
    renamed: list[OntologyUse]
    added_attributes: list[str]
    removed_attributes: list[OntologyUse]
    renamed_attributes: list[OntologyUse]
    readonly: list[OntologyUse]
    released: list[OntologyUse]
    ontology: Ontology


def read_ontology(given: Ontology) -> limner.Ontology:
    """Give an ontology as the runtime has it."""
    labels = (
        limner.Label(one.name, one.color, one.title, one.parent, one.kinds or (), one.limits, one.skeleton)
        for one in given.labels
    )
    return limner.Ontology(tuple(labels), tuple(given.attributes), given.rules)


def leaves_of(labels: list[Label]) -> list[Label]:
    """Give the labels that instances can have: those with none below them."""
    parents = {label.parent for label in labels}
    return [label for label in labels if label.name not in parents]


def bare(value: Any) -> Any:
    """Give plain JSON without the keys that say nothing: null, and empty lists and objects."""
    if isinstance(value, dict):
        parts = {name: bare(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None and part != [] and part != {}}
    return [bare(part) for part in value] if isinstance(value, (list, tuple)) else value
