"""Other hosts, on this machine: real servers that answer as they are told, well or badly."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[["Asked", asyncio.StreamWriter], Awaitable[None]]


class Asked:
    """One request as it came over the wire."""

    def __init__(self, head: bytes, body: bytes) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = first.split(" ", 2)
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.body = body


async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Say hello."""
    await send(writer, b"hello")


async def send(writer: asyncio.StreamWriter, body: bytes, status: str = "200 OK", *headers: str) -> None:
    """Send a whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    writer.write("\r\n".join(lines).encode("latin-1") + body)
    await writer.drain()


@contextmanager
def serving(answering: Answer, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[int]:
    """Serve in a thread of its own on a free port, and give it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def open_door() -> asyncio.Server:
        return await asyncio.start_server(lambda r, w: _connected(r, w, answering), host, 0, ssl=tls)

    server = asyncio.run_coroutine_threadsafe(open_door(), loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answering: Answer) -> None:
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4]
        length = Asked(head, b"").headers.get("content-length", "0")
        await answering(Asked(head, await reader.readexactly(int(length))), writer)
    writer.close()
    with suppress(OSError, asyncio.CancelledError):
        await writer.wait_closed()
