"""What happened to a file, as people see it: who did what, how it was before, and what a browser may undo."""

from typing import Any

import pytest

from limner_server.store import history
from tests.server.world import BOX, Client, ok, refused

ADA = {"title": "Draw box", "author": "Ada", "page": "browser1-page1", "step": "step-1"}
BOB = {"title": "Change label", "author": "Bob", "page": "browser2-page7", "step": "step-2"}
POINT = {"kind": "point", "x": 3.0, "y": 4.0}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def edited(client: Client, file: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Give a file with four change sets, and the two instances that they were about, as created."""
    id = file["id"]
    made = [{"geometry": BOX, "label": "cat", "attributes": {"pose": "sitting"}}, {"geometry": BOX}]
    one, two = ok(client.change(id, created=made, origin=ADA))["instances"]
    ok(client.change(id, updated=[{"id": one["id"], "label": "dog"}], origin=BOB))
    ok(client.change(id, updated=[{"id": one["id"], "geometry": POINT}], deleted=[two["id"]], origin=ADA))
    ok(client.change(id, created=[{"geometry": POINT}], deleted=[one["id"]], origin=BOB))
    return id, [one, two]


def test_the_newest_comes_first_with_who_what_and_how_many(client: Client, edited: tuple[str, Any]) -> None:
    items = ok(client.get(f"/api/files/{edited[0]}/history"))["items"]
    assert [item["revision"] for item in items] == [4, 3, 2, 1]
    assert [item["origin"]["author"] for item in items] == ["Bob", "Ada", "Bob", "Ada"]
    assert [(item["created"], item["updated"], item["deleted"]) for item in items] == [
        (1, 0, 1),
        (0, 1, 1),
        (0, 1, 0),
        (2, 0, 0),
    ]
    assert items[2]["instances"] == [edited[1][0]["id"]]


def test_of_one_instance_it_says_how_it_was_before_and_after(client: Client, edited: tuple[str, Any]) -> None:
    file, (one, two) = edited
    items = ok(client.get(f"/api/files/{file}/history", params={"instance": one["id"]}))["items"]
    turns = [(item["before"] and item["before"]["label"], item["after"] and item["after"]["label"]) for item in items]
    assert turns == [("dog", None), ("dog", "dog"), ("cat", "dog"), (None, "cat")]
    assert items[1]["after"]["geometry"] == POINT
    assert len(ok(client.get(f"/api/files/{file}/history", params={"instance": two["id"]}))["items"]) == 2


@pytest.mark.parametrize("id", ["%", "_", "nobody", '"', "\\"])
def test_an_instance_nobody_has_heard_of_has_no_history(client: Client, edited: tuple[str, Any], id: str) -> None:
    assert ok(client.get(f"/api/files/{edited[0]}/history", params={"instance": id}))["items"] == []


def test_every_version_is_as_it_was(client: Client, edited: tuple[str, Any]) -> None:
    file, (one, two) = edited

    def labels(revision: int) -> dict[str, Any]:
        found = ok(client.get(f"/api/files/{file}/versions/{revision}"))
        assert found["revision"] == revision
        return {item["id"]: (item["label"], item["geometry"]["kind"]) for item in found["items"]}

    assert labels(0) == {}
    assert labels(1) == {one["id"]: ("cat", "box"), two["id"]: (None, "box")}
    assert labels(2) == {one["id"]: ("dog", "box"), two["id"]: (None, "box")}
    assert labels(3) == {one["id"]: ("dog", "point")}
    assert list(labels(4)) == [item["id"] for item in client.instances(file)]


def test_a_version_that_has_not_been_is_404(client: Client, edited: tuple[str, Any]) -> None:
    file, _ = edited
    for revision in ("5", "-1", "1.5", "9" * 30, "x"):
        refused(client.get(f"/api/files/{file}/versions/{revision}"), 404)
        refused(client.get(f"/api/files/{file}/history/{revision}"), 404)


def test_one_change_set_is_given_whole(client: Client, edited: tuple[str, Any]) -> None:
    file, (one, _) = edited
    found = ok(client.get(f"/api/files/{file}/history/2"))
    assert (found["revision"], found["origin"]["author"]) == (2, "Bob")
    assert found["changes"]["updated"][0]["before"] == one


def test_a_browser_may_undo_what_its_pages_did(client: Client, edited: tuple[str, Any]) -> None:
    file, _ = edited

    def steps(browser: str) -> list[int]:
        found = ok(client.get(f"/api/files/{file}/steps", params={"browser": browser}))
        return [item["revision"] for item in found["items"]]

    assert (steps("browser1"), steps("browser2")) == ([1, 3], [2, 4])
    assert (steps("browser"), steps("%"), steps("browser_")) == ([], [], [])
    refused(client.get(f"/api/files/{file}/steps"), 422)
    refused(client.get(f"/api/files/{file}/steps", params={"browser": "x" * 65}), 422)


def test_steps_are_bounded_in_number_and_bytes_and_the_newest_are_kept(client: Client, edited: tuple[str, Any]) -> None:
    file, _ = edited
    few = ok(client.get(f"/api/files/{file}/steps", params={"browser": "browser1", "limit": 1}))["items"]
    assert [item["revision"] for item in few] == [3]
    with client.app.state.context.database.reading() as connection:  # type: ignore[attr-defined]
        all_of_them = history.steps(connection, file, "browser1", 100)
        assert [entry.revision for entry in all_of_them] == [1, 3]
        assert [entry.revision for entry in history.steps(connection, file, "browser1", 100, 2_000)] == [3]
        assert history.steps(connection, file, "browser1", 100, 10) == []


def test_of_what_is_gone_it_is_said_where_it_stood(client: Client, file: dict[str, Any]) -> None:
    id, origin = file["id"], {"page": "browser1-page1"}
    named = ["e", "b", "d", "a", "c"]
    made = ok(client.change(id, created=[{"geometry": BOX} for _ in named], origin=ADA))["instances"]
    ids = dict(zip(named, [one["id"] for one in made], strict=True))
    ok(client.change(id, deleted=[ids["a"], ids["d"]], origin=origin))
    ok(client.change(id, deleted=[ids["e"]], origin=BOB))
    steps = ok(client.get(f"/api/files/{id}/steps", params={"browser": "browser1"}))["items"]
    assert [(one["id"], one["after"]) for one in steps[1]["stood"]] == [(ids["a"], ids["b"]), (ids["d"], ids["b"])]
    assert [one["id"] for one in sorted(steps[0]["stood"], key=lambda one: one["place"])] == [ids[n] for n in "eda"]
    last = ok(client.get(f"/api/files/{id}/history/3"))
    assert [(one["id"], one["after"]) for one in last["stood"]] == [(ids["e"], None)]
    ok(client.change(id, created=[{"id": ids["d"], "geometry": BOX}], merge=True, origin={"actor": "undo"}))
    (a,) = ok(client.get(f"/api/files/{id}/history/2"))["stood"]
    assert (a["id"], a["after"]) == (ids["a"], ids["d"])
    items = ok(client.get(f"/api/files/{id}/versions/1"))["items"]
    assert [one["id"] for one in items] == [ids[name] for name in named]
