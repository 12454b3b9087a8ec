"""A real server, and what pages and programs ask of it over real connections."""

import json
import urllib.request
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from limner.events import Actor, CreateInstance, File
from limner.geometry import Box
from limner.instances import Instance
from limner.protocol import EventMessage, Message, Reply, decode, encode
from limner.testing import NOW
from limner_server.resources import SAMPLES
from tests.server.serving import Served

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
