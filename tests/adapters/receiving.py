"""A receiver of webhooks on this machine, which checks signatures by the documentation and answers as it is told."""

import asyncio
import hashlib
import hmac
import json
import threading
from typing import Any

from limner.canvas import new_id
from limner.changes import ChangeSet
from limner.errors import HostError
from limner.events import Actor, BeforeSave, Command, CreateInstance, Event, File
from limner.geometry import Box
from limner.instances import Instance
from limner.protocol import Call, ErrorMessage, EventMessage, Message, Result
from limner_server.cells.headless import run_once
from limner_server.cells.programs import program_of
from limner_server.cells.slot import Frames, Program
from tests.server.upstream import Asked, send
from tests.server.world import Client, ok

BOX = Box(2, 3, 10, 12)


class Receiver:
    """Answers `hello` with `hello` and events with `answer`, as JSON, as bytes, or as a function says."""

    def __init__(self) -> None:
        self.port = 0
        self.secret = ""
        self.hello: Any = {}
        self.answer: Any = {}
        self.status = "200 OK"
        self.headers: tuple[str, ...] = ()
        self.asked: list[Asked] = []
        self.came, self.left = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.asked]

    async def take(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        message = json.loads(asked.body)
        given = self.hello if message["type"] == "hello" else self.answer
        if callable(given):
            given = await given(asked, writer)
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        await send(writer, body, self.status, *self.headers)

    async def hanging(self, asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        """Answer only once nobody waits any more."""
        self.came.set()
        reader: asyncio.StreamReader = writer._protocol._stream_reader  # type: ignore[attr-defined]
        await reader.read(1)
        self.left.set()
        return b""

    def genuine(self, asked: Asked) -> bool:
        """Check a signature as the documentation tells receivers to."""
        at, code = (part.partition("=")[2] for part in asked.headers["x-limner-signature"].split(","))
        expected = hmac.new(self.secret.encode(), f"{at}.".encode() + asked.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(code, expected)


class Desk:
    """A project with a file, a registered receiver and its script switched on."""

    def __init__(self, client: Client, receiver: Receiver) -> None:
        self.client, self.receiver = client, receiver
        self.file = client.file()
        self.project = self.file["project"]
        self.context = client.app.state.context  # type: ignore[attr-defined]

    def register(self, **hello: Any) -> dict[str, Any]:
        """Register the receiver, switch its script on, and give the script."""
        self.receiver.hello = hello
        added = ok(self.client.post("/api/backends", json=self.post()))
        self.receiver.secret = added["token"]
        self.script = added["backend"]["script"]
        view = ok(self.client.get(f"/api/scripts/{self.script}"))
        patch = {"confirmed_grants": view["grants"], "enabled": True}
        return ok(self.client.patch(f"/api/scripts/{self.script}", json=patch))

    def post(self, name: str = "hook") -> dict[str, Any]:
        return {"name": name, "project": self.project, "kind": "webhook", "url": self.receiver.url}

    def envelope(self) -> dict[str, Any]:
        names = ("id", "name", "width", "height")
        file = File(*(self.file[name] for name in names))
        return {
            "id": "e1",
            "at": "2026-01-01T00:00:00Z",
            "actor": Actor("human", "me"),
            "project": self.project,
            "file": file,
        }

    def created(self) -> CreateInstance:
        return CreateInstance(**self.envelope(), instance=Instance("i1", self.file["id"], BOX, "cat"))

    def command(self) -> Command:
        return Command(**self.envelope())

    def saving(self) -> BeforeSave:
        return BeforeSave(**self.envelope(), reason="save")

    def edit(self, script: dict[str, Any], source: str) -> None:
        post = {"filename": script["filename"], "source": source}
        ok(self.client.put(f"/api/scripts/{script['id']}", json=post))

    def program(self) -> Program:
        with self.context.database.reading() as connection:
            return program_of(connection, self.script)

    async def dispatched(self, event: Event) -> Result | ErrorMessage:
        """Have the first hook run as a page's is, with nobody to ask; in the server's loop."""
        program, dispatcher = self.program(), self.context.dispatcher
        hook = (await dispatcher.hooks(program)).hooks[0].id
        return (await dispatcher.run(program, EventMessage(new_id(), hook, event), Nobody())).answer

    def run(self, event: Event, **given: Any) -> tuple[ChangeSet, list[str]]:
        """Run the script on an event without a page, and give what it changes and what it says."""
        program = self.program()
        changes, lines = self.client.portal.call(lambda: run_once(self.context, program, event, **given))
        return changes, [line.text for line in lines]


class Nobody:
    """A host that answers nothing."""

    async def answer(self, call: Call, frames: Frames) -> Any:
        raise HostError(f"nobody answers {call.method}")

    def hear(self, message: Message, frames: Frames) -> None:
        pass
