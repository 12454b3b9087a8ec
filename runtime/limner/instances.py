"""An instance: one annotation on a file, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from limner.geometry import Geometry
from limner.rings import Bounds

ActorKind = Literal["human", "script", "import", "remote", "undo"]
Field = Literal["geometry", "label", "attributes", "locked", "hidden", "group", "order", "links"]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another instance of the same file: its id, and what the relation is called."""

    to: str
    name: str = ""


@dataclass(frozen=True)
class Edit:
    """One later change by hand: who, when (ISO 8601, UTC), and which fields."""

    actor: str
    at: str
    changed: tuple[Field, ...]


@dataclass(frozen=True)
class Provenance:
    """Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.

    `script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's
    duration in milliseconds, `params` the parameters it ran with.
    """

    actor: ActorKind = "human"
    actor_id: str | None = None
    script: str | None = None
    script_version: str | None = None
    run: str | None = None
    event: str | None = None
    params: Mapping[str, Any] | None = None
    place: str | None = None
    ms: float | None = None
    score: float | None = None
    edited_by: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Instance:
    """One annotation: geometry in pixels of the original file, a label, attributes, provenance.

    `score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.
    Instances of one `group` belong together; a higher `order` lies above a lower one. A link whose
    target is gone is kept: the target may come back.
    """

    id: str
    file: str
    geometry: Geometry
    label: str | None = None
    frame: int = 0
    attributes: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None
    locked: bool = False
    hidden: bool = False
    group: str | None = None
    order: int = 0
    links: tuple[Link, ...] = ()
    version: int = 1
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def bounds(self) -> Bounds:
        """The smallest upright rectangle round the geometry, `(x, y, width, height)` in pixels."""
        return self.geometry.bounds
