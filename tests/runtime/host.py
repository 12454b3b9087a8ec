"""The host's side of one cell in memory: it sends messages, and keeps what the cell says."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from limner import Actor, Box, CreateInstance, Event, File, Instance
from limner.cell import Cell, State
from limner.manifest import GRANTS
from limner.protocol import (
    Call,
    Cancel,
    ErrorMessage,
    EventMessage,
    Init,
    Initialized,
    Log,
    Message,
    ParamsMessage,
    Ready,
    Reply,
    Result,
    decode,
    encode,
)

Kind = TypeVar("Kind", bound=Message)
FILENAME = "script.py"
FILE = File("f1", "cat.png", 640, 480)
BOX = Instance("i1", "f1", Box(10, 20, 30, 40), "cat", attributes={"pose": "sitting"})
EVENT = CreateInstance(
    id="e1", at="2026-01-01T00:00:00Z", actor=Actor("human", "ada"), project="p1", file=FILE, instance=BOX
)


class Host:
    """Talk to a cell that runs for real. `said` is everything it has said so far."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.frames: list[bytes] = []
        self._unheard: asyncio.Queue[Message] = asyncio.Queue()
        self.cell = Cell(self._take)

    def _take(self, text: str, frames: Sequence[bytes]) -> None:
        message = decode(text)
        self.said.append(message)
        self.frames += frames
        self._unheard.put_nowait(message)

    def tell(self, message: Message, *frames: bytes) -> None:
        self.cell.receive(encode(message), frames)

    async def hear(self, *kinds: type[Kind]) -> Kind:
        """Wait for the next message of one of the kinds; those before it stay in `said` only."""
        while True:
            message = await asyncio.wait_for(self._unheard.get(), 10)
            if isinstance(message, kinds):
                return message

    async def load(
        self, source: str, grants: Sequence[str] = tuple(GRANTS), params: Mapping[str, Any] | None = None
    ) -> Initialized:
        self.cell.start()
        await self.hear(Ready)
        self.tell(Init(FILENAME, source, tuple(grants), params or {}))
        return await self.hear(Initialized)

    def begin(self, event: Event = EVENT, *, hook: str | None = None, run: str = "r1") -> None:
        """Ask for the run of a hook, without one the only one that answers the event."""
        self.tell(EventMessage(run, hook or f"answer:{event.name}", event))

    async def end(self) -> Result | ErrorMessage:
        return await self.hear(Result, ErrorMessage)

    async def run(self, event: Event = EVENT, *, hook: str | None = None, run: str = "r1") -> Result | ErrorMessage:
        self.begin(event, hook=hook, run=run)
        return await self.end()

    async def answer(self, value: Any = None, *frames: bytes, error: str | None = None) -> Call:
        """Wait for the script's next call and reply to it."""
        call = await self.hear(Call)
        self.tell(Reply(call.run, call.call, value, error, len(frames)), *frames)
        return call

    def cancel(self, run: str = "r1") -> None:
        self.tell(Cancel(run))

    def set(self, **params: Any) -> None:
        self.tell(ParamsMessage(params))

    @property
    def state(self) -> State:
        return self.cell.state

    @property
    def lines(self) -> list[str]:
        return [line.text for message in self.said if isinstance(message, Log) for line in message.lines]


def script(body: str, *, event: str = "create_instance", head: str = "", header: str = "") -> str:
    """Write a script whose only hook is `answer`, with `body` as its lines."""
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{header}from limner import *\n{head}\n\n@on({event!r})\nasync def answer(event, canvas):\n{indented}"


def run(
    source: str,
    event: Event = EVENT,
    *,
    grants: Sequence[str] = tuple(GRANTS),
    params: Mapping[str, Any] | None = None,
    replies: Sequence[Any] = (),
) -> Result | ErrorMessage:
    """Run a script's hook once in a cell of its own, answering its calls with `replies` in turn."""
    return told(source, event, grants=grants, params=params, replies=replies)[0]


def told(source: str, event: Event = EVENT, **given: Any) -> tuple[Result | ErrorMessage, list[Message]]:
    """Do as `run`, and give everything that was said as well."""
    replies = given.pop("replies", ())

    async def conversation() -> tuple[Result | ErrorMessage, list[Message]]:
        host = Host()
        loaded = await host.load(source, given["grants"], given["params"]) if given else await host.load(source)
        assert loaded.error is None, loaded.error
        host.begin(event)
        for reply in replies:
            await host.answer(reply)
        return await host.end(), host.said

    return asyncio.run(conversation())


def error_of(answer: Result | ErrorMessage) -> str:
    """Give the type and the message of the error a run must have ended with."""
    assert isinstance(answer, ErrorMessage), answer
    return f"{answer.error.type}: {answer.error.message}"


def result_of(answer: Result | ErrorMessage) -> Result:
    assert isinstance(answer, Result), answer
    return answer


def labelled(label: str | None) -> Event:
    """The event of a box with this label."""
    return replace(EVENT, instance=replace(BOX, label=label))
