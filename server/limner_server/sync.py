"""The live connection: whoever looks at a project hears of every change to it, after it is in the store.

The hub lives in the process. Routes publish from the threads they run in; each listener has a bounded
queue in its event loop, and one that does not keep up is let go, to connect again and read afresh.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from limner_server import wire
from limner_server.errors import ApiError

MAX_MESSAGES = 1_000
MAX_BYTES = 32 * 1024 * 1024
TRY_AGAIN_LATER = 1013
REFUSED = 1008
MAX_REASON = 100
CLOSE_SECONDS = 10.0
GONE = (WebSocketDisconnect, RuntimeError)  # the latter where the server has closed the connection itself


class Listener:
    """One connection's queue. Made in the event loop that reads it."""

    def __init__(self, max_messages: int = MAX_MESSAGES, max_bytes: int = MAX_BYTES) -> None:
        self.max_messages, self.max_bytes = max_messages, max_bytes
        self.loop = asyncio.get_running_loop()
        self.queue: deque[bytes] = deque()
        self.waiting = asyncio.Event()
        self.overrun = asyncio.Event()
        self.bytes = 0

    def tell(self, message: bytes) -> None:
        """Queue a message, from any thread."""
        with suppress(RuntimeError):  # the loop has closed, and the listener with it
            self.loop.call_soon_threadsafe(self._take, message)

    async def next(self) -> bytes:
        """Wait for the next message."""
        while not self.queue:
            self.waiting.clear()
            await self.waiting.wait()
        message = self.queue.popleft()
        self.bytes -= len(message)
        return message

    def _take(self, message: bytes) -> None:
        full = len(self.queue) >= self.max_messages or self.bytes + len(message) > self.max_bytes
        if self.overrun.is_set() or (full and self.queue):
            self.overrun.set()
            self.queue.clear()
            self.bytes = 0
            return
        self.queue.append(message)
        self.bytes += len(message)
        self.waiting.set()


class Hub:
    """Who listens to which project."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._changing = threading.Lock()
        self._registering = threading.Lock()

    def publish(self, project: str, news: wire.SyncNews) -> None:
        """Tell all who listen to a project, from any thread. What is told must be in the store."""
        with self._registering:
            listeners = list(self._listeners.get(project, ()))
        message = wire.encode(news) if listeners else b""
        for listener in listeners:
            listener.tell(message)

    @contextmanager
    def telling(self) -> Iterator[list[tuple[str, wire.SyncNews]]]:
        """Publish what was gathered in the list, `(project, news)`, once the block has ended well.

        One block at a time, so that news arrive in the order of the commits.
        """
        gathered: list[tuple[str, wire.SyncNews]] = []
        with self._changing:
            yield gathered
            for project, news in gathered:
                self.publish(project, news)

    @contextmanager
    def listening(self, project: str, listener: Listener) -> Iterator[None]:
        with self._registering:
            self._listeners.setdefault(project, set()).add(listener)
        try:
            yield
        finally:
            with self._registering:
                listeners = self._listeners[project]
                listeners.discard(listener)
                if not listeners:
                    del self._listeners[project]


async def stream(websocket: WebSocket, listener: Listener, hear: Callable[[str | None], None] = lambda _: None) -> None:
    """Send what a listener hears until the other side leaves, is too slow, or says what is refused.

    `hear` takes what the other side says, None for what is no text; an `ApiError` of it ends the connection.
    """
    refused: list[ApiError] = []
    async with anyio.create_task_group() as group:
        for work in (_send(websocket, listener), _read(websocket, hear, refused), listener.overrun.wait()):
            group.start_soon(first, work, group.cancel_scope)
    for error in refused:
        with anyio.move_on_after(CLOSE_SECONDS), suppress(*GONE):
            await websocket.close(REFUSED, error.message[:MAX_REASON])
    if listener.overrun.is_set():
        with anyio.move_on_after(CLOSE_SECONDS), suppress(*GONE):
            await websocket.close(TRY_AGAIN_LATER, "too slow: connect again and read what is there")


async def first(work: Awaitable[object], others: anyio.CancelScope) -> None:
    """Do a piece of work, and end the others with it."""
    await work
    others.cancel()


async def _send(websocket: WebSocket, listener: Listener) -> None:
    with suppress(*GONE):
        while True:
            await websocket.send_text((await listener.next()).decode())


async def _read(websocket: WebSocket, hear: Callable[[str | None], None], refused: list[ApiError]) -> None:
    """Read what the other side says, until it leaves or is refused."""
    with suppress(*GONE):
        while (message := await websocket.receive())["type"] != "websocket.disconnect":
            try:
                hear(message.get("text"))
            except ApiError as error:
                refused.append(error)
                return
