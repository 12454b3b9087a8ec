"""Change sets that are applied: what comes back, what is stored, what is counted."""

import math
from typing import Any

import pytest

from limner.geometry import KINDS
from tests.server.world import BOX, Client, new_key, ok

FIELDS = [
    ("label", "dog"),
    ("locked", True),
    ("hidden", True),
    ("group", "pair-1"),
    ("order", -3),
    ("links", [{"to": "another", "name": "holds"}]),
]
TRIANGLE = [[1.5, 1.0], [20.0, 2.25], [10.0, 20.0]]
GEOMETRIES: dict[str, dict[str, Any]] = {
    "box": {"kind": "box", "x": 0.5, "y": 1.0, "width": 10.0, "height": 5.25, "rotation": 30.0},
    "polygon": {
        "kind": "polygon",
        "parts": [
            {"outer": TRIANGLE, "holes": [[[8.0, 4.0], [12.0, 4.0], [10.0, 8.0]]]},
            {"outer": [[30.0, 20.0], [35.0, 20.0], [35.0, 25.0]], "holes": []},
        ],
    },
    "polyline": {"kind": "polyline", "points": TRIANGLE},
    "point": {"kind": "point", "x": 39.999, "y": 0.001},
    "ellipse": {"kind": "ellipse", "x": 20.0, "y": 15.0, "rx": 4.0, "ry": 3.0, "rotation": 12.0},
    "keypoints": {
        "kind": "keypoints",
        "points": [
            {"name": "nose", "x": 1.0, "y": 2.0, "visible": 2},
            {"name": "left eye \u200d\U0001f441", "x": 3.0, "y": 4.0, "visible": 0},
        ],
        "edges": [[0, 1]],
    },
    "cuboid": {"kind": "cuboid", "front": BOX, "rear": {**BOX, "x": 3.0, "rotation": 5.0}},
    "mask": {"kind": "mask", "bounds": [2, 3, 4, 2], "rle": [1, 3, 4]},
    "tag": {"kind": "tag"},
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def test_every_kind_of_geometry_has_a_case_here() -> None:
    assert set(GEOMETRIES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_geometry_comes_back_as_it_was_sent(client: Client, file: dict[str, Any], kind: str) -> None:
    assert client.create(file["id"], geometry=GEOMETRIES[kind])["geometry"] == GEOMETRIES[kind]
    (stored,) = client.instances(file["id"])
    assert stored["geometry"] == GEOMETRIES[kind]


def test_a_created_instance_is_answered_as_it_is_stored(client: Client, file: dict[str, Any]) -> None:
    fields = {
        "label": "cat",
        "attributes": {"pose": "sitting", "legs": 4, "tail": True, "tags": ["a", "b"], "\u00fc": {"x": 1.5}},
        "score": 0.25,
        "frame": 3,
        "locked": True,
        "hidden": True,
        "group": "pair-1",
        "order": 7,
        "links": [{"to": "another", "name": "holds"}],
    }
    created = client.create(file["id"], **fields)
    assert fields.items() <= created.items()
    assert created["file"] == file["id"]
    assert created["version"] == 1
    assert client.instances(file["id"]) == [created]


def test_an_id_that_was_given_is_kept_and_others_are_made_up(client: Client, file: dict[str, Any]) -> None:
    given = [{"geometry": BOX, "id": "mine-1"}, {"geometry": BOX}, {"geometry": BOX}]
    ids = [instance["id"] for instance in ok(client.change(file["id"], created=given))["instances"]]
    assert ids[0] == "mine-1"
    assert len(set(ids)) == 3
    assert all(len(id) == 32 for id in ids[1:])


def test_an_update_changes_only_what_it_names(client: Client, file: dict[str, Any]) -> None:
    before = client.create(file["id"], label="cat", attributes={"pose": "sitting"}, score=0.5)
    (after,) = ok(client.change(file["id"], updated=[{"id": before["id"], "label": "dog"}]))["instances"]
    changed = {"label": "dog", "version": 2, "provenance": after["provenance"]}
    assert after == {**before, **changed}


@pytest.mark.parametrize(("field", "value"), [("geometry", GEOMETRIES["point"]), *FIELDS])
def test_every_field_can_be_updated(client: Client, file: dict[str, Any], field: str, value: Any) -> None:
    before = client.create(file["id"], label="cat")
    ok(client.change(file["id"], updated=[{"id": before["id"], field: value}]))
    (stored,) = client.instances(file["id"])
    assert stored[field] == value
    assert stored["provenance"]["edited_by"][0]["changed"] == [field]


def test_attributes_are_merged_and_one_set_to_null_is_removed(client: Client, file: dict[str, Any]) -> None:
    before = client.create(file["id"], attributes={"pose": "sitting", "age": 3})
    change = {"id": before["id"], "attributes": {"age": None, "tail": "long"}}
    (after,) = ok(client.change(file["id"], updated=[change]))["instances"]
    assert after["attributes"] == {"pose": "sitting", "tail": "long"}


def test_an_empty_group_takes_an_instance_out_of_its_group(client: Client, file: dict[str, Any]) -> None:
    before = client.create(file["id"], group="pair-1")
    (after,) = ok(client.change(file["id"], updated=[{"id": before["id"], "group": ""}]))["instances"]
    assert after["group"] is None


def test_two_updates_of_one_instance_in_one_change_set_both_count(client: Client, file: dict[str, Any]) -> None:
    before = client.create(file["id"], label="cat", attributes={"a": 1})
    updates = [{"label": "dog"}, {"geometry": GEOMETRIES["tag"]}, {"attributes": {"b": 2}}]
    (after,) = ok(client.change(file["id"], updated=[{"id": before["id"], **one} for one in updates]))["instances"]
    assert (after["label"], after["geometry"], after["attributes"]) == ("dog", {"kind": "tag"}, {"a": 1, "b": 2})
    assert after["version"] == 4
    assert client.instances(file["id"]) == [after]


def test_a_deleted_instance_is_gone(client: Client, file: dict[str, Any]) -> None:
    instance = client.create(file["id"])
    reply = ok(client.change(file["id"], deleted=[instance["id"]]))
    assert (reply["instances"], reply["deleted"]) == ([], [instance["id"]])
    assert client.instances(file["id"]) == []
    assert ok(client.get(f"/api/files/{file['id']}"))["instances"] == 0


def test_deleting_twice_in_one_change_set_deletes_once(client: Client, file: dict[str, Any]) -> None:
    instance = client.create(file["id"])
    assert ok(client.change(file["id"], deleted=[instance["id"]] * 2))["deleted"] == [instance["id"]]
    entry = ok(client.get(f"/api/files/{file['id']}/log"))["items"][-1]
    assert entry["changes"]["deleted"] == [instance]


def test_all_three_at_once_make_one_revision(client: Client, file: dict[str, Any]) -> None:
    first, second = client.create(file["id"]), client.create(file["id"])
    reply = ok(
        client.change(
            file["id"],
            created=[{"geometry": BOX, "id": "third"}],
            updated=[{"id": first["id"], "label": "dog"}],
            deleted=[second["id"]],
        )
    )
    assert reply["revision"] == 3
    assert [instance["id"] for instance in reply["instances"]] == ["third", first["id"]]
    assert reply["deleted"] == [second["id"]]


def test_the_revision_counts_the_change_sets_of_each_file_alone(client: Client, project: dict[str, Any]) -> None:
    one, other = client.upload(project["id"])[0], client.upload(project["id"])[0]
    assert [ok(client.change(one["id"]))["revision"] for _ in range(3)] == [1, 2, 3]
    assert ok(client.change(other["id"]))["revision"] == 1
    assert ok(client.get(f"/api/files/{one['id']}"))["revision"] == 3


def test_a_file_counts_its_living_instances(client: Client, file: dict[str, Any]) -> None:
    ids = [client.create(file["id"])["id"] for _ in range(3)]
    ok(client.change(file["id"], deleted=[ids[1]]))
    assert ok(client.get(f"/api/files/{file['id']}"))["instances"] == 2


def test_instances_keep_their_order_through_updates_and_restoring(client: Client, file: dict[str, Any]) -> None:
    ids = [client.create(file["id"])["id"] for _ in range(4)]
    ok(client.change(file["id"], updated=[{"id": ids[2], "label": "dog"}], deleted=[ids[0], ids[3]]))
    ok(client.change(file["id"], created=[{"id": ids[0], "geometry": BOX}], updated=[{"id": ids[1], "hidden": True}]))
    assert [instance["id"] for instance in client.instances(file["id"])] == ids[:3]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"kind": "point", "x": -5, "y": 31}, {"kind": "point", "x": 0.0, "y": 30.0}),
        (
            {"kind": "box", "x": 30, "y": -10, "width": 20, "height": 25},
            {"kind": "box", "x": 30.0, "y": 0.0, "width": 10.0, "height": 15.0, "rotation": 0.0},
        ),
        (
            {"kind": "polyline", "points": [[-1, -1], [41, 31]]},
            {"kind": "polyline", "points": [[0.0, 0.0], [40.0, 30.0]]},
        ),
        (
            {"kind": "mask", "bounds": [38, 29, 4, 2], "rle": [0, 8]},
            {"kind": "mask", "bounds": [38, 29, 2, 1], "rle": [0, 2]},
        ),
    ],
    ids=lambda value: value["kind"],
)
def test_coordinates_are_clamped_to_the_file(
    client: Client, file: dict[str, Any], sent: dict[str, Any], stored: dict[str, Any]
) -> None:
    assert client.create(file["id"], geometry=sent)["geometry"] == stored
    instance = client.create(file["id"])
    (updated,) = ok(client.change(file["id"], updated=[{"id": instance["id"], "geometry": sent}]))["instances"]
    assert updated["geometry"] == stored


def test_five_thousand_instances_at_once_are_all_stored(client: Client, file: dict[str, Any]) -> None:
    created = [{"geometry": {"kind": "point", "x": i % 40, "y": i % 30}, "id": f"p{i}"} for i in range(5_000)]
    reply = ok(client.change(file["id"], created=created))
    assert [instance["id"] for instance in reply["instances"]] == [item["id"] for item in created]
    assert len(client.instances(file["id"])) == 5_000
    assert ok(client.change(file["id"], deleted=[item["id"] for item in created]))["revision"] == 2
    assert client.instances(file["id"]) == []


def test_floats_are_kept_to_the_last_bit(client: Client, file: dict[str, Any]) -> None:
    point = {"kind": "point", "x": math.pi, "y": math.nextafter(1.0, 2.0)}
    assert client.create(file["id"], geometry=point)["geometry"] == point


def test_an_empty_change_set_is_taken(client: Client, file: dict[str, Any]) -> None:
    reply = ok(client.post(f"/api/files/{file['id']}/changes", json={"key": new_key()}))
    assert reply == {"revision": 1, "instances": [], "deleted": [], "conflicts": []}
