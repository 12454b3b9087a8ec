"""Comments: on the whole file or at a place of it, resolved, and gone with the file."""

from typing import Any

import pytest

from tests.server.images import encoded
from tests.server.test_sync import heard
from tests.server.world import Client, ok, refused


@pytest.fixture
def client(shared: Client) -> Client:
    return shared


def listed(client: Client, file: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ok(client.get(f"/api/files/{file['id']}/comments"))["items"]
    return items


def comment(client: Client, file: dict[str, Any], **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = ok(client.post(f"/api/files/{file['id']}/comments", json={"text": "why?", **fields}))
    return made


def test_comments_are_kept_in_order_with_their_place_and_author(client: Client, file: dict[str, Any]) -> None:
    first = comment(client, file, text="<b>which</b>?", x=40, y=0.5, author="Ada")
    second = comment(client, file)
    assert listed(client, file) == [first, second]
    assert (first["x"], first["y"], first["text"], first["author"]) == (40, 0.5, "<b>which</b>?", "Ada")
    assert (second["x"], second["y"], second["author"], second["resolved"]) == (None, None, "", False)
    assert first["file"] == file["id"]


def test_a_comment_that_is_sent_again_is_made_once(client: Client, file: dict[str, Any]) -> None:
    first = comment(client, file, id="comment-of-mine", text="once")
    assert comment(client, file, id="comment-of-mine", text="once") == first
    assert listed(client, file) == [first]
    post = {"text": "stolen", "id": "comment-of-mine"}
    assert "comment 'comment-of-mine' on another" in refused(
        client.post(f"/api/files/{client.file()['id']}/comments", json=post), 409
    )
    ok(client.delete(f"/api/comments/{first['id']}"))


def test_a_rejection_that_is_sent_again_changes_nothing(client: Client, file: dict[str, Any]) -> None:
    path = f"/api/files/{file['id']}"
    patch = {"state": "rejected", "comment": "blurred", "comment_id": "why-of-mine", "author": "Ada"}
    assert ok(client.patch(path, json=patch))["state"] == "rejected"
    ok(client.patch(path, json={"state": "todo"}))
    assert ok(client.patch(path, json=patch))["state"] == "todo"
    assert [(one["id"], one["text"]) for one in listed(client, file)] == [("why-of-mine", "blurred")]
    refused(client.patch(f"/api/files/{client.file()['id']}", json=patch), 409)
    ok(client.delete("/api/comments/why-of-mine"))


def test_a_resolved_comment_stays_and_counts_no_more(client: Client, file: dict[str, Any]) -> None:
    first, second = comment(client, file), comment(client, file)
    assert ok(client.patch(f"/api/comments/{first['id']}", json={"resolved": True}))["resolved"]
    assert ok(client.get(f"/api/files/{file['id']}"))["comments"] == 1
    assert ok(client.patch(f"/api/comments/{first['id']}", json={"resolved": False})) == first
    assert ok(client.patch(f"/api/comments/{second['id']}", json={"text": "that one"}))["text"] == "that one"
    assert ok(client.patch(f"/api/comments/{second['id']}", json={}))["text"] == "that one"


def test_a_deleted_comment_is_gone_and_so_are_those_of_a_deleted_file(client: Client) -> None:
    file = client.file()
    first, second = comment(client, file), comment(client, file)
    ok(client.delete(f"/api/comments/{first['id']}"))
    assert listed(client, file) == [second]
    ok(client.delete(f"/api/files/{file['id']}"))
    assert refused(client.patch(f"/api/comments/{second['id']}", json={"resolved": True}), 404)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"x": 1}, "a comment has x and y together, or neither: give both, in pixels of the file"),
        ({"x": 41, "y": 1}, "the comment is at 41, 1, outside the file of 40 x 30 pixels"),
        ({"x": -0.1, "y": 1}, "the comment is at -0.1, 1, outside the file of 40 x 30 pixels"),
        ({"x": 1, "y": 1e300}, "the comment is at 1, 1e+300, outside the file of 40 x 30 pixels"),
    ],
    ids=str,
)
def test_a_place_outside_the_file_is_refused(
    client: Client, file: dict[str, Any], place: dict[str, float], why: str
) -> None:
    response = client.post(f"/api/files/{file['id']}/comments", json={"text": "here", **place})
    assert refused(response, 422) == why
    assert listed(client, file) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": 5},
        {"text": "x" * 10_001},
        {"text": "a", "author": "x" * 101},
        {"text": "a", "at": "now"},
        {"text": "a", "id": ""},
        {"text": "a", "id": "../of-others"},
        {"text": "a", "id": "x" * 65},
    ],
    ids=str,
)
def test_what_is_no_comment_is_refused(client: Client, file: dict[str, Any], body: dict[str, Any]) -> None:
    refused(client.post(f"/api/files/{file['id']}/comments", json=body), 422)
    assert listed(client, file) == []


def test_the_pages_of_the_project_hear_of_comments(client: Client) -> None:
    project = client.project()["id"]
    file = client.upload(project, encoded())[0]

    def act() -> None:
        made = comment(client, file)
        ok(client.patch(f"/api/comments/{made['id']}", json={"resolved": True}))
        ok(client.delete(f"/api/comments/{made['id']}"))

    assert heard(client, project, act) == [{"type": "comments", "file": file["id"]}] * 3


def test_a_file_has_so_many_comments_and_no_more(client: Client, file: dict[str, Any]) -> None:
    patch = {"ids": [file["id"]], "comment": "again"}
    for _ in range(1_000):
        ok(client.patch(f"/api/projects/{file['project']}/files", json=patch))
    assert "at most 1,000" in refused(client.post(f"/api/files/{file['id']}/comments", json={"text": "more"}), 409)
