"""One connection of a backend, from its hello on: messages between the server and the worker."""

import asyncio
from collections.abc import Sequence

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedOK

from limner.errors import ProtocolError
from limner.protocol import (
    Call,
    Cancel,
    ErrorMessage,
    EventMessage,
    Failure,
    Message,
    ParamsMessage,
    Reply,
    Result,
    decode,
)
from limner_server.remote import messages
from limner_server.remote.calls import Calls
from limner_server.remote.frames import Joiner
from limner_server.remote.outbox import Outbox
from limner_server.remote.pictures import Pictures
from limner_server.remote.worker import Worker

MAX_FRAMES = 2 * 1024 * 1024 * 1024
MAX_QUEUED = 256 * 1024 * 1024
TO_CELL = (EventMessage, Cancel, ParamsMessage, Reply)


class Session:
    """Used in the event loop of the connection. `heartbeat` is how often it says that it is there, in seconds."""

    def __init__(self, worker: Worker, pictures: Pictures, socket: ClientConnection, heartbeat: float) -> None:
        self._worker, self._socket, self._heartbeat = worker, socket, heartbeat
        self._calls = Calls(pictures, lambda call: self.put(call, urgent=True))
        self._outbox = Outbox(MAX_QUEUED)
        self._joiner = Joiner(MAX_FRAMES)
        self._file = ""

    async def hello(self, hello: messages.Hello) -> messages.Welcome:
        """Shake hands. Raises `ConnectionClosed` with the server's reason where it does not take us."""
        await self._socket.send(messages.encode(hello))
        answer = await self._socket.recv()
        welcome: messages.Welcome = messages.read(answer if isinstance(answer, str) else "", messages.Welcome)
        return welcome

    async def serve(self) -> None:
        """Carry messages until the server closes. Raises `ConnectionClosed` unless it did so in peace."""
        works = [asyncio.ensure_future(one) for one in (self._read(), self._write(), self._beat())]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                work.result()
        except ConnectionClosedOK:
            return
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    async def close(self) -> None:
        await self._calls.close()

    def put(self, message: messages.Said | Message, *, urgent: bool = False) -> None:
        self._outbox.put(messages.encode(message), urgent=urgent)

    def said(self, text: str, frames: Sequence[bytes]) -> None:
        """Pass on what the cell says; pixels it asks for are found here."""
        if text.startswith(f'{{"type":"{Call.type}"'):
            call = decode(text)
            if isinstance(call, Call) and call.method == "image":
                self._calls.answer(call, self._file, self._worker.give)
                return
        self._outbox.put(text if len(text) <= messages.MAX_TEXT else _too_long(text), list(frames))

    async def _read(self) -> None:
        while True:
            received = await self._socket.recv()
            if isinstance(received, bytes):
                self._joiner.add(received)
            else:
                self._take(messages.decode(received))

    async def _write(self) -> None:
        await self._outbox.empty_into(self._socket.send)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat)
            self.put(messages.Alive(), urgent=True)

    def _take(self, message: messages.Said | Message) -> None:
        if isinstance(message, messages.Interrupt):
            self._worker.strike(message.run)
            return
        if not isinstance(message, TO_CELL):
            raise ProtocolError(f"the server says {message.type!r}, which is not for a backend")
        frames = self._joiner.take(getattr(message, "binary", 0))
        if isinstance(message, Reply) and message.call < 0:
            self._calls.take(message, frames)
            return
        if isinstance(message, EventMessage):
            self._file = message.event.file.id
        self._worker.give(message, frames)


def _too_long(text: str) -> str:
    message = decode(text)
    if not isinstance(message, Result):
        raise ProtocolError(f"a message of {len(text):,} characters is longer than {messages.MAX_TEXT:,}")
    told = f"its result has {len(text):,} characters as JSON, at most {messages.MAX_TEXT:,} can be sent"
    return messages.encode(ErrorMessage(message.run, Failure("TooLarge", told)))
