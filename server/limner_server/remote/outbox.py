"""What waits to be sent over one connection, in order; urgent messages pass between the chunks of long ones."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NoReturn

from limner_server.remote import frames

Frame = bytes | Path
Send = Callable[[str | bytes], Awaitable[None]]
MAX_WAITING = 10_000


class Outbox:
    """Filled from the event loop that empties it. `limit` bounds the bytes of frames in memory that wait."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._urgent: deque[str] = deque()
        self._orderly: deque[tuple[str, Sequence[Frame]]] = deque()
        self._bytes = 0
        self._filled = asyncio.Event()

    def put(self, text: str, with_frames: Sequence[Frame] = (), *, urgent: bool = False) -> None:
        """Take a message; an urgent one has no frames. Raises `OverflowError` where too much waits already."""
        size = _size(with_frames)
        if len(self._orderly) + len(self._urgent) >= MAX_WAITING or (self._bytes and self._bytes + size > self.limit):
            raise OverflowError("it does not read what is sent to it")
        self._bytes += size
        if urgent:
            self._urgent.append(text)
        else:
            self._orderly.append((text, with_frames))
        self._filled.set()

    async def empty_into(self, send: Send) -> NoReturn:
        """Send what comes, until it is cancelled or sending fails."""
        while True:
            await self._send_urgent(send)
            if self._orderly:
                await self._send_next(send)
            else:
                self._filled.clear()
                await self._filled.wait()

    async def _send_next(self, send: Send) -> None:
        text, with_frames = self._orderly.popleft()
        for frame in with_frames:
            for chunk in frames.chunks(frame):
                await send(chunk)
                await self._send_urgent(send)
        self._bytes -= _size(with_frames)
        await send(text)

    async def _send_urgent(self, send: Send) -> None:
        while self._urgent:
            await send(self._urgent.popleft())


def _size(with_frames: Sequence[Frame]) -> int:
    return sum(len(frame) for frame in with_frames if not isinstance(frame, Path))
