"""The calls of a backend's cell: pixels are answered here, from content that is asked of the server once."""

import asyncio
from collections.abc import Callable
from typing import Any

from limner.errors import HostError
from limner.protocol import Call, Reply
from limner_server.remote import messages
from limner_server.remote.pictures import Pictures

Frames = tuple[bytes, ...]
Tell = Callable[[Call], None]


class Calls:
    """One connection's. `tell` sends a call to the server; what is answered to it is handed to `take`."""

    def __init__(self, pictures: Pictures, tell: Tell) -> None:
        self._pictures, self._tell = pictures, tell
        self._count = 0
        self._waiting: dict[int, asyncio.Future[tuple[Reply, Frames]]] = {}
        self._contents: dict[str, str] = {}
        self._answering: set[asyncio.Task[None]] = set()

    def answer(self, call: Call, file: str, say: Callable[[Reply, Frames], None]) -> None:
        """Answer `image` for the run's file, later, by `say`."""
        task = asyncio.ensure_future(self._answer(call, file, say))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    def take(self, reply: Reply, frames: Frames) -> None:
        """Take the answer to a call made here."""
        waiting = self._waiting.pop(reply.call, None)
        if waiting is not None and not waiting.done():
            waiting.set_result((reply, frames))

    async def close(self) -> None:
        """Give up what is under way: the connection is gone."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(HostError("the connection to the server was lost"))
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    async def _answer(self, call: Call, file: str, say: Callable[[Reply, Frames], None]) -> None:
        async def fetch() -> bytes:
            _, frames = await self._ask(call.run, messages.CONTENT)
            return frames[0]

        try:
            if file not in self._contents:
                found, _ = await self._ask(call.run, messages.PICTURE)
                self._contents[file] = str(found["sha256"])
            size, pixels = await self._pictures.cut(
                self._contents[file], fetch, call.args.get("bounds"), call.args.get("scale", 1.0)
            )
        except HostError as error:
            say(Reply(call.run, call.call, error=str(error)), ())
        else:
            say(Reply(call.run, call.call, size, binary=1), (pixels,))

    async def _ask(self, run: str, method: str) -> tuple[Any, Frames]:
        self._count -= 1
        waiting: asyncio.Future[tuple[Reply, Frames]] = asyncio.get_running_loop().create_future()
        self._waiting[self._count] = waiting
        self._tell(Call(run, self._count, method))
        reply, frames = await waiting
        if reply.error is not None:
            raise HostError(reply.error)
        return reply.value, frames
