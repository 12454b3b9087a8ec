"""The live connection: who hears what, in which order, and who is let go."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from limner_server import wire
from limner_server.security import session_of
from limner_server.store import changes
from tests.server.images import encoded
from tests.server.serving import until
from tests.server.world import BASE, BOX, PORT, SIGNED_IN, TOKEN, Client, block, new_key, ok

ORIGIN = wire.plain(wire.Origin())
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
        "origin": {**ORIGIN, "title": "Tidy up", "page": "page-1"},
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
        run = {
            "id": new_key(),
            "version": "v",
            "file": file["id"],
            "event": "e",
            "place": "browser",
            "outcome": "empty",
        }
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
    assert [one["revision"] for one in news if one["type"] == "changes"] == list(range(1, 61))


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


def test_every_news_has_a_test_here() -> None:
    source = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    for message in wire.SYNC_MESSAGES:
        assert f'"type": "{message.__struct_config__.tag}"' in source


def test_the_store_says_the_news_of_a_change_and_none_of_a_known_key(client: Client, file: dict[str, Any]) -> None:
    post = wire.ChangePost("news-of-a-key")
    with client.app.state.context.database.writing() as connection:  # type: ignore[attr-defined]
        first, second = (changes.apply(connection, file["id"], post) for _ in range(2))
    assert first.news is not None
    assert (first.project, first.news.revision, second.news) == (file["project"], 1, None)
