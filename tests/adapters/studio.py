"""A real server process over HTTP, a page's end of a remote cell, and an image on which there is something to find."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from limner.canvas import new_id
from limner.events import Actor, Command, CreateInstance, Event, File, Prompt
from limner.instances import Instance
from limner.protocol import EventMessage, Init, Initialized, Log, Message, ParamsMessage, decode, encode
from limner.testing import NOW
from tests.server.serving import REPOSITORY, repository, serve
from tests.server.world import LABELS, ok

WIDTH, HEIGHT = 60, 40
LEFT, RIGHT = (5, 5, 16, 11), (30, 20, 20, 15)  # x, y, width, height of what is bright
PATIENCE = 60.0


def photo() -> bytes:
    """Give a dark PNG with two bright rectangles."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for x, y, width, height in (LEFT, RIGHT):
        pixels[y : y + height, x : x + width] = 255
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


class Desk:
    """Someone with the token, a project with the labels cat and dog, and one file."""

    def __init__(self, base: str, token: str) -> None:
        self.base, self.token = base.rstrip("/"), token
        self.bearer = {"Authorization": f"Bearer {token}"}
        self.http = httpx2.Client(base_url=self.base, headers=self.bearer, timeout=PATIENCE)
        self.project = self.add_project()
        self.file = self.upload(photo())

    def add_project(self) -> str:
        return str(ok(self.http.post("/api/projects", json={"name": "Animals", "labels": LABELS}))["id"])

    def upload(self, content: bytes, name: str = "photo.png") -> dict[str, Any]:
        parts = [("files", (name, content))]
        found: dict[str, Any] = ok(self.http.post(f"/api/projects/{self.project}/files", files=parts))["items"][0]
        return found

    def register(self, url: str, name: str = "model") -> Any:
        return self.http.post(
            "/api/backends", json={"name": name, "project": self.project, "kind": "label-studio", "url": url}
        )

    def model(self, url: str, name: str = "model", **params: Any) -> dict[str, Any]:
        """Register a model server, and switch its script on."""
        script = ok(self.register(url, name))["backend"]["script"]
        return self.enable(self.script_of(script), params=params)

    def script_of(self, script: str) -> dict[str, Any]:
        found: dict[str, Any] = ok(self.http.get(f"/api/scripts/{script}"))
        return found

    def add_script(self, source: str, **patch: Any) -> dict[str, Any]:
        post = {"filename": "script.py", "source": source}
        return self.enable(ok(self.http.post(f"/api/projects/{self.project}/scripts", json=post)), **patch)

    def enable(self, script: dict[str, Any], **patch: Any) -> dict[str, Any]:
        given = {"enabled": True, "confirmed_grants": script["grants"], **patch}
        found: dict[str, Any] = ok(self.http.patch(f"/api/scripts/{script['id']}", json=given))
        return found

    def command(self) -> Command:
        return Command(**self.envelope())

    def prompt(self, **fields: Any) -> Prompt:
        return Prompt(**self.envelope(), session="s", **fields)

    def created(self, geometry: Any, label: str | None = None) -> CreateInstance:
        return CreateInstance(**self.envelope(), instance=Instance("drawn", self.file["id"], geometry, label))

    def envelope(self) -> dict[str, Any]:
        shown = File(self.file["id"], self.file["name"], self.file["width"], self.file["height"])
        return {"id": new_id(), "at": NOW, "actor": Actor("human"), "project": self.project, "file": shown}

    @contextmanager
    def page(self, script: dict[str, Any]) -> Iterator["Page"]:
        url = self.base.replace("http", "ws", 1) + f"/api/scripts/{script['id']}/cell"
        with connect(url, additional_headers=self.bearer, max_size=None, open_timeout=PATIENCE) as socket:
            yield Page(socket, script)

    def ask(self, script: dict[str, Any], event: Event) -> Any:
        """Give the `Result` or the `ErrorMessage` with which a script answers an event."""
        with self.page(script) as page:
            return page.ask(event)


class Page:
    """A page's end of a remote cell. `heard` is what the runs said on their way."""

    def __init__(self, socket: ClientConnection, script: dict[str, Any]) -> None:
        self.socket, self.heard = socket, list[Message]()
        self.hear("ready")
        self.say(Init(script["filename"], script["source"], params=script["params"]))
        self.ready: Initialized = self.hear("initialized")

    @property
    def lines(self) -> list[str]:
        """The console's lines so far."""
        return [line.text for message in self.heard if isinstance(message, Log) for line in message.lines]

    def say(self, message: Message) -> None:
        self.socket.send(encode(message))

    def set(self, **params: Any) -> None:
        self.say(ParamsMessage(params))

    def hear(self, *kinds: str) -> Any:
        """Give the next message of these kinds."""
        while True:
            message = decode(str(self.socket.recv(PATIENCE)))
            if message.type in kinds:
                return message
            self.heard.append(message)

    def begin(self, event: Event) -> str:
        hook = next(hook for hook in self.ready.hooks if hook.matches(event))
        run = new_id()
        self.say(EventMessage(run, hook.id, event))
        return run

    def ask(self, event: Event) -> Any:
        self.begin(event)
        return self.hear("result", "error")


@contextmanager
def desk(folder: Path, *flags: str, token: str = "studio-token", private: str = "127.0.0.0/8") -> Iterator[Desk]:
    """Run a real server that may reach this machine, or what else is `private`."""
    (folder / "root").mkdir(parents=True)
    own = ("--allow-private", private, "--token", token)
    root = repository(folder / "root") if not (REPOSITORY / "web/vendor").exists() else REPOSITORY
    with serve(root, folder / "served", *own, *flags) as served:
        made = Desk(served.origin, token)
        try:
            yield made
        finally:
            made.http.close()
