"""Who is there: what pages say of themselves reaches the others, and what is no such thing ends the connection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from limner_server.errors import ApiError
from limner_server.presence import BURST, MAX_TEXT, MOST, Ear, Presence
from limner_server.sync import Hub
from tests.server.test_sync import listening
from tests.server.world import Client


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def present(page: str = "browser1-page1", name: str = "Ada", **more: Any) -> dict[str, Any]:
    return {"type": "present", "page": page, "name": name, "file": None, **more}


@contextmanager
def refused(socket: Any, part: str) -> Iterator[None]:
    """Expect that the server ends the connection and says why."""
    yield
    with pytest.raises(WebSocketDisconnect) as closed:
        while True:
            socket.receive_json()
    assert closed.value.code == 1008
    assert part in closed.value.reason


def test_who_comes_is_told_to_all_and_who_goes_too(client: Client, file: dict[str, Any]) -> None:
    ada, bob = present(file=file["id"]), present("browser2-page7", "  Bob \u00fc ", file=None)
    with listening(client, file["project"]) as first:
        first.send_json(ada)
        people = [{"page": "browser1-page1", "name": "Ada", "file": file["id"]}]
        assert first.receive_json() == {"type": "people", "people": people}
        with listening(client, file["project"]) as second:
            second.send_json(bob)
            both = [*people, {"page": "browser2-page7", "name": "Bob \u00fc", "file": None}]
            assert first.receive_json() == second.receive_json() == {"type": "people", "people": both}
        assert first.receive_json() == {"type": "people", "people": people}
    assert client.app.state.context.presence.people(file["project"]) == []  # type: ignore[attr-defined]


def test_another_project_hears_nothing_of_it(client: Client, file: dict[str, Any]) -> None:
    other = client.project()["id"]
    with listening(client, other) as elsewhere, listening(client, file["project"]) as here:
        here.send_json(present())
        here.receive_json()
        elsewhere.send_json(present("page-9", "Eve"))
        assert [one["name"] for one in elsewhere.receive_json()["people"]] == ["Eve"]


def test_what_is_said_twice_is_told_once(client: Client, file: dict[str, Any]) -> None:
    with listening(client, file["project"]) as socket:
        for name in ("Ada", "Ada", ""):
            socket.send_json(present(name=name))
        assert [socket.receive_json()["people"][0]["name"] for _ in range(2)] == ["Ada", "local"]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '{"type": "changes"}',
        json.dumps({"type": "present", "page": "p"}),
        json.dumps(present(page="")),
        json.dumps(present(page="x" * 65)),
        json.dumps(present(page="a page")),
        json.dumps(present(name="x" * 61)),
        json.dumps(present(name="a\nb")),
        json.dumps(present(name=7)),
        json.dumps(present(file="x" * 65)),
        json.dumps(present(file={"id": 1})),
        json.dumps(present(more="fields")),
        json.dumps(present())[:-1] + "}" * 100,
    ],
)
def test_what_no_page_says_ends_the_connection(client: Client, file: dict[str, Any], said: str) -> None:
    with listening(client, file["project"]) as socket, refused(socket, "nothing a page says"):
        socket.send_text(said)


def test_what_is_too_long_or_no_text_ends_the_connection(client: Client, file: dict[str, Any]) -> None:
    with listening(client, file["project"]) as socket, refused(socket, f"at most {MAX_TEXT:,}"):
        socket.send_text(json.dumps(present()) + " " * MAX_TEXT)
    with listening(client, file["project"]) as socket, refused(socket, "in a text"):
        socket.send_bytes(b"\x00")


def test_who_says_too_much_is_cut_off_and_gone_from_the_list(client: Client, file: dict[str, Any]) -> None:
    with listening(client, file["project"]) as other, listening(client, file["project"]) as socket:
        with refused(socket, "things at once"):
            for index in range(BURST + 10):
                socket.send_json(present(name=str(index)))
        while other.receive_json()["people"]:
            pass


def test_a_page_may_say_little_now_and_then_for_ever() -> None:
    now = 0.0
    ear = Ear(clock=lambda: now)
    text = json.dumps(present())
    for _ in range(BURST):
        ear.hear(text)
    with pytest.raises(ApiError):
        ear.hear(text)
    for _ in range(100):
        now += 0.5
        assert ear.hear(text).name == "Ada"


def test_of_a_crowd_so_many_are_told() -> None:
    presence, hub = Presence(), Hub()
    ear = Ear(clock=iter(range(10_000)).__next__)
    for index in range(MOST + 5):
        presence.say(hub, "p", object(), ear.hear(json.dumps(present(f"page-{index}"))))  # type: ignore[arg-type]
    assert len(presence.people("p")) == MOST
