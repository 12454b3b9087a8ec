"""What each grant adds to the canvas: one class for each.

A class may rest on another, so that the larger grant brings what the smaller one does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from limner import pixels
from limner.canvas import GRANTED, Canvas, Run, Target, granted, new_id
from limner.changes import Created, Suggested, Updated
from limner.errors import ChangeError, HostError
from limner.events import File
from limner.geometry import Geometry
from limner.instances import Instance
from limner.pixels import Channels, Pixels
from limner.records import read
from limner.rings import Bounds, Pair
from limner.services import Response, Settings, SimilarFile, Storage


@granted("image:read")
class ImageRead(Canvas):
    """The grant `image:read`."""

    async def image(
        self,
        bounds: Iterable[float] | None = None,
        *,
        margin: float = 0.0,
        scale: float = 1.0,
        channels: Channels = "rgb",
    ) -> Any:
        """Give the pixels inside `bounds` as an H x W x 3 array of uint8, RGB.

        `bounds` is `(x, y, width, height)` in pixels of the file, by default all of it. It grows by
        `margin` (a fraction of each side), is rounded outwards to whole pixels and clipped to the
        file, as `instance.bounds.expand(margin, within=event.file)` does. A `scale` below 1 gives
        a smaller picture of the same place. `channels` is the order: `rgb`, `bgr` as OpenCV has it,
        `rgba`, or `gray` for H x W. Raises `HostError` if nothing of it lies in the file.
        """
        region = pixels.region(bounds, margin, self._run.event.file)
        value, frames = await self._run.call("image", {"bounds": list(region), "scale": float(scale)})
        return pixels.array(Pixels(**value, data=frames[0]), channels)


@granted("instances:read")
class InstancesRead(Canvas):
    """The grant `instances:read`."""

    async def instances(
        self,
        *,
        kind: str | None = None,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        script: str | None = None,
        within: Iterable[float] | None = None,
        at: Pair | None = None,
    ) -> list[Instance]:
        """Give the instances on the file that fit all of what is asked, oldest first.

        `attributes` must be equal; `script` is the identity `namespace/name` of the script that made
        them; `within` takes those whose bounds touch `(x, y, width, height)`; `at` takes those that
        contain the point `(x, y)`, the smallest first. Coordinates are pixels of the file.
        """
        asked = {"kind": kind, "label": label, "attributes": attributes and dict(attributes), "script": script}
        found = await self._run.call("instances", {**asked, "within": _floats(within), "at": _floats(at)})
        return read(list[Instance], found.value, "instances")


@granted("instances:suggest")
class InstancesSuggest(Canvas):
    """The grant `instances:suggest`."""

    def suggest(
        self,
        geometry: Geometry,
        *,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        score: float | None = None,
        replaces: Target | None = None,
    ) -> str:
        """Show a shape as a ghost, which the annotator accepts, changes or rejects; give its id.

        `score` is from 0 to 1 and is what the annotator's threshold is compared with. Accepted, it
        takes the place of `replaces`. What the script suggested before for the same prompt or
        instance gives way to it.
        """
        gone = None if replaces is None else _id(replaces)
        own = (_geometry(geometry), self._label(label), dict(attributes or {}), score, new_id(), gone)
        item = Suggested(*own)
        self._run.suggested.append(item)
        return str(item.id)

    def _label(self, label: str | None) -> str | None:
        trigger = getattr(self._run.event, "instance", None)
        return label or (trigger and trigger.label)


@granted("instances:write")
class InstancesWrite(InstancesSuggest):
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
        item = Created(_geometry(geometry), self._label(label), attributes or {}, score, new_id())
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

    async def flush(self) -> None:
        """Apply what the run has changed so far, so that it is seen while the rest is worked out.

        It is one undo step with everything the run does; if the run fails, it is taken back.
        """
        self._run.flush()
        await self._run.pause()


@granted("overlay")
class Overlays(Canvas):
    """The grant `overlay`."""

    def overlay(self, values: Any, bounds: Iterable[float] | None = None, *, opacity: float = 0.6) -> None:
        """Show an array over the image, inside `bounds` or all of it; `None` takes it away.

        `values` is H x W, of floats from 0 to 1, truth values or uint8, shown as a heat map, or
        H x W x 4 of uint8, RGBA. It is not stored, and the script's next overlay takes its place.
        `opacity` is from 0 to 1. Raises `ChangeError` for any other form.
        """
        if values is None:
            self._run.tell("overlay", {})
            return
        shown = pixels.overlay(values)
        whole = Bounds(0, 0, self._run.event.file.width, self._run.event.file.height)
        place = whole if bounds is None else Bounds(*map(float, bounds))
        _displayable(place, opacity)
        size = {"width": shown.width, "height": shown.height, "channels": shown.channels}
        self._run.tell("overlay", {"bounds": place, "opacity": float(opacity), **size}, (bytes(shown.data),))


@granted("ask")
class Asking(Canvas):
    """The grant `ask`."""

    async def ask(
        self, question: str, choices: Iterable[str] = ("Yes", "No"), *, about: Iterable[Target] | Target = ()
    ) -> str | None:
        """Ask the annotator and give the choice, or None where the question was put away.

        `about` are the instances the question is about: they are brought into sight, numbered and
        outlined while it is open. The run's time stands still meanwhile.
        """
        given = _texts(choices)
        if not given:
            raise HostError("canvas.ask needs at least one choice")
        shown = [_id(one) for one in ([about] if isinstance(about, (str, Instance)) else about)]
        args = {"question": str(question), "choices": given, **({"about": shown} if shown else {})}
        return (await self._run.call("ask", args)).value  # type: ignore[no-any-return]


@granted("files:read")
class FilesRead(Canvas):
    """The grant `files:read`."""

    async def similar(self, limit: int = 5) -> list[SimilarFile]:
        """Give the files of the project that look like the open one, nearest first, `limit` at most.

        They are found by their pixels, also where one was resized, compressed anew, made brighter,
        darker, or cropped by up to a tenth of a side. What is merely flat or empty looks like nothing.
        """
        found = (await self._run.call("similar", {"limit": int(limit)})).value
        return read(list[SimilarFile], found, "similar")

    async def compare(self, file: File | str, message: str = "", *, choices: Iterable[str] = ()) -> str | None:
        """Show another file of the project beside the open one until the annotator closes it.

        Gives the one of the `choices`, which are its buttons, that was pressed, or None. The run's time
        stands still meanwhile. Raises `HostError` for a file that is not of the project.
        """
        given = _texts(choices)
        named = file.id if isinstance(file, File) else str(file)
        args = {"file": named, "message": str(message), **({"choices": given} if given else {})}
        return (await self._run.call("compare", args)).value  # type: ignore[no-any-return]


@granted("storage")
class Stored(Canvas):
    """The grant `storage`."""

    @property
    def storage(self) -> Storage:
        """Values the script keeps from run to run: `await canvas.storage.get("seen", 0)`."""
        return Storage(self._run.call)


@granted("settings")
class Displayed(Canvas):
    """The grant `settings`."""

    @property
    def settings(self) -> Settings:
        """How the page shows the file: `canvas.settings.brightness = 1.4`."""
        if self._run.display is None:
            self._run.display = Settings(
                self._run.settings, lambda values: self._run.tell("settings", {"values": values})
            )
        return self._run.display


@granted("network")
class Networked(Canvas):
    """The grant `network`."""

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
    ) -> Response:
        """Ask a host that the script's block names in `connect`, through the server.

        Redirects are followed only to those hosts. It takes at most 10 s and 10 MB; raises `HostError`
        beyond that, for another host, and where the host cannot be reached.
        """
        asked = {"url": str(url), "method": method, "headers": dict(headers or {})}
        value, frames = await self._run.call("fetch", asked, () if body is None else (_body(body),))
        return Response(value["status"], value["headers"], value["url"], frames[0] if frames else b"")


def build(grants: Iterable[str], run: Run) -> Canvas:
    """Make the handle that holds what the grants allow and nothing else."""
    added = [GRANTED[grant] for grant in GRANTED if grant in set(grants)]
    mixins = tuple(sorted(added, key=lambda cls: -len(cls.__mro__)))  # a class before those it rests on
    handle: Canvas = type("Canvas", mixins or (Canvas,), {})(run)
    return handle


def _displayable(place: Bounds, opacity: float) -> None:
    if not (place.width > 0 and place.height > 0):
        raise ChangeError(f"an overlay's bounds are {tuple(place)}, expected a width and a height above 0")
    if not 0 <= opacity <= 1:
        raise ChangeError(f"an overlay's opacity is {opacity:g}, expected 0 to 1")


def _body(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise HostError(f"canvas.fetch: body is {type(value).__name__}, expected a text or bytes")


def _texts(values: Iterable[Any]) -> list[str]:
    return [values] if isinstance(values, str) else [str(value) for value in values]


def _floats(values: Iterable[float] | None) -> list[float] | None:
    return None if values is None else [float(value) for value in values]


def _merged(created: Created, change: Updated) -> Created:
    attributes = {**created.attributes, **(change.attributes or {})}
    return replace(
        created,
        geometry=change.geometry or created.geometry,
        label=created.label if change.label is None else change.label or None,
        attributes={name: value for name, value in attributes.items() if value is not None},
    )


def _geometry(value: Any) -> Geometry:
    if isinstance(value, Geometry):
        return value
    raise ChangeError(f"{type(value).__name__} is no geometry: use Box, Polygon, Ellipse, …")


def _id(instance: Any) -> str:
    if isinstance(instance, (Instance, str)):
        return instance if isinstance(instance, str) else instance.id
    raise ChangeError(f"{type(instance).__name__} is no instance or id")
