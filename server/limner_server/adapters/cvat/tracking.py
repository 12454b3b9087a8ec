"""A tracking function as a script: a shape is followed from the file it was drawn on to those that are opened next."""

from dataclasses import dataclass, field
from typing import Any

from limner.errors import GeometryError
from limner.events import Event
from limner.geometry import Geometry
from limner.instances import Instance
from limner_server.adapters.cvat import sdk
from limner_server.adapters.cvat.errors import FunctionError
from limner_server.adapters.cvat.loading import Loaded, asked
from limner_server.adapters.cvat.pictures import Key, Prepared, key_of
from limner_server.adapters.cvat.shapes import TYPES, geometry_of, numbers_of, word

MOST = 50


@dataclass
class Followed:
    """A shape on its way: what the function keeps of it, and the files it has been looked for on."""

    instance: Instance
    type: str
    state: Any
    size: tuple[int, int]
    seen: set[Key] = field(default_factory=set)


class Tracking:
    """Answers the hooks of the generated script. What is followed is one person's, and lost with the process."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.prepared = Prepared(loaded, sdk.Tracking())
        self.followed: dict[tuple[str, str], dict[str, Followed]] = {}

    async def follow(self, event: Any, canvas: Any) -> None:
        """Take the selected shape as it is on this image."""
        if event.instance is None:
            canvas.notify("Select the shape to follow first")
            return
        own = self.followed.setdefault(_person(event), {})
        if len(own) >= MOST:
            canvas.notify(f"{len(own)} shapes are followed already; stop first")
            return
        type, numbers = self._numbers(event.instance.geometry)
        image = await self.prepared.of(event.file, canvas)
        shape = sdk.TrackableShape(type=type, points=numbers)
        begin = self.loaded.function.init_tracking_state
        state = asked(self.loaded.name, begin, sdk.TrackingShape(type), image, shape)
        size = (event.file.width, event.file.height)
        own[event.instance.id] = Followed(event.instance, type, state, size, {key_of(event.file)})
        canvas.notify("It is looked for on each file you open next")

    async def stop(self, event: Any, canvas: Any) -> None:
        """Follow nothing any more, or not the selected shape."""
        own = self.followed.get(_person(event), {})
        gone = [event.instance.id] if event.instance and event.instance.id in own else list(own)
        for id in gone:
            del own[id]
        canvas.notify(f"{len(gone)} shape{'s are' if len(gone) != 1 else ' is'} followed no longer")

    async def look(self, event: Any, canvas: Any) -> None:
        """Find what is followed on the image that is shown now, unless it was looked for there before."""
        key = key_of(event.file)
        due = [one for one in self.followed.get(_person(event), {}).values() if key not in one.seen]
        fitting = [one for one in due if one.size == (event.file.width, event.file.height)]
        for other in (one for one in due if one not in fitting):
            canvas.log(f"{_called(other)} is followed on images of {other.size[0]} x {other.size[1]} only")
        if fitting:
            image = await self.prepared.of(event.file, canvas)
            for one in fitting:
                one.seen.add(key)
                self._give(canvas, one, self._tracked(one, image))

    def _tracked(self, one: Followed, image: Any) -> Geometry | None:
        track = self.loaded.function.track
        shape = asked(self.loaded.name, track, sdk.TrackingShape(one.type), image, one.state)
        if shape is None:
            return None
        if word(shape.type) != one.type:
            raise FunctionError(f"{self.loaded.name}: it followed a {one.type} and returned a {word(shape.type)}")
        return geometry_of(one.type, shape.points)

    def _give(self, canvas: Any, one: Followed, shape: Geometry | None) -> None:
        if shape is None:
            canvas.log(f"{_called(one)} was not found here")
            return
        give = canvas.suggest if canvas.params.suggest else canvas.create
        give(shape, label=one.instance.label, attributes=one.instance.attributes)

    def _numbers(self, shape: Geometry) -> tuple[str, list[float]]:
        types = [word(type) for type in self.loaded.function.spec.supported_shape_types]
        kinds = sorted(kind for type in types for kind in TYPES.get(type, ()))
        if shape.kind not in kinds:
            raise GeometryError(f"{self.loaded.name} follows no {shape.kind}, but {', '.join(kinds) or 'nothing'}")
        return numbers_of(shape)


def _person(event: Event) -> tuple[str, str]:
    return event.project, event.actor.id


def _called(one: Followed) -> str:
    return f"the {one.instance.geometry.kind} {one.instance.label or ''}".strip()
