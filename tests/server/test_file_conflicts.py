"""A file's state, assignee and attributes, changed by somebody who did not know of the last change."""

from typing import Any

import pytest

from tests.server.world import Client, ok, refused


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def patched(client: Client, file: dict[str, Any], **patch: Any) -> dict[str, Any]:
    changed: dict[str, Any] = ok(client.patch(f"/api/files/{file['id']}", json=patch))
    return changed


def test_what_others_changed_is_named_and_what_came_later_holds(client: Client, file: dict[str, Any]) -> None:
    patched(client, file, state="in_progress", assignee="Ada", attributes={"weather": "rain", "wind": 3})
    known = {"state": "todo", "assignee": None, "attributes": {"weather": "sun", "wind": 3, "clouds": None}}
    given = {"weather": "snow", "wind": 4, "clouds": 2}
    changed = patched(client, file, state="done", assignee="Bob", attributes=given, known=known)
    assert (changed["state"], changed["assignee"], changed["attributes"]) == ("done", "Bob", given)
    assert changed["conflicts"] == [
        {"field": "state", "theirs": "in_progress"},
        {"field": "assignee", "theirs": "Ada"},
        {"field": "attributes.weather", "theirs": "rain"},
    ]


def test_what_was_known_or_is_wanted_anyway_is_no_conflict(client: Client, file: dict[str, Any]) -> None:
    patched(client, file, state="done", assignee="Ada", attributes={"weather": "rain"})
    again = {"state": "done", "assignee": "Ada", "attributes": {"weather": "rain"}}
    before = {"state": "todo", "assignee": "", "attributes": {"weather": None}}
    assert patched(client, file, **again, known=before)["conflicts"] == []
    assert patched(client, file, state="todo", assignee="", known=again)["conflicts"] == []
    assert patched(client, file, assignee=None, known={"assignee": "Cy"})["conflicts"] == []
    assert patched(client, file, state="done", known={"attributes": {"weather": "x"}})["conflicts"] == []
    assert patched(client, file, attributes={"weather": None})["conflicts"] == []


def test_an_attribute_that_was_taken_away_is_named(client: Client, file: dict[str, Any]) -> None:
    known = {"attributes": {"weather": "rain", "seen": False}}
    changed = patched(client, file, attributes={"weather": "sun", "seen": None}, known=known)
    assert changed["conflicts"] == [{"field": "attributes.weather", "theirs": None}]


@pytest.mark.parametrize("known", [{"name": "a"}, {"state": "lost"}, {"attributes": []}, 5], ids=str)
def test_what_nobody_can_know_is_refused(client: Client, file: dict[str, Any], known: Any) -> None:
    refused(client.patch(f"/api/files/{file['id']}", json={"state": "done", "known": known}), 422)
    assert ok(client.get(f"/api/files/{file['id']}"))["state"] == "todo"
