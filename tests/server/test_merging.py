"""Change sets made on an older state: what of them applies, and what is said of what others changed too."""

import itertools
from random import Random
from typing import Any

import pytest

from tests.server.world import BOX, Client, new_key, ok, refused

POINT = {"kind": "point", "x": 3.0, "y": 4.0}
ADA = {"author": "Ada", "page": "page-ada"}
BOB = {"author": "Bob", "page": "page-bob"}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def one(client: Client, file: dict[str, Any]) -> dict[str, Any]:
    return client.create(file["id"], label="cat", attributes={"pose": "sitting", "age": 3}, id=new_key())


def merge(client: Client, file: str, base: int, origin: dict[str, Any] = BOB, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ok(client.change(file, merge=True, base=base, origin=origin, **changes))
    return answer


def test_different_fields_of_one_instance_are_both_kept(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    merge(client, file["id"], 1, ADA, updated=[{"id": one["id"], "label": "dog", "attributes": {"age": 4}}])
    reply = merge(client, file["id"], 1, updated=[{"id": one["id"], "geometry": POINT, "attributes": {"pose": None}}])
    (stored,) = client.instances(file["id"])
    assert (stored["label"], stored["geometry"], stored["attributes"]) == ("dog", POINT, {"age": 4})
    assert reply["conflicts"] == []


def test_of_the_same_field_the_later_is_kept_and_the_other_named(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    merge(client, file["id"], 1, ADA, updated=[{"id": one["id"], "label": "dog", "attributes": {"age": 4}}])
    reply = merge(client, file["id"], 1, updated=[{"id": one["id"], "label": None, "attributes": {"age": 5}}])
    assert client.instances(file["id"])[0]["attributes"]["age"] == 5
    assert reply["conflicts"] == [
        {
            "instance": one["id"],
            "fields": ["attributes.age"],
            "mine": "changed",
            "theirs": "changed",
            "author": "Ada",
            "revision": 2,
        }
    ]


def test_who_knew_what_the_other_did_has_no_conflict(client: Client, file: dict[str, Any], one: dict[str, Any]) -> None:
    merge(client, file["id"], 1, ADA, updated=[{"id": one["id"], "label": "dog"}])
    assert merge(client, file["id"], 2, updated=[{"id": one["id"], "label": "cat"}])["conflicts"] == []
    assert merge(client, file["id"], 2, updated=[{"id": one["id"], "label": "dog"}])["conflicts"] == []  # one's own


def test_a_deletion_wins_and_the_rest_of_the_change_set_applies(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    other = client.create(file["id"])
    merge(client, file["id"], 2, ADA, deleted=[one["id"]])
    updated = [{"id": one["id"], "label": "dog"}, {"id": other["id"], "label": "dog"}]
    reply = merge(client, file["id"], 2, updated=updated)
    assert [(item["id"], item["label"]) for item in client.instances(file["id"])] == [(other["id"], "dog")]
    assert reply["deleted"] == [one["id"]]
    (conflict,) = reply["conflicts"]
    assert (conflict["instance"], conflict["mine"], conflict["theirs"]) == (one["id"], "changed", "deleted")


def test_deleting_what_another_changed_is_said(client: Client, file: dict[str, Any], one: dict[str, Any]) -> None:
    merge(client, file["id"], 1, ADA, updated=[{"id": one["id"], "label": "dog"}])
    (conflict,) = merge(client, file["id"], 1, deleted=[one["id"]])["conflicts"]
    assert (conflict["mine"], conflict["theirs"], conflict["fields"]) == ("deleted", "changed", ["label"])
    assert client.instances(file["id"]) == []


def test_what_both_delete_is_gone_and_no_conflict(client: Client, file: dict[str, Any], one: dict[str, Any]) -> None:
    merge(client, file["id"], 1, ADA, deleted=[one["id"]])
    reply = merge(client, file["id"], 1, deleted=[one["id"]])
    assert (reply["revision"], reply["deleted"], reply["conflicts"]) == (2, [one["id"]], [])
    assert len(ok(client.get(f"/api/files/{file['id']}/log"))["items"]) == 2, "what changes nothing is not logged"


def test_what_both_bring_back_is_as_the_later_has_it(client: Client, file: dict[str, Any], one: dict[str, Any]) -> None:
    merge(client, file["id"], 1, ADA, deleted=[one["id"]])
    merge(client, file["id"], 2, ADA, created=[{"id": one["id"], "geometry": BOX, "label": "dog", "group": "g"}])
    merge(client, file["id"], 2, created=[{"id": one["id"], "geometry": POINT, "attributes": {"age": 1}}])
    (stored,) = client.instances(file["id"])
    kept = {name: stored[name] for name in ("geometry", "label", "attributes", "group")}
    assert kept == {"geometry": POINT, "label": None, "attributes": {"age": 1}, "group": None}


def test_an_id_of_another_file_is_taken_all_the_same(client: Client, file: dict[str, Any], one: dict[str, Any]) -> None:
    other = client.upload(file["project"])[0]["id"]
    changes = {"created": [{"id": one["id"], "geometry": BOX}], "merge": True}
    assert "already an instance" in refused(client.change(other, **changes), 409)
    reply = merge(client, other, 0, updated=[{"id": one["id"], "label": "dog"}], deleted=[one["id"]])
    assert reply["deleted"] == [one["id"]]
    assert client.instances(file["id"]) == [one]


def test_without_merging_what_is_gone_refuses_the_whole(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    ok(client.change(file["id"], deleted=[one["id"]]))
    assert "no such instance" in refused(client.change(file["id"], updated=[{"id": one["id"], "label": "dog"}]), 422)


def test_what_does_not_fit_refuses_the_whole_when_merging_too(client: Client, file: dict[str, Any]) -> None:
    refused(client.change(file["id"], merge=True, created=[{"geometry": BOX, "label": "unheard of"}]), 422)
    refused(client.change(file["id"], merge=True, base=-1), 422)
    assert client.instances(file["id"]) == []


def test_the_list_of_instances_says_at_which_revision_it_was_read(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    ok(client.change(file["id"], updated=[{"id": one["id"], "label": "dog"}]))
    assert ok(client.get(f"/api/files/{file['id']}/instances"))["revision"] == 2


def test_of_what_several_others_changed_the_newest_is_named_once(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    merge(client, file["id"], 1, ADA, updated=[{"id": one["id"], "label": "dog"}])
    merge(client, file["id"], 2, {"author": "Cy", "page": "page-cy"}, updated=[{"id": one["id"], "label": "cat"}])
    (conflict,) = merge(client, file["id"], 1, updated=[{"id": one["id"], "label": "dog"}])["conflicts"]
    assert (conflict["author"], conflict["revision"]) == ("Cy", 3)


def test_what_is_made_over_one_that_is_there_has_only_its_own_attributes(
    client: Client, file: dict[str, Any], one: dict[str, Any]
) -> None:
    made = {"id": one["id"], "geometry": POINT, "label": "dog", "attributes": {"age": 9}}
    merge(client, file["id"], 1, created=[made])
    (stored,) = client.instances(file["id"])
    assert (stored["geometry"], stored["label"], stored["attributes"]) == (POINT, "dog", {"age": 9})


def test_what_is_said_is_the_newest_of_what_others_did_to_each_of_many(client: Client, file: dict[str, Any]) -> None:
    """Random change sets of two pages, against what is said plainly: newest first, field by field."""
    random, fields = Random(7), ("group", "order", "attributes.a", "attributes.b", "attributes.c")
    made = ok(client.change(file["id"], created=[{"geometry": BOX}] * 60))["instances"]
    ids, past = [one["id"] for one in made], []
    value = itertools.count(10)
    for revision in range(2, 8):
        who = random.choice(("Ada", "Cy"))
        turned = {id: set(random.sample(fields, random.randint(1, 3))) for id in random.sample(ids, 30)}
        updated = [update_of(id, names, next(value)) for id, names in turned.items()]
        merge(client, file["id"], revision - 1, {"author": who, "page": f"page-{who}"}, updated=updated)
        past.append((revision, who, turned))
    mine = {id: set(random.sample(fields, 2)) for id in ids[:40]}
    updated = [update_of(id, {name}, next(value)) for id, names in mine.items() for name in sorted(names)]
    reply = merge(client, file["id"], 3, updated=updated, deleted=ids[40:50])
    expected = {}
    for revision, who, turned in past[2:]:
        for id, names in turned.items():
            same = names if id in ids[40:50] else names & mine.get(id, set())
            if same:
                expected[id] = (sorted(same), "deleted" if id in ids[40:50] else "changed", who, revision)
    said = {one["instance"]: (one["fields"], one["mine"], one["author"], one["revision"]) for one in reply["conflicts"]}
    assert said == expected
    assert len(reply["conflicts"]) == len(said) > 20


def update_of(id: str, names: set[str], value: int) -> dict[str, Any]:
    own = {name: f"g{value}" if name == "group" else value for name in names & {"group", "order"}}
    attributes = {name[-1]: value for name in names - own.keys()}
    return {"id": id, **own, **({"attributes": attributes} if attributes else {})}
