"""The change set: what a run or a person's gesture does to the instances of a file.

It is applied whole or not at all, and is one undo step. `check` is the one place that says what may
be applied; the cell, the page's host and the server all ask the same questions.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from limner import verbs
from limner.errors import ChangeError
from limner.geometry import Geometry
from limner.instances import Instance, Link, Provenance
from limner.rings import Bounds, Sized

PLAIN = ("geometry", "label", "locked", "hidden", "group", "order", "links")
MAX_GROUP = 64
MAX_ORDER = 2**31
MAX_LINKS = 100


@dataclass(frozen=True)
class Created:
    """A new instance. Without a label it takes the trigger's; `score` is from 0 to 1.

    `returned` is the geometry a script had suggested, where a person changed it before accepting.
    """

    geometry: Geometry
    label: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None
    id: str | None = None
    frame: int = 0
    locked: bool = False
    hidden: bool = False
    group: str | None = None
    order: int = 0
    links: tuple[Link, ...] = ()
    provenance: Provenance | None = None
    returned: Geometry | None = None


@dataclass(frozen=True)
class Suggested:
    """A shape for the annotator to accept or reject; accepted, it takes the place of `replaces`, if given."""

    geometry: Geometry
    label: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None
    id: str | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Updated:
    """Changes to the instance `id`: what is None stays.

    An empty label takes the label away, an empty group takes it out of its group, an attribute set to
    None is removed; links are replaced whole.
    """

    id: str
    geometry: Geometry | None = None
    label: str | None = None
    attributes: Mapping[str, Any] | None = None
    locked: bool | None = None
    hidden: bool | None = None
    group: str | None = None
    order: int | None = None
    links: tuple[Link, ...] | None = None

    def changed(self, instance: Instance) -> dict[str, Any]:
        """Give the fields of the instance that this change sets to something else."""
        given = {name: getattr(self, name) for name in PLAIN}
        wanted = {name: value for name, value in given.items() if value is not None}
        wanted.update({name: wanted[name] or None for name in ("label", "group") if name in wanted})
        if self.attributes is not None:
            merged = {**instance.attributes, **self.attributes}
            wanted["attributes"] = {name: value for name, value in merged.items() if value is not None}
        return {name: value for name, value in wanted.items() if value != getattr(instance, name)}

    def on(self, instance: Instance) -> Instance:
        """Give the instance as it is after this change."""
        return replace(instance, **self.changed(instance))


@dataclass(frozen=True)
class ChangeSet:
    """What to create, update and delete, in that order, and what to suggest."""

    created: tuple[Created, ...] = ()
    updated: tuple[Updated, ...] = ()
    deleted: tuple[str, ...] = ()
    suggested: tuple[Suggested, ...] = ()

    def __add__(self, other: "ChangeSet") -> "ChangeSet":
        """Give both as one, the other's items after this one's."""
        return ChangeSet(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def __bool__(self) -> bool:
        return len(self) > 0

    def __len__(self) -> int:
        return len(self.created) + len(self.updated) + len(self.deleted) + len(self.suggested)


@dataclass(frozen=True)
class Limits:
    """How much one change set may hold: items, and vertices in each."""

    instances: int = 50_000
    vertices: int = 10_000


@dataclass(frozen=True)
class Surroundings:
    """What a change set is checked against: the file's size, its project's labels, its instances' ids.

    `labels` or `ids` left at None are not checked.
    """

    file: Sized
    labels: Collection[str] | None = None
    ids: Collection[str] | None = None
    limits: Limits = field(default_factory=Limits)


def check(changes: ChangeSet, around: Surroundings) -> ChangeSet:
    """Give the change set with its coordinates clamped to the file.

    Raises `ChangeError` that names the first item that cannot be applied and says why; then nothing
    of the change set may be.
    """
    if len(changes) > around.limits.instances:
        raise ChangeError(f"{len(changes):,} changes at once, at most {around.limits.instances:,} are taken")
    for where, what in _wrong(changes, around):
        raise ChangeError(f"{where}: {what}")
    return _clamped(changes, around)


def _wrong(changes: ChangeSet, around: Surroundings) -> Iterator[tuple[str, str]]:
    for index, created in enumerate(changes.created, 1):
        yield from ((f"instance {index}", what) for what in _created(created, around))
    for updated in changes.updated:
        yield from ((f"update of {updated.id}", what) for what in _updated(updated, around))
    for gone in changes.deleted:
        yield from ((f"deletion of {gone}", what) for what in _known(gone, around))
    for index, suggested in enumerate(changes.suggested, 1):
        yield from ((f"suggestion {index}", what) for what in _created(suggested, around))
        if suggested.replaces is not None:
            yield from ((f"suggestion {index}", what) for what in _known(suggested.replaces, around))


def _created(item: Created | Suggested, around: Surroundings) -> Iterator[str]:
    yield from _shape(item.geometry, around)
    yield from _label(item.label, around)
    yield from _attributes(item.attributes)
    if item.score is not None and not 0 <= item.score <= 1:
        yield f"score is {item.score:g}, expected 0 to 1"
    if isinstance(item, Created):
        yield from _bonds(item)
    if isinstance(item, Created) and item.returned is not None:
        yield from (f"returned {what}" for what in _shape(item.returned, around))


def _updated(item: Updated, around: Surroundings) -> Iterator[str]:
    yield from _known(item.id, around)
    yield from _label(item.label if item.label != "" else None, around)
    yield from _attributes(item.attributes)
    yield from _bonds(item)
    if item.geometry is not None:
        yield from _shape(item.geometry, around)


def _known(instance: str, around: Surroundings) -> Iterator[str]:
    if around.ids is not None and instance not in around.ids:
        yield "no such instance on this file"


def _label(label: str | None, around: Surroundings) -> Iterator[str]:
    if label is not None and not isinstance(label, str):
        yield f"label is {label!r}, expected a text"
    elif label is not None and around.labels is not None and label not in around.labels:
        known = ", ".join(repr(name) for name in around.labels) or "none"
        yield f"label {label!r} does not exist in this project (there are: {known}): add it there first"


def _attributes(attributes: Any) -> Iterator[str]:
    if attributes is not None and not isinstance(attributes, Mapping):
        yield f"attributes are {attributes!r}, expected a mapping"


def _bonds(item: Created | Updated) -> Iterator[str]:
    if item.group is not None and len(item.group) > MAX_GROUP:
        yield f"group has {len(item.group)} characters, at most {MAX_GROUP} are taken"
    if item.order is not None and not -MAX_ORDER < item.order < MAX_ORDER:
        yield f"order is {item.order}, expected -{MAX_ORDER - 1:,} to {MAX_ORDER - 1:,}"
    if item.links is not None and len(item.links) > MAX_LINKS:
        yield f"there are {len(item.links)} links, at most {MAX_LINKS} are taken"


def _shape(shape: Geometry, around: Surroundings) -> Iterator[str]:
    if not verbs.is_finite(shape):
        yield f"{shape.kind} has a coordinate that is no finite number"
        return
    count, most = verbs.vertices(shape), around.limits.vertices
    what = verbs.problem(shape)
    if what:
        yield what
    elif count > most and shape.kind != "mask":
        yield f"{shape.kind} has {count:,} points, at most {most:,} are taken; simplify it first"
    else:
        yield from _vanished(shape, around)


def _vanished(shape: Geometry, around: Surroundings) -> Iterator[str]:
    clamped = verbs.clamp(shape, around.file.width, around.file.height)
    if clamped is shape and not _beyond(shape.bounds, around.file):
        return
    vanished = verbs.area(clamped) == 0 or _beyond(shape.bounds, around.file)
    if verbs.problem(clamped) or (vanished and verbs.area(shape) > 0):
        yield f"{shape.kind} lies outside the file, which is {around.file.width} x {around.file.height}"


def _beyond(bounds: Bounds, file: Sized) -> bool:
    x, y, width, height = bounds
    return x >= file.width or y >= file.height or x + width <= 0 or y + height <= 0


def _clamped(changes: ChangeSet, around: Surroundings) -> ChangeSet:
    width, height = around.file.width, around.file.height
    updated: Iterable[Updated] = (
        item if item.geometry is None else replace(item, geometry=verbs.clamp(item.geometry, width, height))
        for item in changes.updated
    )
    created = (
        replace(item, geometry=verbs.clamp(item.geometry, width, height), returned=_returned(item, around))
        for item in changes.created
    )
    suggested = (replace(item, geometry=verbs.clamp(item.geometry, width, height)) for item in changes.suggested)
    return replace(changes, created=tuple(created), updated=tuple(updated), suggested=tuple(suggested))


def _returned(item: Created, around: Surroundings) -> Geometry | None:
    return item.returned and verbs.clamp(item.returned, around.file.width, around.file.height)
