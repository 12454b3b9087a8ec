"""A page's side of a cell beside the page, without a page: events go out, answers come in, by one clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect

from limner import File, Instance
from limner.events import Event
from limner.protocol import (
    Cancel,
    ErrorMessage,
    EventMessage,
    Init,
    Initialized,
    Message,
    Progress,
    Ready,
    Result,
    decode,
    encode,
)
from tests.e2e.serving import TOKEN, Server


class Line:
    """A connection to one script of the server; `place` is where it runs."""

    def __init__(self, socket: ClientConnection, script: dict[str, Any]) -> None:
        self._socket = socket
        self._hear(Ready)
        self._say(Init(script["filename"], script["source"], params=script["params"]))
        found = self._hear(Initialized)
        if found.error is not None:
            raise RuntimeError(f"{script['name']} does not load: {found.error.message}")
        self._hooks = {hook.event: hook.id for hook in found.hooks}

    def begin(self, event: Event) -> str:
        """Send an event, and give the run's id."""
        run = uuid4().hex
        self._say(EventMessage(run, self._hooks[event.name], event))
        return run

    def end(self, run: str) -> Result | ErrorMessage:
        """Wait for the answer of a run."""
        while True:
            message = self._hear(Result, ErrorMessage)
            if message.run == run:
                return message

    def run(self, event: Event) -> tuple[float, float]:
        """Run a hook. Gives the milliseconds until the answer was here, and those of the hook itself."""
        began = time.perf_counter()
        answer = self.end(self.begin(event))
        took = (time.perf_counter() - began) * 1000
        if isinstance(answer, ErrorMessage):
            raise RuntimeError(f"the run failed: {answer.error.type}: {answer.error.message}")
        return took, answer.ms

    def heard(self) -> None:
        """Wait until the script has said how far it is."""
        self._hear(Progress)

    def stop(self, run: str) -> float:
        """Cancel a run, and give the milliseconds until the answer was here."""
        began = time.perf_counter()
        self._say(Cancel(run))
        self.end(run)
        return (time.perf_counter() - began) * 1000

    def _say(self, message: Message) -> None:
        self._socket.send(encode(message))

    def _hear(self, *kinds: type[Any]) -> Any:
        while True:
            received = self._socket.recv(timeout=120)
            if isinstance(received, bytes):
                continue
            message = decode(received)
            if isinstance(message, kinds):
                return message


@contextmanager
def speaking(server: Server, script: dict[str, Any]) -> Iterator[Line]:
    """Open a line to a script that is on."""
    address = server.base.replace("http", "ws", 1) + f"/api/scripts/{script['id']}/cell"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with connect(address, additional_headers=headers, max_size=None) as socket:
        yield Line(socket, script)


def on_file(event: Event, file: dict[str, Any]) -> Event:
    """Give the event as one on a file of the server."""
    there = File(file["id"], file["name"], file["width"], file["height"])
    instance = getattr(event, "instance", None)
    with_shape = {"instance": replace(instance, file=file["id"])} if isinstance(instance, Instance) else {}
    return replace(event, file=there, project=file["project"], **with_shape)
