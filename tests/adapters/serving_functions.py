"""A real `limner serve`, a real `limner backend --cvat` beside it, and a page's end of the remote cell."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from limner.canvas import new_id
from limner.events import Actor, Event, File
from limner.memory import MemoryHost
from limner.protocol import (
    Call,
    ErrorMessage,
    EventMessage,
    Init,
    Initialized,
    Message,
    ParamsMessage,
    Ready,
    Reply,
    Result,
    decode,
    encode,
)
from tests.server.images import encoded
from tests.server.serving import DEADLINE, LIMNER, REPOSITORY, Served, environment, until

Heard = TypeVar("Heard", bound=Message)
LABELS = [{"name": name, "color": "#112233"} for name in ("thing", "pair", "scene", "cup")]


class Office:
    """Someone who asks a server over HTTP."""

    def __init__(self, served: Served) -> None:
        self.served = served
        headers = {"Authorization": f"Bearer {served.token}"}
        self.http = httpx2.Client(base_url=served.origin, headers=headers, timeout=DEADLINE)
        self.project: str = self.ask("POST", "/api/projects", json={"name": new_id(), "labels": LABELS})["id"]

    def ask(self, method: str, path: str, **given: Any) -> Any:
        response = self.http.request(method, path, **given)
        assert response.status_code < 300, response.text
        return response.json() if response.content else None

    def upload(self, pixels: Any, name: str = "scene.png") -> File:
        parts = [("files", (name, encoded(Image.fromarray(pixels))))]
        (file,) = self.ask("POST", f"/api/projects/{self.project}/files", files=parts)["items"]
        return File(file["id"], file["name"], file["width"], file["height"])

    @contextmanager
    def backend(self, folder: Path, *arguments: str, name: str = "cvat") -> Iterator[dict[str, Any]]:
        """Run `limner backend` with these arguments until it is connected, and give its script, switched on."""
        post = {"name": name, "project": self.project}
        added = self.ask("POST", "/api/backends", json=post)
        command = [str(LIMNER), "backend", *arguments, "--server", self.served.origin, "--name", name]
        env = environment(REPOSITORY, LIMNER_BACKEND_TOKEN=added["token"])
        with (folder / f"{name}.log").open("w") as log:
            process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            until(lambda: self.replicas(name) == 1 or process.poll() is not None)
            assert process.poll() is None, (folder / f"{name}.log").read_text()
            yield self.switched_on(self.of(name)["script"])
        finally:
            process.kill()
            process.wait(DEADLINE)

    def of(self, name: str) -> dict[str, Any]:
        listed = self.ask("GET", f"/api/backends?project={self.project}")["items"]
        return next(one for one in listed if one["name"] == name)

    def replicas(self, name: str) -> int:
        return int(self.of(name)["replicas"])

    def switched_on(self, script: str) -> dict[str, Any]:
        view = self.ask("GET", f"/api/scripts/{script}")
        patch = {"confirmed_grants": view["grants"], "enabled": True}
        return dict(self.ask("PATCH", f"/api/scripts/{script}", json=patch))

    @contextmanager
    def page(self, script: dict[str, Any]) -> Iterator["Page"]:
        """Open the script's cell as a page does."""
        url = f"ws://127.0.0.1:{self.served.port}/api/scripts/{script['id']}/cell"
        headers = {"Authorization": f"Bearer {self.served.token}"}
        with connect(url, additional_headers=headers, open_timeout=DEADLINE) as socket:
            page = Page(socket)
            page.hear(Ready)
            page.tell(Init(script["filename"], script["source"]))
            ready = page.hear(Initialized)
            assert ready.error is None, ready.error
            page.hooks = ready.hooks
            yield page


class Page:
    """A page's end: it answers calls from memory, and keeps what it is told."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.world = socket, MemoryHost()
        self.hooks: tuple[Any, ...] = ()
        self.told: list[Message] = []

    def tell(self, message: Message) -> None:
        self.socket.send(encode(message))

    def run(self, event: Event, **params: Any) -> Result | ErrorMessage:
        """Run the hook that answers an event, and give how it ended."""
        self.tell(ParamsMessage(params))
        self.begin(event)
        return self.hear(Result, ErrorMessage)

    def begin(self, event: Event) -> str:
        (hook,) = (one for one in self.hooks if one.matches(event))
        run = new_id()
        self.tell(EventMessage(run, hook.id, event))
        return run

    def hear(self, *kinds: type[Heard]) -> Heard:
        """Wait for a message of these kinds; calls are answered, others kept."""
        while True:
            message = decode(str(self.socket.recv(DEADLINE)))
            if isinstance(message, kinds):
                return message
            if isinstance(message, Call):
                value, _ = self.world.answer(message.method, message.args)
                self.tell(Reply(message.run, message.call, value))
            else:
                self.told.append(message)


def envelope(office: Office, file: File) -> dict[str, Any]:
    """Give the fields every event has."""
    return {
        "id": new_id(),
        "at": "2026-01-01T00:00:00Z",
        "actor": Actor("human", "me"),
        "project": office.project,
        "file": file,
    }
