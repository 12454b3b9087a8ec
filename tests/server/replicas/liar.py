"""A backend made by hand, which says what no honest one would."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from limner_server.versions import version_of
from tests.server.serving import DEADLINE
from tests.server.world import block

SOURCE = block("Liar", ("instances:write", "image:read", "overlay")) + (
    'from limner import on\n@on("command")\ndef go(event, canvas): ...\n'
)
HOOK = {"id": "go:command", "event": "command", "function": "go"}
HELLO = {
    "type": "hello",
    "protocol": 1,
    "runtime": "0.0.1",
    "language": "Python 3",
    "filename": "liar.py",
    "source": SOURCE,
    "version": version_of(SOURCE),
    "hooks": [HOOK],
    "heartbeat": 60.0,
}


class Liar:
    """A connection to say anything over."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(self.socket.recv(DEADLINE))
        return heard

    def event(self) -> dict[str, Any]:
        """Wait for the next event."""
        while (message := self.hear())["type"] != "event":
            pass
        return message

    def closed(self) -> tuple[int, str]:
        """Read until the server closes, and give the code and the reason."""
        try:
            while True:
                self.socket.recv(DEADLINE)
        except ConnectionClosed as error:
            assert error.rcvd is not None, error
            return error.rcvd.code, error.rcvd.reason


def turned_away(server: str, **headers: str) -> tuple[int, str]:
    """Ask for a connection that is refused, and give the status and the body."""
    opening = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    asked = HTTPConnection(server.removeprefix("http://"), timeout=DEADLINE)
    with closing(asked):
        asked.request("GET", "/api/backends/connect", headers={**opening, **key, **headers})
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


@contextmanager
def knocking(server: str, token: str) -> Iterator[Liar]:
    """Connect, without a hello."""
    url = server.replace("http", "ws") + "/api/backends/connect"
    headers = {"Authorization": f"Bearer {token}"}
    with connect(url, additional_headers=headers, max_size=None, compression=None, open_timeout=DEADLINE) as socket:
        yield Liar(socket)


@contextmanager
def lying(server: str, token: str, **hello: Any) -> Iterator[Liar]:
    """Connect and be welcome."""
    with knocking(server, token) as liar:
        liar.say(**{**HELLO, **hello})
        assert liar.hear()["type"] == "welcome"
        yield liar
