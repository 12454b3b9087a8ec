"""An image, shapes and events to try a script on, where nothing real is at hand."""

import dataclasses
import functools
import importlib
import typing
from collections.abc import Mapping
from typing import Any

from limner import testing
from limner.canvas import new_id
from limner.events import EVENTS, Actor, Event, PromptPoint
from limner.geometry import Box, Cuboid, Ellipse, Geometry, Keypoint, Keypoints, Mask, Point, Polygon, Polyline, Tag
from limner.hooks import Hook
from limner.instances import Instance
from limner.rings import Bounds

WIDTH, HEIGHT = 320, 240
DISC = (170, 110, 60)  # centre x, centre y, radius of the bright object in the photo
AROUND = Bounds(104, 44, 132, 132)

SHAPES: dict[str, Geometry] = {
    "box": Box(*AROUND),
    "polygon": Polygon([(110, 50), (230, 60), (220, 170), (115, 160)]),
    "polyline": Polyline(((110, 50), (170, 110), (230, 60))),
    "point": Point(170, 110),
    "ellipse": Ellipse(170, 110, 60, 60),
    "keypoints": Keypoints((Keypoint("left", 120, 110), Keypoint("right", 220, 110)), ((0, 1),)),
    "cuboid": Cuboid(Box(104, 64, 100, 100), Box(134, 44, 100, 100)),
    "mask": Mask((150, 90, 40, 40), rle=(0, 1600)),
    "tag": Tag(),
}


@functools.cache
def photo() -> Any:
    """Give an image of a bright disc on a dark, slightly uneven ground, 240 x 320 x 3 uint8, RGB.

    It is a NumPy array where NumPy is installed, else something with its shape, slices and bytes.
    """
    cx, cy, radius = DISC
    data = bytearray()
    for y in range(HEIGHT):
        for x in range(WIDTH):
            grain = (x * 7 + y * 13) % 11
            inside = (x - cx) ** 2 + (y - cy) ** 2 <= radius**2
            data += bytes((215 + grain, 170 + grain, 60 + grain) if inside else (40 + grain, 60 + grain, 70 + grain))
    try:
        numpy = importlib.import_module("numpy")
    except ImportError:
        return PlainImage(WIDTH, HEIGHT, bytes(data))
    return numpy.frombuffer(bytes(data), numpy.uint8).reshape(HEIGHT, WIDTH, 3)


@dataclasses.dataclass(frozen=True)
class PlainImage:
    """As much of an array of H x W x 3 uint8 as a host needs: its shape, slices `[y:y, x:x]`, its bytes."""

    width: int
    height: int
    data: bytes

    @property
    def shape(self) -> tuple[int, int, int]:
        return self.height, self.width, 3

    def __getitem__(self, at: tuple[slice, slice]) -> "PlainImage":
        rows, columns = range(self.height)[at[0]], range(self.width)[at[1]]
        places = (3 * (y * self.width + x) for y in rows for x in columns)
        return PlainImage(len(columns), len(rows), b"".join(self.data[place : place + 3] for place in places))

    def tobytes(self) -> bytes:
        return self.data


def instance(kind: str = "box", label: str | None = None, attributes: Mapping[str, Any] | None = None) -> Instance:
    """Give an instance of a kind on the photo."""
    return Instance(new_id(), "file", SHAPES[kind], label, attributes=dict(attributes or {}))


def event(name: str, *, image: Any = None, **fields: Any) -> Event:
    """Give an event of a name as it may happen on the photo, or another image; `fields` say what is different."""
    cls = EVENTS[name]
    hints = typing.get_type_hints(cls)
    given = {**testing.envelope(photo() if image is None else image), **fields}
    own = {one.name: _plausible(one.name, hints[one.name]) for one in dataclasses.fields(cls) if one.name not in given}
    return cls(**{**own, **given})


def event_for(hook: Hook) -> Event:
    """Give an event that a hook answers, as far as its filters say."""
    fields: dict[str, Any] = {"actor": Actor(hook.actors[0], "tester")} if hook.actors else {}  # type: ignore[arg-type]
    about = (hook.kinds[:1] or ("box",))[0], (hook.labels[:1] or (None,))[0], hook.attributes
    if "instance" in EVENTS[hook.event].__dataclass_fields__:
        fields["instance"] = instance(*about)
    return event(hook.event, **fields)


def _plausible(name: str, hint: Any) -> Any:
    """Give a value of a type as an event may carry it."""
    if name == "strokes":
        return ()
    if name == "points":
        return (PromptPoint(float(DISC[0]), float(DISC[1])),)
    choices = [part for part in typing.get_args(hint) if part is not type(None)]
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return choices[0]
    if origin is tuple:
        return (_plausible(name, choices[0]),)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if choices:
        return None
    return {int: 0, str: name, float: 0.0, Instance: instance()}[hint]
