"""The live connection over real sockets: of `limner serve`, and of a server whose queues are short."""

import itertools
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from limner_server import wire
from limner_server.sync import Hub, Listener, stream
from tests.server.serving import Served, repository, serve, until
from tests.server.world import BOX

HELLO = {"type": "hello", "protocol": 1}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real `limner serve` with the sample project."""
    root = repository(tmp_path_factory.mktemp("root"))
    with serve(root, tmp_path_factory.mktemp("served"), "--demo") as running:
        yield running


def call(served: Served, method: str, path: str, body: Any = None) -> Any:
    """Ask the server that runs, over its socket."""
    headers = {"Authorization": f"Bearer {served.token}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{served.origin}{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.loads(response.read() or b"null")


def opened(served: Served, project: str, token: str = "") -> AbstractContextManager[ClientConnection]:
    headers = {"Authorization": f"Bearer {token or served.token}"}
    url = f"ws://127.0.0.1:{served.port}/api/projects/{project}/sync"
    return connect(url, additional_headers=headers, open_timeout=20)


def test_over_a_real_socket_a_change_is_heard(served: Served) -> None:
    project = call(served, "GET", "/api/projects")["items"][0]["id"]
    file = call(served, "GET", f"/api/projects/{project}/files")["items"][0]["id"]
    with opened(served, project) as socket:
        assert json.loads(socket.recv(20)) == HELLO
        post = {"key": "over-a-socket", "created": [{"geometry": BOX}]}
        reply = call(served, "POST", f"/api/files/{file}/changes", post)
        news = json.loads(socket.recv(20))
    assert (news["key"], news["created"]) == ("over-a-socket", reply["instances"])


def test_over_a_real_socket_strangers_are_refused_and_unknown_projects_closed(served: Served) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(served, "p", token="wrong"):
        pass
    assert refused.value.response.status_code == 403
    with opened(served, "nobody") as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4404


@contextmanager
def streaming(hub: Hub, max_messages: int) -> Iterator[int]:
    """Serve the news of the project `p` over real sockets with short queues, and give the port."""

    async def endpoint(websocket: WebSocket) -> None:
        await websocket.accept()
        listener = Listener(max_messages)
        with hub.listening("p", listener):
            await stream(websocket, listener)

    app = Starlette(routes=[WebSocketRoute("/", endpoint)])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


def test_a_page_that_does_not_read_is_let_go_and_the_others_hear_on() -> None:
    hub, long = Hub(), "x" * 1_000_000
    with streaming(hub, max_messages=4) as port:
        url = f"ws://127.0.0.1:{port}/"
        with (
            connect(url, compression=None, max_size=None) as quick,
            connect(url, compression=None, max_queue=1) as slow,
        ):
            until(lambda: len(hub._listeners.get("p", ())) == 2)
            for index in range(40):
                hub.publish("p", wire.SyncFile(f"{index} {long}"))
                assert json.loads(quick.recv(20))["file"].startswith(f"{index} ")
            received, code = until_closed(slow)
    assert (received < 40, code) == (True, 1013)


def until_closed(connection: ClientConnection) -> tuple[int, int | None]:
    """Read all there is, and give how many messages came and the code the other side closed with."""
    for count in itertools.count():
        try:
            connection.recv(20)
        except ConnectionClosed as closed:
            return count, closed.rcvd.code if closed.rcvd else None
    raise AssertionError("it never ends")


def test_a_server_that_stops_closes_its_connections_and_does_not_wait_for_them(tmp_path: Path) -> None:
    with serve(repository(tmp_path), tmp_path / "run", "--demo") as running:
        project = call(running, "GET", "/api/projects")["items"][0]["id"]
        with opened(running, project) as socket:
            socket.recv(20)
            assert running.stop() == 0
            with pytest.raises(ConnectionClosed) as closed:
                socket.recv(20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
