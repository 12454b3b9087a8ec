"""A replica of a remote backend as a slot: what goes to the cell there and comes from it, over its WebSocket."""

import asyncio
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from limner.errors import ProtocolError
from limner.protocol import (
    Call,
    ErrorMessage,
    EventMessage,
    Fatal,
    Flush,
    Log,
    Message,
    Notify,
    Overlay,
    Progress,
    Reply,
    Report,
    Result,
    SettingsMessage,
)
from limner_server.cells.originals import Originals
from limner_server.cells.slot import Frames, Slot
from limner_server.errors import ApiError
from limner_server.logs import logger
from limner_server.remote import messages
from limner_server.remote.frames import Joiner
from limner_server.remote.outbox import Outbox

MAX_FRAMES = 64 * 1024 * 1024
MAX_QUEUED = 1024 * 1024 * 1024
LONG = 256 * 1024
PATIENCE = 3
FROM_CELL = (Call, Flush, Progress, Notify, Report, SettingsMessage, Overlay, Log, Result, ErrorMessage, Fatal)
GONE = (WebSocketDisconnect, RuntimeError)


class _Ended(Exception):  # noqa: N818 - not always an error
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class ReplicaSlot(Slot):
    """One connection of a backend. `serve` carries its messages until it ends.

    `heartbeat` is how often it is heard, in seconds; after three of them it counts as lost.
    """

    def __init__(self, websocket: WebSocket, backend: str, hello: messages.Hello, originals: Originals) -> None:
        self.websocket, self.backend, self.originals = websocket, backend, originals
        self.place = f"backend:{backend}"
        self.title = f"{backend} ({hello.replica:.60})" if hello.replica else backend
        self.hooks, self.version, self.heartbeat = hello.hooks, hello.version, hello.heartbeat
        self.farewell: _Ended | None = None
        self._over = asyncio.Event()
        self._left = asyncio.Event()
        self._run: EventMessage | None = None
        self._leaving: _Ended | None = None
        self._outbox = Outbox(MAX_QUEUED)
        self._joiner = Joiner(MAX_FRAMES)
        self._answers: set[asyncio.Task[None]] = set()

    def send(self, message: Message, frames: Frames = ()) -> None:
        if self.farewell:
            return
        if isinstance(message, EventMessage):
            self._run = message
        self._put(messages.encode(message), frames, urgent=not frames)

    def interrupt(self) -> None:
        if self._run is not None and not self.farewell:
            self._put(messages.encode(messages.Interrupt(self._run.run)), urgent=True)

    def close(self, reason: str = "") -> None:
        self._end(messages.DROPPED, reason or "the server dropped the replica")

    async def ended(self) -> None:
        await self._left.wait()

    def revoke(self) -> None:
        """End it because its backend is no more."""
        self._end(messages.REVOKED, f"the backend {self.backend!r} was revoked")

    def retire(self, reason: str) -> None:
        """Let it finish the run in hand, then end it for good."""
        self._leaving = _Ended(messages.CONFLICT, reason)
        self._leave_if_idle()

    async def serve(self) -> None:
        """Carry messages both ways until the connection ends, for whatever reason."""
        works = [asyncio.ensure_future(one) for one in (self._read(), self._write(), self._over.wait())]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                self._ended_by(work.exception())
        finally:
            self._end(messages.DROPPED, "the server stops")
            for task in (*works, *self._answers):
                task.cancel()
            await asyncio.gather(*works, *self._answers, return_exceptions=True)
        assert self.farewell is not None
        try:
            await say_goodbye(self.websocket, self.farewell.code, self.farewell.reason)
        finally:
            self._left.set()

    def _ended_by(self, error: BaseException | None) -> None:
        if isinstance(error, _Ended):
            self._end(error.code, error.reason)
        elif isinstance(error, ProtocolError):
            self._end(messages.MALFORMED, f"a message of the replica is malformed: {error}")
        elif isinstance(error, GONE):
            self._end(messages.DROPPED, "the connection to the replica was lost")
        elif error is not None:
            logger.error("replica", exc_info=error, extra={"fields": {"backend": self.backend}})
            self._end(messages.DROPPED, "the server failed at a message of the replica; its log says more")

    def _end(self, code: int, reason: str) -> None:
        if self.farewell:
            return
        self.farewell = _Ended(code, reason)
        self._run = None
        self._over.set()
        self.watcher(reason)

    def _put(self, text: str, frames: Any = (), *, urgent: bool = False) -> None:
        try:
            self._outbox.put(text, frames, urgent=urgent)
        except OverflowError as error:
            self._end(messages.DROPPED, f"the replica is too slow: {error}")

    async def _write(self) -> None:
        async def send(given: str | bytes) -> None:
            if isinstance(given, str):
                await self.websocket.send_text(given)
            else:
                await self.websocket.send_bytes(given)

        await self._outbox.empty_into(send)

    async def _read(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self.heartbeat * PATIENCE):
                    received = await self.websocket.receive()
            except TimeoutError:
                silence = f"nothing was heard of the replica for {self.heartbeat * PATIENCE:g} s"
                raise _Ended(messages.UNHEARD, silence) from None
            if received["type"] == "websocket.disconnect":
                raise _Ended(messages.DROPPED, _lost(received))
            if received.get("text") is None:
                self._joiner.add(received["bytes"])
            else:
                await self._take(await _decoded(received["text"]))

    async def _take(self, message: messages.Said | Message) -> None:
        match message:
            case messages.Alive():
                if not await asyncio.to_thread(self.originals.is_known):
                    self.revoke()
            case messages.Drain():
                self._leaving = _Ended(messages.DRAINED, "drained")
                self._leave_if_idle()
            case _ if isinstance(message, FROM_CELL):
                self._hear(message, self._joiner.take(getattr(message, "binary", 0)))
            case _:
                raise ProtocolError(f"a replica says no {message.type!r}")

    def _hear(self, message: Any, frames: tuple[bytes, ...]) -> None:
        if isinstance(message, Fatal):
            raise _Ended(messages.MALFORMED, f"the replica cannot go on: {message.message}")
        if message.run is not None and (self._run is None or message.run != self._run.run):
            return
        if isinstance(message, Call) and message.method in (messages.PICTURE, messages.CONTENT):
            answer = asyncio.ensure_future(self._answer(message, self._run))
            self._answers.add(answer)
            answer.add_done_callback(self._answers.discard)
            return
        if isinstance(message, (Result, ErrorMessage)):
            self._run = None
        self.listener(message, frames)
        self._leave_if_idle()

    def _leave_if_idle(self) -> None:
        if self._leaving is not None and self._run is None:
            self._end(self._leaving.code, self._leaving.reason)

    async def _answer(self, call: Call, asked: EventMessage | None) -> None:
        """Say which content the image of the run's file is, or give it: to this run's file only."""
        assert asked is not None
        try:
            found = await asyncio.to_thread(self.originals.of, asked.event.file.id)
        except ApiError as error:
            self._put(messages.encode(Reply(call.run, call.call, error=error.message)), urgent=True)
            return
        value = {"sha256": found.sha256, "size": found.path.stat().st_size}
        if call.method == messages.CONTENT:
            self._put(messages.encode(Reply(call.run, call.call, value, binary=1)), (found.path,))
        else:
            self._put(messages.encode(Reply(call.run, call.call, value)), urgent=True)


async def say_goodbye(websocket: WebSocket, code: int, reason: str) -> None:
    """Close a connection, which may be gone already; a reason has at most 123 bytes."""
    try:
        async with asyncio.timeout(5):
            await websocket.close(code, reason.encode()[:120].decode("utf-8", "ignore"))
    except (*GONE, TimeoutError):
        return


async def _decoded(text: str) -> messages.Said | Message:
    return messages.decode(text) if len(text) < LONG else await asyncio.to_thread(messages.decode, text)


def _lost(received: Any) -> str:
    said = f": {received['reason']}" if received.get("reason") else ""
    return f"the connection to the replica was lost{said}"
