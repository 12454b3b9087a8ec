"""Run a script as a cell would, without a browser: the harness for its author's tests.

    outcome = testing.run("trace.py", testing.created(Box(10, 10, 80, 60), image), image=image)
    assert outcome.error is None
    assert outcome.changes.created[0].geometry.kind == "polygon"

The script runs in a real `Cell`, behind real messages; only the host is an in-memory one.
"""

import asyncio
import concurrent.futures
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from limner import manifest
from limner.assets import Source
from limner.canvas import new_id
from limner.cell import Cell
from limner.events import (
    Actor,
    BeforeSave,
    Command,
    CreateInstance,
    DrawInstance,
    Event,
    File,
    OpenFile,
    Prompt,
    PromptPoint,
    Stroke,
)
from limner.geometry import Geometry
from limner.instances import Instance
from limner.memory import MemoryHost
from limner.protocol import (
    ErrorMessage,
    EventMessage,
    Init,
    Initialized,
    Message,
    Result,
    decode,
    encode,
)
from limner.rings import Bounds
from limner.services import SimilarFile
from limner.transcript import Outcome, Transcript

__all__ = [
    "Outcome",
    "command",
    "created",
    "drawing",
    "envelope",
    "file_of",
    "opened",
    "prompt",
    "run",
    "runs",
    "saving",
    "source_of",
]
NOW = "2026-01-01T00:00:00Z"


def file_of(image: Any, name: str = "image.png") -> File:
    """Give the file an H x W x 3 array would be."""
    return File(id="file", name=name, width=int(image.shape[1]), height=int(image.shape[0]))


def created(
    geometry: Geometry, image: Any, *, label: str | None = None, attributes: Mapping[str, Any] | None = None
) -> CreateInstance:
    """Give the event of a person drawing `geometry` on the image."""
    instance = Instance(new_id(), "file", geometry, label, attributes=attributes or {})
    return CreateInstance(**envelope(image), instance=instance)


def drawing(
    geometry: Geometry, image: Any, *, label: str | None = None, before: Instance | None = None, id: str | None = None
) -> DrawInstance:
    """Give the event of a person who drags `geometry` out on the image; one that was `before`, into that shape."""
    instance = replace(before, geometry=geometry) if before else Instance(id or new_id(), "file", geometry, label)
    return DrawInstance(**envelope(image), instance=instance, session="session", before=before)


def command(image: Any, instance: Instance | None = None, *, command: str = "") -> Command:
    """Give the event of a person pressing the script's button, or that of one of its commands."""
    return Command(**envelope(image), instance=instance, command=command)


def prompt(
    image: Any,
    *points: tuple[float, float],
    negative: Sequence[tuple[float, float]] = (),
    box: Any = None,
    strokes: Sequence[Stroke] = (),
    instance: Instance | None = None,
) -> Prompt:
    """Give the event of a person pointing at something with the prompt tool.

    Clicks on it and beside it (`negative`), a `box`, `strokes`; `instance` is the selected one.
    """
    clicks = [PromptPoint(*one) for one in points] + [PromptPoint(*one, positive=False) for one in negative]
    about: dict[str, Any] = {"strokes": tuple(strokes), "instance": instance}
    return Prompt(**envelope(image), session="session", points=tuple(clicks), box=_bounds(box), **about)


def opened(image: Any) -> OpenFile:
    """Give the event of the file being opened."""
    return OpenFile(**envelope(image))


def saving(image: Any, reason: Literal["save", "complete"] = "complete") -> BeforeSave:
    """Give the event of a person asking to save or complete the file."""
    return BeforeSave(**envelope(image), reason=reason)


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
    settings: Mapping[str, Any] | None = None,
    storage: Mapping[str, Any] | None = None,
    answers: Sequence[str | None] = (),
    responses: Mapping[str, Any] | None = None,
    assets: Source = None,
    similar: Sequence[SimilarFile] = (),
) -> Outcome:
    """Run every hook of the script that answers the event.

    `script` is a path, or the source itself. `image` is an H x W x 3 array of uint8, RGB; `answers`
    are what a person would choose at the script's questions, in turn; `responses` are what
    `canvas.fetch` brings, by URL: a body, or `(status, headers, body)`; `assets` is what
    `canvas.asset` and `canvas.model` find: bytes or paths by name, or a models folder; `similar` are
    the files that look like the open one.
    """
    kept = (dict(storage or {}), list(answers), responses or {})
    world = MemoryHost(image, list(instances), *kept, assets=assets, similar=list(similar))
    (outcome,) = _completed(_Host(source_of(script), world, labels).run([event], params or {}, settings))
    return outcome


def runs(
    script: str | Path,
    events: Sequence[Event],
    *,
    image: Any = None,
    instances: Sequence[Instance] = (),
    params: Mapping[str, Any] | None = None,
    assets: Source = None,
) -> list[Outcome]:
    """Run the script on one event after another in one cell, as a page does; give what came of each.

    What the script keeps from run to run is kept, and so are the instances it makes.
    """
    world = MemoryHost(image, list(instances), {}, [], {}, assets=assets)
    return _completed(_Host(source_of(script), world, None).run(events, params or {}, None))


def source_of(script: str | Path) -> str:
    """Give the source: the text itself, or what stands in the file it names."""
    if isinstance(script, Path) or (script.endswith(".py") and "\n" not in script):
        return Path(script).read_text(encoding="utf-8")
    return script


def _completed(running: Coroutine[Any, Any, list[Outcome]]) -> list[Outcome]:
    """Run to the end, also where a loop runs already, as in a notebook."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, running).result()


class _Host:
    def __init__(self, source: str, world: MemoryHost, labels: Sequence[str] | None) -> None:
        self.source = source
        self.world, self.labels = world, labels
        self.transcript = Transcript(world, labels)
        self.inbox: asyncio.Queue[tuple[str, Sequence[bytes]]] = asyncio.Queue()
        self.cell = Cell(lambda text, frames: self.inbox.put_nowait((text, frames)))

    async def run(
        self, events: Sequence[Event], params: Mapping[str, Any], settings: Mapping[str, Any] | None
    ) -> list[Outcome]:
        self.cell.start()
        await self.inbox.get()
        block = manifest.parse(self.source)
        self.transcript.world.declared = block.assets
        self.tell(Init("script.py", self.source, block.grants, params))
        ready = await self.next(Initialized)
        return [await self.outcome(ready, event, settings) for event in events]

    async def outcome(self, ready: Initialized, event: Event, settings: Mapping[str, Any] | None) -> Outcome:
        outcome = self.transcript.outcome
        outcome.error, outcome.hooks = ready.error, tuple(hook.id for hook in ready.hooks)
        for hook in ready.hooks:
            if hook.matches(event):
                await self.answer(EventMessage(new_id(), hook.id, event, settings))
        self.transcript = Transcript(self.world, self.labels)
        return outcome

    def tell(self, message: Message, frames: Sequence[bytes] = ()) -> None:
        self.cell.receive(encode(message), frames)

    async def next(self, *kinds: type[Any]) -> Any:
        while True:
            text, frames = await self.inbox.get()
            message = decode(text)
            if isinstance(message, kinds):
                return message
            self.hear(message, frames)

    async def answer(self, asked: EventMessage) -> None:
        self.tell(asked)
        self.transcript.begin(asked.event)
        self.transcript.end(await self.next(Result, ErrorMessage))

    def hear(self, message: Message, frames: Sequence[bytes]) -> None:
        reply = self.transcript.hear(message, frames)
        if reply is not None:
            self.tell(*reply)


def _bounds(box: Any) -> Bounds | None:
    return None if box is None else Bounds(*map(float, box))
