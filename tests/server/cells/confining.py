"""A real process with a script in it, as the dispatcher would hold it, and what it said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from limner import testing
from limner.memory import MemoryHost
from limner.protocol import ErrorMessage, EventMessage, Message, Result
from limner.transcript import Outcome, Transcript
from limner_server import settings as table
from limner_server.cells.confined import ConfinedSlot, open_confined
from limner_server.cells.slot import Frames, Program
from limner_server.settings import Settings
from tests.server.world import block

IMAGE = np.zeros((30, 40, 3), np.uint8)
SECONDS = 90.0
Kind = TypeVar("Kind")


def together(conversation: Coroutine[Any, Any, Kind]) -> Kind:
    """Hold a conversation to its end, or fail at the deadline."""

    async def bounded() -> Kind:
        async with asyncio.timeout(SECONDS):
            return await conversation

    return asyncio.run(bounded())


def settings_in(folder: Path, **flags: Any) -> Settings:
    return table.load({"data": folder / "data", "token": "a-secret-token", **flags}, environment={})


def program(body: str, *, grants: tuple[str, ...] = (), before: str = "", **fields: Any) -> Program:
    """Give a program whose command runs the lines of `body`; `before` stands above its hook."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    hook = f"import os\nfrom limner import on\n{before}\n@on('command')\nasync def act(event, canvas):\n{lines}"
    return written(block(grants=grants) + hook, grants=grants, **fields)


def written(source: str, **fields: Any) -> Program:
    about = {"script": "s", "project": "p", "identity": "local/script", "version": "v", "filename": "script.py"}
    return Program(**{**about, "source": source, "place": "server", **fields})


class Held:
    """An opened slot. `gone` is why it ended, once it has."""

    def __init__(self, slot: ConfinedSlot, image: Any = IMAGE, **world: Any) -> None:
        self.slot = slot
        self.event = testing.command(image)
        self.transcript = Transcript(MemoryHost(image, **world), None)
        self.ended: asyncio.Future[Result | ErrorMessage] | None = None
        self.heard = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[str] = loop.create_future()
        slot.listener, slot.watcher = self.hear, self.gone.set_result

    def hear(self, message: Message, frames: Frames) -> None:
        if isinstance(message, (Result, ErrorMessage)):
            assert self.ended is not None
            self.ended.set_result(message)
            return
        reply = self.transcript.hear(message, frames)
        self.heard.set()
        if reply is not None:
            self.slot.send(*reply)

    def begin(self, run: str = "r", hook: str = "", event: Any = None) -> "asyncio.Future[Result | ErrorMessage]":
        self.ended = asyncio.get_running_loop().create_future()
        asked = EventMessage(run, hook or self.slot.hooks[0].id, event or self.event)
        self.transcript.begin(asked.event)
        self.slot.send(asked)
        return self.ended

    async def run(self, hook: str = "", event: Any = None) -> Outcome:
        """Run a hook to its end, or to that of the slot."""
        ended = self.begin(hook=hook, event=event)
        await asyncio.wait((ended, self.gone), return_when=asyncio.FIRST_COMPLETED)
        assert ended.done(), f"the slot ended: {self.gone.result()}"
        self.transcript.end(ended.result())
        outcome, self.transcript = self.transcript.outcome, Transcript(self.transcript.world, None)
        return outcome


@contextlib.asynccontextmanager
async def held(given: Program, settings: Settings, image: Any = IMAGE, **world: Any) -> AsyncIterator[Held]:
    """Open a slot for a program; on leaving, see that nothing of it is left."""
    slot = await open_confined(given, settings)
    try:
        yield Held(slot, image, **world)
    finally:
        slot.watcher = lambda reason: None
        slot.close()
        await slot.buried()


def outcome_of(given: Program, settings: Settings, **world: Any) -> Outcome:
    """Run a program once in a process of its own."""

    async def conversation() -> Outcome:
        async with held(given, settings, **world) as one:
            return await one.run()

    return together(conversation())


def lines_of(given: Program, settings: Settings, **world: Any) -> list[str]:
    """Give what a program prints. Fails where it fails."""
    outcome = outcome_of(given, settings, **world)
    assert outcome.error is None, outcome.error
    return [line.text for line in outcome.lines]
