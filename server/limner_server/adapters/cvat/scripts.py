"""The script that stands for a function: a block people can read, and hooks that call the function."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from limner import manifest
from limner_server.adapters.cvat.errors import FunctionError
from limner_server.adapters.cvat.loading import Loaded
from limner_server.adapters.cvat.shapes import TYPES, word
from limner_server.adapters.stub import block

NAMESPACE = "cvat"
_SERVED: dict[str, Loaded] = {}

_DETECTION = '''\
"""Looks at the whole image with a detection function written for CVAT."""

from limner import on
from limner_server.adapters.cvat.detection import Detection
from limner_server.adapters.cvat.scripts import served

FUNCTION = Detection(served("{digest}"), "{identity}")


@on("command")
async def detect(event, canvas):
    await FUNCTION.detect(event, canvas)


@on("open_file")
async def opened(event, canvas):
    await FUNCTION.opened(event, canvas)
'''

_INTERACTION = '''\
"""Suggests what an interaction function written for CVAT sees at clicks and in a box."""

from limner import on
from limner_server.adapters.cvat.interaction import Interaction
from limner_server.adapters.cvat.scripts import served

FUNCTION = Interaction(served("{digest}"))


@on("prompt")
async def answer(event, canvas):
    await FUNCTION.answer(event, canvas)
'''

_TRACKING = '''\
"""Follows shapes to the files opened next with a tracking function written for CVAT."""

from limner import on
from limner_server.adapters.cvat.scripts import served
from limner_server.adapters.cvat.tracking import Tracking

FUNCTION = Tracking(served("{digest}"))


@on("command", command="follow")
async def follow(event, canvas):
    await FUNCTION.follow(event, canvas)


@on("command", command="stop")
async def stop(event, canvas):
    await FUNCTION.stop(event, canvas)


@on("open_file", "change_frame")
async def look(event, canvas):
    await FUNCTION.look(event, canvas)
'''

Table = dict[str, Any]
_LABELS: Table = {
    "type": "string",
    "default": "",
    "title": "Labels",
    "description": "car = vehicle, person: what the model's labels are called here, the others are left out; "
    "empty takes all by their own names, * = thing names the rest",
}


def serve(loaded: Loaded, name: str = "") -> str:
    """Keep a function for the script that stands for it, and give that script's source.

    The source carries a digest of the function's file and parameters, so that another function is another version.
    """
    _SERVED[loaded.digest] = loaded
    return source_of(loaded, name)


def served(digest: str) -> Loaded:
    """Give the function that this process serves. Raises `FunctionError` where it serves none or another."""
    if digest not in _SERVED:
        raise FunctionError("this script stands for a function: it runs where `limner backend --cvat` serves that one")
    return _SERVED[digest]


def source_of(loaded: Loaded, name: str = "") -> str:
    """Write the script; `name` is by default the function's."""
    called = name or loaded.name.replace("_", " ").strip().capitalize()
    made = _KINDS[loaded.kind](loaded)
    fields = {
        "name": called,
        "namespace": NAMESPACE,
        "version": "1.0.0",
        "description": f"The {loaded.kind} function {loaded.name}, written for CVAT",
        "places": ["server"],
        "grants": made.grants,
        "timeout": 120.0,
    }
    body = made.body.format(digest=loaded.digest, identity=f"{NAMESPACE}/{manifest.slug(called)}")
    return "\n".join([*block(fields, made.params, made.commands), body])


@dataclass(frozen=True)
class _Made:
    body: str
    grants: list[str]
    params: dict[str, Table] = field(default_factory=dict)
    commands: dict[str, Table] = field(default_factory=dict)


def _detection(_: Loaded) -> _Made:
    threshold = {"title": "Confidence", "description": "0 leaves it to the model", "minimum": 0, "maximum": 1}
    params: dict[str, Table] = {
        "threshold": {"type": "number", "default": 0, **threshold, "step": 0.05},
        "polygons": _switch("Polygons", "Ask the model for polygons in the place of masks", False),
        "labels": _LABELS,
        "suggest": _switch("Suggest only", "What is found waits to be accepted", False),
        "automatic": _switch("On opening", "Look at each file that is opened and has nothing of it", False),
    }
    return _Made(_DETECTION, ["image:read", "instances:read", "instances:write"], params)


def _interaction(_: Loaded) -> _Made:
    params = {"polygons": _switch("Polygons", "Suggest the outlines of masks in their place", False)}
    return _Made(_INTERACTION, ["image:read", "instances:suggest"], params)


def _tracking(loaded: Loaded) -> _Made:
    types = loaded.function.spec.supported_shape_types
    kinds = sorted(kind for type in types for kind in TYPES.get(word(type), ()))
    follow = {"title": "Follow this shape", "description": "Look for it on each file opened next", "kinds": kinds}
    commands: dict[str, Table] = {"follow": follow, "stop": {"title": "Stop following"}}
    params = {"suggest": _switch("Suggest only", "What is found waits to be accepted", True)}
    return _Made(_TRACKING, ["image:read", "instances:write"], params, commands)


def _switch(title: str, description: str, default: bool) -> Table:
    return {"type": "boolean", "default": default, "title": title, "description": description}


_KINDS: dict[str, Callable[[Loaded], _Made]] = {
    "detection": _detection,
    "interaction": _interaction,
    "tracking": _tracking,
}
