"""The bare peer: uvicorn with an application of ten lines, and a blank page as isolated as Limner's."""

import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

Message = MutableMapping[str, Any]

ISOLATED = [
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
]
PAGES = {
    "/hello": (b"text/plain", b"hello"),
    "/blank": (b"text/html", b"<!doctype html><title>Blank</title><canvas></canvas>"),
}


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer with one of `PAGES`."""
    if scope["type"] != "http":
        return
    kind, body = PAGES.get(scope["path"], (b"text/plain", b""))
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), length, *ISOLATED]})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def serving() -> Iterator[str]:
    """Run the bare application on a free port until the block ends; gives its address."""
    command = [sys.executable, "-m", "uvicorn", "benchmarks.peer:app", "--port", "0", "--lifespan", "off"]
    process = subprocess.Popen([*command, "--no-access-log"], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield next(found[1] for line in process.stderr if (found := re.search(r"running on (http://\S+)", line)))
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()
