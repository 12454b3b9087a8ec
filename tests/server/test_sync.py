"""The live connection: who hears what, in which order, and who is let go."""

import asyncio
import itertools
import json
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from limner_server import wire
from limner_server.security import session_of
from limner_server.store import changes
from limner_server.sync import Hub, Listener, stream
from tests.server.images import encoded
from tests.server.serving import Served, repository, serve, until
from tests.server.world import BASE, BOX, PORT, SIGNED_IN, TOKEN, Client, block, new_key, ok

HELLO = {"type": "hello", "protocol": 1}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@contextmanager
def listening(client: Client, project: str, **headers: str) -> Iterator[Any]:
    """Open a connection to a project and hear its hello."""
    url = f"ws://127.0.0.1:{PORT}/api/projects/{project}/sync"
    with client.websocket_connect(url, headers={**SIGNED_IN, **headers}) as socket:
        assert socket.receive_json() == HELLO
        yield socket


def heard(client: Client, project: str, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """Give all that is heard of an act: what comes before a mark set after it."""
    with listening(client, project) as socket:
        act()
        client.app.state.context.hub.publish(project, wire.SyncFile("the mark"))  # type: ignore[attr-defined]
        return list(iter(socket.receive_json, {"type": "file", "file": "the mark"}))


def test_a_change_set_is_heard_with_its_instances_as_stored(client: Client, file: dict[str, Any]) -> None:
    kept, gone = client.create(file["id"], label="cat"), client.create(file["id"])
    key = new_key()
    post = {
        "key": key,
        "created": [{"geometry": BOX, "label": "dog"}],
        "updated": [{"id": kept["id"], "label": "dog"}],
        "deleted": [gone["id"]],
        "origin": {"actor": "human", "title": "Tidy up", "page": "page-1"},
    }
    url = f"/api/files/{file['id']}/changes"
    (news,) = heard(client, file["project"], lambda: ok(client.post(url, json=post)))
    stored = {instance["id"]: instance for instance in client.instances(file["id"])}
    (made,) = set(stored) - {kept["id"]}
    assert news == {
        "type": "changes",
        "file": file["id"],
        "revision": 3,
        "key": key,
        "origin": {"actor": "human", "script": None, "run": None, "title": "Tidy up", "page": "page-1"},
        "created": [stored[made]],
        "updated": [stored[kept["id"]]],
        "deleted": [gone["id"]],
    }


def test_what_is_updated_and_deleted_at_once_is_heard_as_deleted(client: Client, file: dict[str, Any]) -> None:
    id = client.create(file["id"], label="cat")["id"]
    both = {"updated": [{"id": id, "label": "dog"}], "deleted": [id]}
    (news,) = heard(client, file["project"], lambda: ok(client.change(file["id"], **both)))
    assert (news["created"], news["updated"], news["deleted"]) == ([], [], [id])


def test_a_restored_instance_is_heard_as_created(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"])
    ok(client.change(file["id"], deleted=[made["id"]]))
    back = [{"id": made["id"], "geometry": BOX}]
    (news,) = heard(client, file["project"], lambda: ok(client.change(file["id"], created=back)))
    assert [instance["id"] for instance in news["created"]] == [made["id"]]
    assert news["updated"] == []


def test_a_key_sent_again_and_a_refused_change_are_not_heard(client: Client, file: dict[str, Any]) -> None:
    url, post = f"/api/files/{file['id']}/changes", {"key": new_key(), "created": [{"geometry": BOX}]}
    ok(client.post(url, json=post))

    def act() -> None:
        ok(client.post(url, json=post))
        assert client.change(file["id"], deleted=["nobody"]).status_code == 422
        assert client.change("nobody").status_code == 404

    assert heard(client, file["project"], act) == []


SCRIPT_ACTS: dict[str, Callable[[Client, dict[str, Any]], Any]] = {
    "added": lambda c, s: c.script(s["project"], block("Another")),
    "changed": lambda c, s: ok(c.put(f"/api/scripts/{s['id']}", json={"filename": "a.py", "source": block() + "#"})),
    "switched on": lambda c, s: ok(c.patch(f"/api/scripts/{s['id']}", json={"enabled": True})),
    "revoked": lambda c, s: ok(c.patch(f"/api/scripts/{s['id']}", json={"confirmed_grants": []})),
    "deleted": lambda c, s: ok(c.delete(f"/api/scripts/{s['id']}")),
}


@pytest.mark.parametrize("act", SCRIPT_ACTS)
def test_a_script_that_is_touched_is_heard(client: Client, project: dict[str, Any], act: str) -> None:
    script = client.script(project["id"])
    assert heard(client, project["id"], lambda: SCRIPT_ACTS[act](client, script)) == [{"type": "scripts"}]


def test_what_a_script_keeps_and_runs_is_not_heard(client: Client, project: dict[str, Any]) -> None:
    script, file = client.script(project["id"]), client.upload(project["id"])[0]

    def act() -> None:
        run = {"id": new_key(), "version": "v", "file": file["id"], "event": "e", "place": "b", "outcome": "empty"}
        ok(client.post(f"/api/scripts/{script['id']}/runs", json=run))
        ok(client.put(f"/api/scripts/{script['id']}/storage/k", json={"value": 1}))
        assert client.patch(f"/api/scripts/{script['id']}", json={"place": "moon"}).status_code == 422

    assert heard(client, project["id"], act) == []


def test_a_project_that_is_changed_or_deleted_is_heard(client: Client, project: dict[str, Any]) -> None:
    url = f"/api/projects/{project['id']}"
    assert heard(client, project["id"], lambda: ok(client.patch(url, json={"name": "B"}))) == [{"type": "project"}]
    assert heard(client, project["id"], lambda: ok(client.delete(url))) == [{"type": "project"}]


def test_files_that_come_change_and_go_are_heard(client: Client, project: dict[str, Any]) -> None:
    added = heard(client, project["id"], lambda: client.upload(project["id"], encoded(), encoded()))
    ids = [file["id"] for file in ok(client.get(f"/api/projects/{project['id']}/files"))["items"]]
    assert added == [{"type": "file", "file": id} for id in ids]
    url = f"/api/files/{ids[0]}"
    for act in (lambda: ok(client.patch(url, json={"state": "done"})), lambda: ok(client.delete(url))):
        assert heard(client, project["id"], act) == [{"type": "file", "file": ids[0]}]


def test_what_happens_in_another_project_is_not_heard(client: Client, project: dict[str, Any]) -> None:
    def act() -> None:
        other = client.file()
        client.create(other["id"])
        client.script(other["project"])

    assert heard(client, project["id"], act) == []


def test_all_who_listen_hear_the_same(client: Client, file: dict[str, Any]) -> None:
    with listening(client, file["project"]) as one, listening(client, file["project"]) as other:
        client.create(file["id"])
        assert one.receive_json() == other.receive_json()


def test_changes_from_many_threads_are_heard_in_the_order_of_their_revisions(
    client: Client, file: dict[str, Any]
) -> None:
    def act() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: client.create(file["id"]), range(60)))

    news = heard(client, file["project"], act)
    assert [one["revision"] for one in news] == list(range(1, 61))


