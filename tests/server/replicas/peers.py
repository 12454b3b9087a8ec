"""Who takes part in the tests of backends, all of them real: a server, its API, pages, backends in processes."""

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from limner.canvas import new_id
from limner.events import Actor, Command, File
from limner.hooks import Hook
from limner.protocol import EventMessage, Init, decode, encode
from limner.scale import PixelSize
from tests.server.serving import DEADLINE, LIMNER, REPOSITORY, Served, environment, until

BEAT = 0.3
BOUNDARY = "a-boundary"


class Api:
    """Someone who sends the token to a server that runs."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return self.send(method, path, data, "application/json")

    def send(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {self.served.token}", "Content-Type": kind}
        request = urllib.request.Request(f"{self.served.origin}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE) as response:
            return json.loads(response.read() or b"null")

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Ask for what is refused, and give the status and the message."""
        try:
            raise AssertionError(f"it was not refused: {self(method, path, body)}")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())["error"]["message"]

    def project(self) -> str:
        return self("POST", "/api/projects", {"name": "Animals", "labels": []})["id"]

    def upload(self, project: str, content: bytes, name: str = "photo.png") -> dict[str, Any]:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        path = f"/api/projects/{project}/files"
        return self.send("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")["items"][0]

    def backend(self, project: str, name: str = "gpu") -> tuple[str, str]:
        """Add a backend, and give its id and its token."""
        added = self("POST", "/api/backends", {"name": name, "project": project})
        return added["backend"]["id"], added["token"]

    def state(self, project: str, name: str = "gpu") -> dict[str, Any]:
        listed = self("GET", f"/api/backends?project={project}")["items"]
        return next(backend for backend in listed if backend["name"] == name)

    def joined(self, project: str, name: str = "gpu", replicas: int = 1) -> dict[str, Any]:
        """Wait until so many replicas are connected, and give the backend."""
        until(lambda: self.state(project, name)["replicas"] == replicas)
        return self.state(project, name)

    def enable(self, script: str) -> dict[str, Any]:
        grants = self("GET", f"/api/scripts/{script}")["grants"]
        return self("PATCH", f"/api/scripts/{script}", {"enabled": True, "confirmed_grants": grants})


class Page:
    """A page's remote cell: speaks the protocol of a cell with the server."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hooks: tuple[Hook, ...] = ()
        self.ready = self.next()

    def next(self) -> Any:
        message = decode(str(self.socket.recv(DEADLINE)))
        self.frames = [self.socket.recv(DEADLINE) for _ in range(getattr(message, "binary", 0))]
        return message

    def init(self, script: dict[str, Any]) -> Any:
        self.socket.send(encode(Init(script["filename"], script["source"])))
        return self.next()

    def begin(self, hook: str, file: dict[str, Any], command: str = "") -> str:
        run = new_id()
        self.socket.send(encode(EventMessage(run, hook, event_on(file, command))))
        return run

    def outcome(self, run: str) -> list[Any]:
        """Give what is said of a run, its result or error last."""
        said: list[Any] = []
        while not said or said[-1].type not in ("result", "error") or said[-1].run != run:
            said.append(self.next())
        return [message for message in said if message.run == run]

    def run(self, hook: str, file: dict[str, Any]) -> list[Any]:
        return self.outcome(self.begin(hook, file))


def event_on(file: dict[str, Any], command: str = "") -> Command:
    known = file.get("pixel_size")
    size = known and PixelSize(known["size"], known["unit"])
    about = File(file["id"], file["name"], file["width"], file["height"], pixel_size=size)
    envelope: dict[str, Any] = {"at": "2026-01-01T00:00:00Z", "actor": Actor("human"), "project": file["project"]}
    return Command(id=new_id(), file=about, command=command, **envelope)


@contextmanager
def page(served: Served, script: dict[str, Any]) -> Iterator[Page]:
    """Open a page's cell for a script, as far as `initialized`."""
    url = f"ws://127.0.0.1:{served.port}/api/scripts/{script['id']}/cell"
    with connect(url, additional_headers={"Authorization": f"Bearer {served.token}"}, max_size=None) as socket:
        opened = Page(socket)
        initialized = opened.init(script)
        assert initialized.error is None, initialized
        opened.hooks = initialized.hooks
        yield opened


class Process:
    """A `limner backend` that runs."""

    def __init__(self, process: "subprocess.Popen[Any]", log: Path) -> None:
        self.process, self._log = process, log

    def log(self) -> str:
        return self._log.read_text()

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def ends(self) -> int:
        return self.process.wait(DEADLINE)


@contextmanager
def backend(
    folder: Path, source: str, server: str, token: str, *arguments: str, name: str = "a.py"
) -> Iterator[Process]:
    """Run `limner backend` with a script, until the block ends."""
    own = folder / new_id()
    own.mkdir()
    (own / name).write_text(source)
    env = environment(REPOSITORY, LIMNER_BACKEND_TOKEN=token)
    command = [str(LIMNER), "backend", str(own / name), "--server", server, "--heartbeat", str(BEAT), *arguments]
    with (own / "log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=own)
    try:
        yield Process(process, own / "log")
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGCONT)
            process.kill()
        process.wait(DEADLINE)


def said(messages: Sequence[Any], kind: str) -> list[Any]:
    return [message for message in messages if message.type == kind]


def lines(messages: Sequence[Any]) -> list[str]:
    """Give the lines of the console among what was said of a run."""
    return [line.text for message in said(messages, "log") for line in message.lines]
