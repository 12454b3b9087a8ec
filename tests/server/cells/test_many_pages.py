"""A real server with many pages at once, over real connections: everybody gets their own, once."""

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from limner.events import Actor, CreateInstance, File
from limner.geometry import Box
from limner.instances import Instance
from limner.protocol import Cancel, EventMessage, Init, Message, Reply, decode, encode
from limner.testing import NOW
from limner_server.resources import SAMPLES
from tests.server.serving import Served, repository, serve

MEAN = """# /// script
# dependencies = ["numpy"]
# [tool.limner]
# name = "Mean"
# grants = ["image:read", "instances:read", "instances:write"]
# ///
from limner import on

@on("create_instance")
async def trace(event, canvas):
    pixels = await canvas.image(event.instance.bounds)
    await canvas.instances()
    canvas.set_attributes(event.instance, mean=float(pixels.mean()), of=event.instance.id)
"""
PHOTO = SAMPLES / "chelsea.png"


class Site:
    """What the tests ask of the server."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.headers = {"Authorization": f"Bearer {served.token}"}
        self.project = self.api("POST", "/api/projects", {"name": "Many", "labels": []})["id"]
        self.file = self.upload(PHOTO)

    def api(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        headers = {**self.headers, "Content-Type": kind}
        request = urllib.request.Request(f"{self.served.origin}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())

    def upload(self, path: Path) -> dict[str, Any]:
        head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'
        body = head.encode() + path.read_bytes() + b"\r\n--b--\r\n"
        kind = "multipart/form-data; boundary=b"
        found: dict[str, Any] = self.api("POST", f"/api/projects/{self.project}/files", body, kind)["items"][0]
        return found

    def script(self, source: str) -> str:
        post = {"filename": "script.py", "source": source}
        script = self.api("POST", f"/api/projects/{self.project}/scripts", post)
        patch = {"enabled": True, "confirmed_grants": script["grants"], "place": "server"}
        return str(self.api("PATCH", f"/api/scripts/{script['id']}", patch)["id"])

    def connect(self, script: str) -> ClientConnection:
        url = f"ws://127.0.0.1:{self.served.port}/api/scripts/{script}/cell"
        return connect(url, additional_headers=self.headers, max_size=None)

    def event(self, run: str, box: Box) -> EventMessage:
        file = File(self.file["id"], "chelsea.png", self.file["width"], self.file["height"])
        instance = Instance(f"box of {run}", file.id, box)
        envelope = {"id": run, "at": NOW, "actor": Actor("human"), "project": self.project, "file": file}
        return EventMessage(run, "trace:create_instance", CreateInstance(**envelope, instance=instance))  # type: ignore[arg-type]


def say(socket: ClientConnection, message: Message) -> None:
    socket.send(encode(message))


def hear(socket: ClientConnection, *kinds: str) -> Any:
    while True:
        message = decode(str(socket.recv(30)))
        for _ in range(getattr(message, "binary", 0)):
            socket.recv(30)
        if message.type == "call":
            say(socket, Reply(message.run, message.call, []))  # type: ignore[attr-defined]
        if message.type in kinds:
            return message


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = repository(tmp_path_factory.mktemp("repository"))
    with serve(root, tmp_path_factory.mktemp("many")) as served:
        yield Site(served)
        assert "Traceback" not in served.log()


def test_twenty_annotators_at_once_get_what_is_theirs_once(site: Site) -> None:
    script = site.script(MEAN)
    photo = np.asarray(Image.open(PHOTO).convert("RGB"))

    def annotate(number: int) -> None:
        x, y = 10 + 14 * number, 20 + 10 * number
        with site.connect(script) as socket:
            say(socket, Init("script.py", MEAN))
            assert hear(socket, "initialized").error is None
            for run in (f"run-{number:04}", f"run-{number:04}-again"):
                say(socket, site.event(run, Box(x, y, 60, 40)))
                answer = hear(socket, "result", "error")
                assert (answer.type, answer.run) == ("result", run)
                (changed,) = answer.changes.updated
                assert changed.attributes == {"mean": photo[y : y + 40, x : x + 60].mean(), "of": f"box of {run}"}
            say(socket, Cancel("run-nothing"))
            with pytest.raises(TimeoutError):
                socket.recv(0)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(annotate, range(20))) == [None] * 20


def test_a_process_that_is_killed_in_a_run_is_replaced_and_the_run_done_again(site: Site) -> None:
    fatal = """# /// script
# [tool.limner]
# name = "Dies once"
# grants = ["storage", "instances:read"]
# ///
import os
from limner import on

@on("create_instance")
async def trace(event, canvas):
    before = await canvas.instances()
    if not before:
        os._exit(9)
    print("lived")
"""
    script = site.script(fatal)
    with site.connect(script) as socket:
        say(socket, Init("script.py", fatal))
        assert hear(socket, "initialized").error is None
        say(socket, site.event("run-0001", Box(1, 2, 3, 4)))
        first = hear(socket, "call")
        assert first.method == "instances"
        warning = hear(socket, "log").lines[0]
        assert "run again elsewhere" in warning.text
        failed = hear(socket, "error").error
        assert "was lost in the middle of the run" in failed.message
