"""A slot in the test's own process: a real cell behind real messages, which can be made to die or to lie."""

import asyncio
from collections.abc import Sequence

from limner.cell import Cell
from limner.protocol import Init, Initialized, Message, decode, encode
from limner_server.cells.slot import Frames, LoadError, Program, Slot


class InProcessSlot(Slot):
    """`sent` is what the dispatcher sent to it, `interrupts` how often it struck, `closed` why it was ended."""

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
        if self.closed is not None:
            return
        self.closed = reason
        self.watcher(reason)


async def opened(program: Program) -> list[Slot]:
    await asyncio.sleep(0)
    return [InProcessSlot(program)]
