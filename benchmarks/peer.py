"""The bare peer: uvicorn with a small application, an empty page as isolated as Limner's, pages of other canvases."""

import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.crowd import polygons
from limner_server.resources import SAMPLES

BUILT = Path(__file__).parents[1] / ".venv" / "canvases" / "built"
SIDE = 512  # of the astronaut, in pixels
CANVAS = """<!doctype html><title>{name}</title>
<link rel="stylesheet" href="/canvases/{name}.css">
<style>html, body, #stage {{ height: 100%; margin: 0; overflow: hidden }}</style>
<div id="stage"></div><script type="module" src="/canvases/{name}.js"></script>"""
TYPES = {".js": b"text/javascript", ".css": b"text/css"}
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
    kind, body = PAGES.get(scope["path"]) or _canvas(scope["path"].removeprefix("/canvases/"))
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), length, *ISOLATED]})
    await send({"type": "http.response.body", "body": body})


@cache
def _canvas(path: str) -> tuple[bytes, bytes]:
    """Give a page with another canvas, its module, the photo, or the polygons as lists of points."""
    name, _, rest = path.partition("/")
    if name == "polygons":
        shapes = [shape["parts"][0]["outer"] for shape in polygons(int(rest), SIDE, SIDE)]
        return b"application/json", json.dumps(shapes).encode()
    if name == "astronaut.png":
        return b"image/png", (SAMPLES / name).read_bytes()
    if (kind := TYPES.get(Path(name).suffix)) and (BUILT / name).is_file():
        return kind, (BUILT / name).read_bytes()
    return b"text/html", CANVAS.format(name=name).encode() if (BUILT / f"{name}.js").is_file() else b""


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