def test_whatever_is_said_to_it_is_ignored(client: Client, file: dict[str, Any]) -> None:
    with listening(client, file["project"]) as socket:
        socket.send_text("hello?")
        socket.send_bytes(b"\x00" * 1_000)
        client.create(file["id"])
        assert socket.receive_json()["type"] == "changes"


@pytest.mark.parametrize("project", ["nobody", "x" * 500, "a%20b"])
def test_a_project_that_does_not_exist_is_closed_with_4404(client: Client, project: str) -> None:
    with (
        client.websocket_connect(f"ws://127.0.0.1:{PORT}/api/projects/{project}/sync", headers=SIGNED_IN) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()
    assert closed.value.code == 4404
    assert closed.value.reason.startswith("there is no project")


@pytest.mark.parametrize(
    "headers", [SIGNED_IN, {"Cookie": f"limner-{PORT}={session_of(TOKEN)}"}, {**SIGNED_IN, "Origin": BASE}], ids=str
)
def test_the_token_and_the_session_let_in(
    client: Client, project: dict[str, Any], stranger: Client, headers: dict[str, str]
) -> None:
    url = f"ws://127.0.0.1:{PORT}/api/projects/{project['id']}/sync"
    with Client(client.app, base_url=BASE).websocket_connect(url, headers=headers) as socket:
        assert socket.receive_json() == HELLO


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Cookie": f"limner-{PORT}=wrong"},
        {**SIGNED_IN, "Origin": "null"},
        {**SIGNED_IN, "Origin": "https://evil.example"},
        {**SIGNED_IN, "Origin": f"http://127.0.0.1:{PORT + 1}"},
        {**SIGNED_IN, "Sec-Fetch-Site": "cross-site"},
        {**SIGNED_IN, "Host": "evil.example"},
    ],
    ids=str,
)
def test_anybody_else_is_refused_before_the_handshake_is_done(
    client: Client, project: dict[str, Any], headers: dict[str, str]
) -> None:
    url = f"ws://127.0.0.1:{PORT}/api/projects/{project['id']}/sync"
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        Client(client.app, base_url=BASE).websocket_connect(url, headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_the_token_in_the_address_opens_nothing(client: Client, project: dict[str, Any]) -> None:
    url = f"ws://127.0.0.1:{PORT}/api/projects/{project['id']}/sync?token={TOKEN}"
    with pytest.raises(WebSocketDisconnect), Client(client.app, base_url=BASE).websocket_connect(url):
        pass


def test_who_left_is_forgotten(client: Client, project: dict[str, Any]) -> None:
    hub = client.app.state.context.hub  # type: ignore[attr-defined]
    with listening(client, project["id"]):
        assert project["id"] in hub._listeners
    until(lambda: project["id"] not in hub._listeners)


def queued(*messages: bytes, **limits: int) -> Listener:
    """Give a listener that was told so much and has read nothing."""

    async def told() -> Listener:
        listener = Listener(**limits)
        for message in messages:
            listener.tell(message)
        await asyncio.sleep(0)
        return listener

    return asyncio.run(told())


def test_a_queue_that_is_full_is_given_up() -> None:
    assert not queued(b"1", b"2", b"3", max_messages=3).overrun.is_set()
    given_up = queued(b"1", b"2", b"3", b"4", b"5", max_messages=3)
    assert given_up.overrun.is_set()
    assert not given_up.queue


def test_a_queue_is_bounded_in_bytes_too_and_takes_one_message_of_any_size() -> None:
    assert not queued(b"x" * 100, max_bytes=10).overrun.is_set()
    assert queued(b"x" * 6, b"x" * 6, max_bytes=10).overrun.is_set()


def test_what_was_read_makes_room() -> None:
    async def read() -> tuple[int, bool]:
        listener, got = Listener(max_messages=2, max_bytes=10), 0
        for _ in range(5):
            for message in (b"half", b"rest"):
                listener.tell(message)
            got += len(await listener.next()) + len(await listener.next())
        return got, listener.overrun.is_set()

    assert asyncio.run(asyncio.wait_for(read(), 20)) == (40, False)


def test_telling_a_listener_whose_loop_is_gone_harms_nobody() -> None:
    queued().tell(b"too late")


def test_nothing_is_told_of_what_was_not_committed() -> None:
    hub = Hub()

    async def tell() -> int:
        listener = Listener()
        with hub.listening("p", listener):
            with pytest.raises(ValueError, match="rolled back"), hub.telling() as news:
                news.append(("p", wire.SyncScripts()))
                raise ValueError("rolled back")
            with hub.telling() as news:
                news.append(("q", wire.SyncScripts()))
            await asyncio.sleep(0)
        return len(listener.queue)

    assert asyncio.run(tell()) == 0


def test_who_tells_next_waits_until_the_news_before_are_out() -> None:
    hub, order = Hub(), []

    def later() -> None:
        with hub.telling():
            order.append("second")

    other = threading.Thread(target=later)
    with hub.telling():
        other.start()
        other.join(0.2)  # it would be done by now, were it let in
        order.append("first")
    other.join(20)
    assert order == ["first", "second"]


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


def test_every_news_has_a_test_here() -> None:
    source = Path(__file__).read_text()
    for message in wire.SYNC_MESSAGES:
        assert f'"type": "{message.__struct_config__.tag}"' in source


def test_the_store_says_the_news_of_a_change_and_none_of_a_known_key(client: Client, file: dict[str, Any]) -> None:
    post = wire.ChangePost("news-of-a-key")
    with client.app.state.context.database.writing() as connection:  # type: ignore[attr-defined]
        first, second = (changes.apply(connection, file["id"], post) for _ in range(2))
    assert first.news is not None
    assert (first.project, first.news.revision, second.news) == (file["project"], 1, None)
