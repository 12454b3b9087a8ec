"""Run a script as a cell would, without a browser: the harness for its author's tests.

    outcome = testing.run("trace.py", testing.created(Box(10, 10, 80, 60), image), image=image)
    assert outcome.error is None
    assert outcome.changes.created[0].geometry.kind == "polygon"

The script runs in a real `Cell`, behind real messages; only the host is an in-memory one.
"""

import asyncio
import concurrent.futures
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from limner import changes, manifest, records
from limner.canvas import new_id
from limner.cell import Cell
from limner.changes import ChangeSet, Surroundings
from limner.errors import LimnerError
from limner.events import Actor, Command, CreateInstance, Event, File
from limner.geometry import Geometry
from limner.instances import Instance
from limner.protocol import (
    Call,
    ErrorMessage,
    EventMessage,
    Failure,
    Init,
    Initialized,
    Line,
    Log,
    Message,
    Notify,
    Progress,
    Reply,
    Result,
    decode,
    encode,
)

NOW = "2026-01-01T00:00:00Z"


@dataclass
class Outcome:
    """What a run gave back: its changes, or its error, and what it said on the way."""

    changes: ChangeSet = field(default_factory=ChangeSet)
    error: Failure | None = None
    hooks: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    progress: list[float] = field(default_factory=list)
    ms: float = 0.0


def file_of(image: Any, name: str = "image.png") -> File:
    """Give the file an H x W x 3 array would be."""
    return File(id="file", name=name, width=int(image.shape[1]), height=int(image.shape[0]))


def created(
    geometry: Geometry, image: Any, *, label: str | None = None, attributes: Mapping[str, Any] | None = None
) -> CreateInstance:
    """Give the event of a person drawing `geometry` on the image."""
    instance = Instance(new_id(), "file", geometry, label, attributes=attributes or {})
    return CreateInstance(**envelope(image), instance=instance)


def command(image: Any, instance: Instance | None = None) -> Command:
    """Give the event of a person pressing the script's button."""
    return Command(**envelope(image), instance=instance)


def envelope(image: Any) -> dict[str, Any]:
    """Give the fields every event has."""
    return {"id": new_id(), "at": NOW, "actor": Actor("human", "tester"), "project": "p", "file": file_of(image)}


def run(
    script: str | Path,
    event: Event,
    *,
    image: Any = None,
    instances: Sequence[Instance] = (),
    params: Mapping[str, Any] | None = None,
    labels: Sequence[str] | None = None,
) -> Outcome:
    """Run every hook of the script that answers the event.

    `script` is a path, or the source itself. `image` is an H x W x 3 array of uint8, RGB.
    """
    source = script.read_text() if isinstance(script, Path) else script
    if isinstance(script, str) and script.endswith(".py") and "\n" not in script:
        source = Path(script).read_text()
    return _completed(_Host(source, image, instances, labels).run(event, params or {}))


def _completed(running: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Run to the end, also where a loop runs already, as in a notebook."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, running).result()


class _Host:
    def __init__(self, source: str, image: Any, instances: Sequence[Instance], labels: Sequence[str] | None) -> None:
        self.source, self.image, self.instances, self.labels = source, image, instances, labels
        self.outcome = Outcome()
        self.inbox: asyncio.Queue[str] = asyncio.Queue()
        self.cell = Cell(self.inbox.put_nowait)

    async def run(self, event: Event, params: Mapping[str, Any]) -> Outcome:
        self.cell.start()
        await self.inbox.get()
        grants = manifest.parse(self.source).grants
        self.tell(Init("script.py", self.source, grants, params))
        ready = await self.next(Initialized)
        self.outcome.error = ready.error
        self.outcome.hooks = tuple(hook.id for hook in ready.hooks)
        for hook in ready.hooks:
            if _matches(hook, event):
                await self.answer(hook.id, event)
        return self.outcome

    def tell(self, message: Message, frames: Sequence[bytes] = ()) -> None:
        self.cell.receive(encode(message), frames)

    async def next(self, *kinds: type[Any]) -> Any:
        while True:
            message = decode(await self.inbox.get())
            if isinstance(message, kinds):
                return message
            self.note(message)

    async def answer(self, hook: str, event: Event) -> None:
        self.tell(EventMessage(new_id(), hook, event))
        message = await self.next(Result, ErrorMessage)
        if isinstance(message, ErrorMessage):
            self.outcome.error = message.error
        else:
            self.outcome.ms = message.ms
            self.outcome.changes = _joined(self.outcome.changes, self.checked(message.changes, event))

    def checked(self, changed: ChangeSet, event: Event) -> ChangeSet:
        trigger = getattr(event, "instance", None)
        ids = {instance.id for instance in self.instances} | ({trigger.id} if trigger else set())
        return changes.check(changed, Surroundings(event.file, self.labels, ids))

    def note(self, message: Message) -> None:
        match message:
            case Log():
                self.outcome.lines += message.lines
            case Notify():
                self.outcome.notices.append(message.text)
            case Progress():
                self.outcome.progress.append(message.fraction)
            case Call():
                self.reply(message)

    def reply(self, call: Call) -> None:
        try:
            value, frames = getattr(self, f"call_{call.method}")(**call.args)
            self.tell(Reply(call.run, call.call, value, binary=len(frames)), frames)
        except LimnerError as error:
            self.tell(Reply(call.run, call.call, error=str(error)))

    def call_image(self, bounds: Sequence[float], scale: float) -> tuple[Any, list[bytes]]:
        x, y, width, height = map(int, bounds)
        crop = self.image[y : y + height, x : x + width]
        if scale < 1:
            crop = _smaller(crop, scale)
        size = {"width": crop.shape[1], "height": crop.shape[0], "channels": crop.shape[2]}
        return size, [crop.tobytes()]

    def call_instances(self, kind: str | None = None, label: str | None = None) -> tuple[Any, list[bytes]]:
        found = [one for one in self.instances if kind in (None, one.geometry.kind) and label in (None, one.label)]
        return records.plain(found), []


def _matches(hook: Any, event: Event) -> bool:
    instance = getattr(event, "instance", None)
    kind, label = (instance.geometry.kind, instance.label) if instance else (None, None)
    return (
        hook.event == event.name
        and (not hook.kinds or kind in hook.kinds)
        and (not hook.labels or label in hook.labels)
        and (not hook.actors or event.actor.kind in hook.actors)
        and all(instance and instance.attributes.get(k) == v for k, v in (hook.attributes or {}).items())
    )


def _joined(one: ChangeSet, other: ChangeSet) -> ChangeSet:
    return ChangeSet(one.created + other.created, one.updated + other.updated, one.deleted + other.deleted)


def _smaller(crop: Any, scale: float) -> Any:
    step = max(1, round(1 / scale))
    return crop[::step, ::step]
