"""Run a script as a cell would, without a browser: the harness for its author's tests.

    outcome = testing.run("trace.py", testing.created(Box(10, 10, 80, 60), image), image=image)
    assert outcome.error is None
    assert outcome.changes.created[0].geometry.kind == "polygon"

The script runs in a real `Cell`, behind real messages; only the host is an in-memory one.
"""

import asyncio
import concurrent.futures
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from limner import manifest
from limner.assets import Source
from limner.canvas import new_id
from limner.cell import Cell
from limner.events import Actor, BeforeSave, Command, CreateInstance, Event, File, OpenFile, Prompt, PromptPoint
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
from limner.transcript import Outcome, Transcript

__all__ = ["Outcome", "command", "created", "envelope", "file_of", "opened", "prompt", "run", "saving", "source_of"]
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


def command(image: Any, instance: Instance | None = None) -> Command:
    """Give the event of a person pressing the script's button."""
    return Command(**envelope(image), instance=instance)


def prompt(
    image: Any, *points: tuple[float, float], negative: Sequence[tuple[float, float]] = (), box: Any = None
) -> Prompt:
    """Give the event of a person clicking on (and beside, `negative`) something with the prompt tool."""
    clicks = [PromptPoint(*one) for one in points] + [PromptPoint(*one, positive=False) for one in negative]
    return Prompt(**envelope(image), session="session", points=tuple(clicks), box=_bounds(box))


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
) -> Outcome:
    """Run every hook of the script that answers the event.

    `script` is a path, or the source itself. `image` is an H x W x 3 array of uint8, RGB; `answers`
    are what a person would choose at the script's questions, in turn; `responses` are what
    `canvas.fetch` brings, by URL: a body, or `(status, headers, body)`; `assets` is what
    `canvas.asset` and `canvas.model` find: bytes or paths by name, or a models folder.
    """
    world = MemoryHost(image, list(instances), dict(storage or {}), list(answers), responses or {}, assets=assets)
    return _completed(_Host(source_of(script), world, labels).run(event, params or {}, settings))


def source_of(script: str | Path) -> str:
    """Give the source: the text itself, or what stands in the file it names."""
    if isinstance(script, Path) or (script.endswith(".py") and "\n" not in script):
        return Path(script).read_text(encoding="utf-8")
    return script


def _completed(running: Coroutine[Any, Any, Outcome]) -> Outcome:
    """Run to the end, also where a loop runs already, as in a notebook."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, running).result()


class _Host:
    def __init__(self, source: str, world: MemoryHost, labels: Sequence[str] | None) -> None:
        self.source = source
        self.transcript = Transcript(world, labels)
        self.outcome = self.transcript.outcome
        self.inbox: asyncio.Queue[tuple[str, Sequence[bytes]]] = asyncio.Queue()
        self.cell = Cell(lambda text, frames: self.inbox.put_nowait((text, frames)))

    async def run(self, event: Event, params: Mapping[str, Any], settings: Mapping[str, Any] | None) -> Outcome:
        self.cell.start()
        await self.inbox.get()
        block = manifest.parse(self.source)
        self.transcript.world.declared = block.assets
        self.tell(Init("script.py", self.source, block.grants, params))
        ready = await self.next(Initialized)
        self.outcome.error = ready.error
        self.outcome.hooks = tuple(hook.id for hook in ready.hooks)
        for hook in ready.hooks:
            if hook.matches(event):
                await self.answer(EventMessage(new_id(), hook.id, event, settings))
        return self.outcome

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
