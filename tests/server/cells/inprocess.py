"""Slots in the test's own process: real cells behind real messages, which can be told to die or to lie."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from limner import testing
from limner.cell import Cell
from limner.errors import HostError
from limner.events import Actor, Command, File
from limner.protocol import Call, EventMessage, Init, Initialized, Message, decode, encode
from limner_server.cells.dispatcher import Dispatcher, Ran
from limner_server.cells.pool import Limits, Opener
from limner_server.cells.slot import Frames, LoadError, Program, Slot

ALL = ("image:read", "instances:read", "instances:write", "ask", "storage", "overlay", "files:read", "network")


class InProcessSlot(Slot):
    """`sent` is what it was sent, `interrupts` how often it was struck, `closed` why it was ended."""

    def __init__(self, program: Program, title: str = "in process") -> None:
        self.place, self.title, self.version = program.place, title, program.version
        self.sent: list[Message] = []
        self.interrupts = 0
        self.closed: str | None = None
        self.cell = Cell(self._said)
        self.cell.start()
        init = Init(program.filename, program.source, program.grants, program.params)
        self.cell.receive(encode(init))

    def _said(self, text: str, frames: Sequence[bytes]) -> None:
        message = decode(text)
        if isinstance(message, Initialized):
            if message.error is not None:
                raise LoadError(message.error)
            self.hooks = message.hooks
        elif self.closed is None:
            self.listener(message, frames)

    def send(self, message: Message, frames: Frames = ()) -> None:
        self.sent.append(message)
        if self.closed is None:
            self.cell.receive(encode(message), frames)

    def interrupt(self) -> None:
        self.interrupts += 1

    def close(self, reason: str = "") -> None:
        if self.closed is None:
            self.closed = reason
            self.watcher(reason)

    @property
    def runs(self) -> list[str]:
        return [message.run for message in self.sent if isinstance(message, EventMessage)]


class Deaf(InProcessSlot):
    """Takes a run and then neither hears nor says anything."""

    def send(self, message: Message, frames: Frames = ()) -> None:
        self.sent.append(message)


class Opened:
    """The slots that were opened, each made by the next of `kinds`, the last one again and again."""

    def __init__(self, *kinds: Callable[[Program], Slot]) -> None:
        self.kinds = list(kinds or (InProcessSlot,))
        self.slots: list[Any] = []

    async def __call__(self, program: Program) -> list[Slot]:
        await asyncio.sleep(0)
        kind = self.kinds.pop(0) if len(self.kinds) > 1 else self.kinds[0]
        self.slots.append(kind(program))
        return self.slots[-1:]


class Host:
    """A `RunHost` that keeps what it hears, and answers with what it was given, by method."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.heard: list[Message] = []
        self.asked: list[str] = []

    async def answer(self, call: Call, frames: Frames) -> tuple[Any, Frames]:
        self.asked.append(call.method)
        found = self.answers.get(call.method)
        if found is None:
            raise HostError(f"no answer to {call.method}")
        return (await found() if callable(found) else found), ()

    def hear(self, message: Message, frames: Frames) -> None:
        self.heard.append(message)

    def kinds(self) -> list[str]:
        return [message.type for message in self.heard]


def program(source: str, **fields: Any) -> Program:
    """Give a program whose one hook answers a command; `source` is the body of `async def go(event, canvas)`."""
    lines = "\n".join(f"    {line}" for line in source.strip().splitlines())
    code = f'from limner import Box, Polygon, on\n\n\n@on("command")\nasync def go(event, canvas):\n{lines}\n'
    own = {"script": "script", "project": "project", "identity": "local/script", "version": "v1", "filename": "s.py"}
    return Program(**{**own, "source": code, "place": "server", "grants": ALL, **fields})


def asked(run: str = "run-1", hook: str = "go:command") -> EventMessage:
    file = File("file", "photo.png", 40, 30)
    event = Command(id=f"event of {run}", at=testing.NOW, actor=Actor("human"), project="project", file=file)
    return EventMessage(run, hook, event)


def dispatcher(opened: Opener, **limits: Any) -> Dispatcher:
    return Dispatcher(opened, Limits(**limits))


async def until(condition: Callable[[], Any]) -> None:
    """Wait for a condition. Raises `TimeoutError` after 10 s."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


def flying(here: Dispatcher) -> int:
    return sum(place.in_flight for place in here.state())


def waiting(here: Dispatcher) -> int:
    return sum(place.waiting for place in here.state())


def with_slot(*kinds: Callable[[Program], Slot], **limits: Any) -> tuple[Dispatcher, Opened]:
    opened = Opened(*kinds)
    return dispatcher(opened, **limits), opened


async def under_way(here: Dispatcher, at: Program, host: Host | None = None, run: str = "run-1") -> "asyncio.Task[Ran]":
    """Begin a run, and give its task once it has a slot."""
    before = flying(here)
    task = asyncio.create_task(here.run(at, asked(run), host or Host()))
    await until(lambda: flying(here) == before + 1)
    return task
