"""Keys, provenance, undo and the log: what a change set leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from limner_server import wire
from tests.server.world import BOX, Client, new_key, ok

SCRIPT = {"actor": "script", "script": "limner/trace", "run": "run-1", "title": "Trace"}
ORIGIN = wire.plain(wire.Origin())
PROVENANCE = {
    "actor": "script",
    "actor_id": "someone",
    "script": "limner/trace",
    "script_version": "sha256:abc",
    "run": "run-1",
    "event": "create_instance",
    "params": {"iterations": 5},
    "place": "browser",
    "ms": 84.5,
    "score": 0.75,
    "edited_by": [],
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def log(client: Client, file: str) -> list[dict[str, Any]]:
    return ok(client.get(f"/api/files/{file}/log"))["items"]


def test_the_same_key_again_is_answered_the_same_and_changes_nothing(client: Client, file: dict[str, Any]) -> None:
    url, post = f"/api/files/{file['id']}/changes", {"key": new_key(), "created": [{"geometry": BOX}]}
    first, second = ok(client.post(url, json=post)), ok(client.post(url, json=post))
    assert first == second
    assert client.instances(file["id"]) == first["instances"]
    assert len(log(client, file["id"])) == 1


def test_a_known_key_wins_over_whatever_else_is_sent(client: Client, file: dict[str, Any]) -> None:
    url, key = f"/api/files/{file['id']}/changes", new_key()
    first = ok(client.post(url, json={"key": key, "created": [{"geometry": BOX}]}))
    assert ok(client.post(url, json={"key": key, "deleted": [first["instances"][0]["id"]]})) == first
    assert len(client.instances(file["id"])) == 1


def test_a_deletion_answered_again_names_what_is_gone(client: Client, file: dict[str, Any]) -> None:
    instance = client.create(file["id"])
    url, post = f"/api/files/{file['id']}/changes", {"key": new_key(), "deleted": [instance["id"]]}
    assert ok(client.post(url, json=post)) == ok(client.post(url, json=post))


def test_a_key_means_something_on_its_own_file_only(client: Client, file: dict[str, Any]) -> None:
    other, post = client.file(), {"key": new_key(), "created": [{"geometry": BOX}]}
    for id in (file["id"], other["id"]):
        ok(client.post(f"/api/files/{id}/changes", json=post))
        assert len(client.instances(id)) == 1


def test_one_key_from_many_threads_at_once_is_applied_once(client: Client, file: dict[str, Any]) -> None:
    url, post = f"/api/files/{file['id']}/changes", {"key": new_key(), "created": [{"geometry": BOX}]}
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: ok(client.post(url, json=post)), range(24)))
    assert all(reply == replies[0] for reply in replies)
    assert len(client.instances(file["id"])) == 1
    assert len(log(client, file["id"])) == 1


def test_many_keys_from_many_threads_at_once_are_all_applied_in_some_order(
    client: Client, file: dict[str, Any]
) -> None:
    with ThreadPoolExecutor(8) as pool:
        changed = pool.map(lambda _: ok(client.change(file["id"], created=[{"geometry": BOX}])), range(24))
        revisions = [reply["revision"] for reply in changed]
    assert sorted(revisions) == list(range(1, 25))
    assert len(client.instances(file["id"])) == 24


def test_a_shape_drawn_by_hand_says_so(client: Client, file: dict[str, Any]) -> None:
    provenance = client.create(file["id"])["provenance"]
    assert (provenance["actor"], provenance["script"], provenance["edited_by"]) == ("human", None, [])


def test_a_script_that_says_nothing_more_is_named_by_its_change_set(client: Client, file: dict[str, Any]) -> None:
    (made,) = ok(client.change(file["id"], created=[{"geometry": BOX}], origin=SCRIPT))["instances"]
    named = {name: made["provenance"][name] for name in ("actor", "script", "run")}
    assert named == {"actor": "script", "script": "limner/trace", "run": "run-1"}


def test_the_provenance_of_a_script_is_kept_as_sent(client: Client, file: dict[str, Any]) -> None:
    created = [{"geometry": BOX, "provenance": PROVENANCE}]
    (made,) = ok(client.change(file["id"], created=created, origin=SCRIPT))["instances"]
    assert made["provenance"] == PROVENANCE


def test_a_human_edit_is_added_to_the_provenance_and_erases_nothing(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], provenance=PROVENANCE, label="cat")
    update = {"id": made["id"], "label": "dog", "geometry": {"kind": "tag"}}
    (edited,) = ok(client.change(file["id"], updated=[update]))["instances"]
    (edit,) = edited["provenance"]["edited_by"]
    assert edited["provenance"] == {**PROVENANCE, "edited_by": [edit]}
    assert edit["actor"] == "human"
    assert edit["changed"] == ["geometry", "label"]
    assert edit["at"] == log(client, file["id"])[-1]["at"]


def test_a_scripts_edit_is_named_after_the_script(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"])
    updated = [{"id": made["id"], "label": "dog"}]
    (edited,) = ok(client.change(file["id"], updated=updated, origin=SCRIPT))["instances"]
    assert [edit["actor"] for edit in edited["provenance"]["edited_by"]] == ["limner/trace"]


def test_every_further_edit_is_added_after_the_earlier_ones(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], label="cat")
    for label in ("dog", "cat"):
        ok(client.change(file["id"], updated=[{"id": made["id"], "label": label}]))
    ok(client.change(file["id"], updated=[{"id": made["id"], "hidden": True}]))
    (edited,) = client.instances(file["id"])
    assert [edit["changed"] for edit in edited["provenance"]["edited_by"]] == [["label"], ["label"], ["hidden"]]
    assert edited["version"] == 4


def test_an_undo_is_no_edit(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], provenance=PROVENANCE, label="cat")
    undo = {"updated": [{"id": made["id"], "label": "dog"}], "origin": {"actor": "undo"}}
    (undone,) = ok(client.change(file["id"], **undo))["instances"]
    assert undone["provenance"] == PROVENANCE
    assert (undone["label"], undone["version"]) == ("dog", 2)


def test_an_update_to_the_same_value_is_no_edit(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], label="cat")
    (same,) = ok(client.change(file["id"], updated=[{"id": made["id"], "label": "cat", "geometry": BOX}]))["instances"]
    assert same["provenance"]["edited_by"] == []


def test_a_deleted_id_created_again_is_restored_with_its_provenance(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], provenance=PROVENANCE, label="cat")
    ok(client.change(file["id"], deleted=[made["id"]]))
    back = {name: made[name] for name in ("id", "geometry", "label", "attributes")}
    (restored,) = ok(client.change(file["id"], created=[back], origin={"actor": "undo"}))["instances"]
    assert restored == {**made, "version": 2}
    assert client.instances(file["id"]) == [restored]


def test_the_log_has_each_change_set_with_before_and_after(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], label="cat")
    (edited,) = ok(client.change(file["id"], updated=[{"id": made["id"], "label": "dog"}], origin=SCRIPT))["instances"]
    ok(client.change(file["id"], deleted=[made["id"]]))
    first, second, third = log(client, file["id"])
    assert first["changes"] == {"created": [made], "updated": [], "deleted": []}
    assert second["changes"] == {"created": [], "updated": [{"before": made, "after": edited}], "deleted": []}
    assert third["changes"] == {"created": [], "updated": [], "deleted": [edited]}
    assert [entry["revision"] for entry in (first, second, third)] == [1, 2, 3]
    assert second["origin"] == {**ORIGIN, **SCRIPT}
    assert first["origin"] == ORIGIN


def test_what_is_updated_and_deleted_at_once_is_logged_as_it_was_last(client: Client, file: dict[str, Any]) -> None:
    made = client.create(file["id"], label="cat")
    ok(client.change(file["id"], updated=[{"id": made["id"], "label": "dog"}], deleted=[made["id"]]))
    (gone,) = log(client, file["id"])[-1]["changes"]["deleted"]
    assert gone["label"] == "dog"


def test_replaying_the_log_gives_the_instances(client: Client, file: dict[str, Any]) -> None:
    ids = [client.create(file["id"], label="cat")["id"] for _ in range(3)]
    ok(client.change(file["id"], updated=[{"id": ids[0], "label": "dog"}], deleted=[ids[1]]))
    ok(client.change(file["id"], created=[{"id": ids[1], "geometry": {"kind": "tag"}}]))
    state: dict[str, Any] = {}
    for entry in log(client, file["id"]):
        state.update({one["id"]: one for one in entry["changes"]["created"]})
        state.update({one["after"]["id"]: one["after"] for one in entry["changes"]["updated"]})
        for one in entry["changes"]["deleted"]:
            del state[one["id"]]
    assert sorted(state.values(), key=lambda one: one["id"]) == sorted(
        client.instances(file["id"]), key=lambda one: one["id"]
    )
