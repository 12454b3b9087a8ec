"""The handle a hook receives, built from the script's grants.

What is not granted is not there; using it says which grant to declare. The host checks the grants
again, so a script that reaches round the handle gains nothing.
"""

import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from limner import pixels
from limner.changes import ChangeSet, Created, Updated
from limner.errors import ChangeError, GrantError
from limner.events import Event
from limner.geometry import Geometry
from limner.instances import Instance
from limner.params import Params
from limner.records import read

Level = Literal["debug", "info", "warning", "error"]
Target = Instance | str


@dataclass
class Run:
    """What one run has at hand: its event, its parameters, its way to the host, its changes so far."""

    event: Event
    params: Params
    call: Callable[[str, dict[str, Any]], Awaitable[Any]]
    tell: Callable[[str, dict[str, Any]], None]
    created: list[Created] = field(default_factory=list)
    updated: list[Updated] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    @property
    def changes(self) -> ChangeSet:
        return ChangeSet(tuple(self.created), tuple(self.updated), tuple(self.deleted))


class Canvas:
    """What every script has, whatever its grants."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def params(self) -> Params:
        """The script's parameters, by name: `canvas.params.iterations`."""
        return self._run.params

    def log(self, *values: object, level: Level = "info") -> None:
        """Write a line to the console, as `print` does."""
        self._run.tell("log", {"level": level, "text": " ".join(map(str, values))})

    def notify(self, message: str, level: Level = "info") -> None:
        """Show the annotator a short message."""
        self._run.tell("notify", {"level": level, "text": str(message)})

    def progress(self, fraction: float, text: str = "") -> None:
        """Show how far the run is, from 0 to 1."""
        self._run.tell("progress", {"fraction": min(1.0, max(0.0, float(fraction))), "text": text})

    def __getattr__(self, name: str) -> Any:
        grant = next((grant for grant, mixin in GRANTED.items() if name in vars(mixin)), None)
        if grant is None:
            raise AttributeError(f"the canvas has no {name!r}")
        raise GrantError(f'canvas.{name} needs the grant "{grant}": add it to grants in the script\'s block')


class ImageRead(Canvas):
    """The grant `image:read`."""

    async def image(self, bounds: Iterable[float] | None = None, *, margin: float = 0.0, scale: float = 1.0) -> Any:
        """Give the pixels inside `bounds` as an H x W x 3 array of uint8, RGB.

        `bounds` is `(x, y, width, height)` in pixels of the file, by default all of it. It grows by
        `margin` (a fraction of each side), is rounded outwards to whole pixels and clipped to the
        file, as `instance.bounds.expand(margin, within=event.file)` does. A `scale` below 1 gives
        a smaller picture of the same place. Raises `HostError` if nothing of it lies in the file.
        """
        within = self._run.event.file
        region = pixels.region(bounds, margin, within)
        return pixels.array(await self._run.call("image", {"bounds": list(region), "scale": float(scale)}))


class InstancesRead(Canvas):
    """The grant `instances:read`."""

    async def instances(self, *, kind: str | None = None, label: str | None = None) -> list[Instance]:
        """Give the instances on the file, all or those of one kind or label, oldest first."""
        found = await self._run.call("instances", {"kind": kind, "label": label})
        return read(list[Instance], found, "instances")


class InstancesWrite(Canvas):
    """The grant `instances:write`. Changes are gathered and applied together when the hook returns."""

    def create(
        self,
        geometry: Geometry,
        *,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        score: float | None = None,
    ) -> str:
        """Create an instance and give its id. Without a label it takes the trigger's."""
        shape = _geometry(geometry)
        trigger = getattr(self._run.event, "instance", None)
        item = Created(shape, label or (trigger and trigger.label), attributes or {}, score, new_id())
        self._run.created.append(item)
        return str(item.id)

    def update(
        self,
        instance: Target,
        *,
        geometry: Geometry | None = None,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> None:
        """Change what is given of an instance. An attribute set to None is removed."""
        shape = None if geometry is None else _geometry(geometry)
        change = Updated(_id(instance), shape, label, attributes)
        own = next((i for i, item in enumerate(self._run.created) if item.id == change.id), None)
        if own is None:
            self._run.updated.append(change)
        else:
            self._run.created[own] = _merged(self._run.created[own], change)

    def delete(self, instance: Target) -> None:
        """Delete an instance."""
        gone = _id(instance)
        kept = [item for item in self._run.created if item.id != gone]
        if len(kept) == len(self._run.created):
            self._run.deleted.append(gone)
        self._run.created[:] = kept

    def replace(self, instance: Instance, *geometries: Geometry, score: float | None = None) -> list[str]:
        """Put shapes in an instance's place: they take its label and attributes. Give their ids."""
        self.delete(instance)
        kept = {"label": instance.label, "attributes": dict(instance.attributes), "score": score}
        return [self.create(geometry, **kept) for geometry in geometries]  # type: ignore[arg-type]

    def set_label(self, instance: Target, label: str) -> None:
        """Give an instance another label."""
        self.update(instance, label=label)

    def set_attributes(self, instance: Target, **attributes: Any) -> None:
        """Set attributes of an instance; the others stay."""
        self.update(instance, attributes=attributes)


GRANTED: dict[str, type[Canvas]] = {
    "image:read": ImageRead,
    "instances:read": InstancesRead,
    "instances:write": InstancesWrite,
}


def build(grants: Iterable[str], run: Run) -> Canvas:
    """Make the handle that holds what the grants allow and nothing else."""
    mixins = tuple(GRANTED[grant] for grant in GRANTED if grant in set(grants))
    handle: Canvas = type("Canvas", mixins or (Canvas,), {})(run)
    return handle


def add_returned(canvas: Canvas, value: Any) -> None:
    """Create what a hook returned: nothing, one instance or geometry, or an iterable of them."""
    if value is None:
        return
    if isinstance(value, (Geometry, Instance)):
        value = [value]
    if not isinstance(value, Iterable) or isinstance(value, (str, bytes, Mapping)):
        raise ChangeError(f"the hook returned {type(value).__name__}, expected geometries, instances or nothing")
    for item in value:
        _create_returned(canvas, item)


def _merged(created: Created, change: Updated) -> Created:
    attributes = {**created.attributes, **(change.attributes or {})}
    return replace(
        created,
        geometry=change.geometry or created.geometry,
        label=created.label if change.label is None else change.label or None,
        attributes={name: value for name, value in attributes.items() if value is not None},
    )


def new_id() -> str:
    """Give a fresh opaque id."""
    return uuid.uuid4().hex


def _create_returned(canvas: Canvas, item: Any) -> None:
    if isinstance(item, Instance):
        canvas.create(item.geometry, label=item.label, attributes=item.attributes, score=item.score)
    else:
        canvas.create(item)


def _geometry(value: Any) -> Geometry:
    if isinstance(value, Geometry):
        return value
    raise ChangeError(f"{type(value).__name__} is no geometry: use Box, Polygon, Ellipse, …")


def _id(instance: Any) -> str:
    if isinstance(instance, (Instance, str)):
        return instance if isinstance(instance, str) else instance.id
    raise ChangeError(f"{type(instance).__name__} is no instance or id")
