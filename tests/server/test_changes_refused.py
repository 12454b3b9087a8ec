"""Change sets with one thing wrong: nothing of them is applied, and the answer says what and where."""

import json
from typing import Any

import pytest

from tests.server.world import BOX, Client, ok, refused

GOOD = {"geometry": BOX, "label": "cat"}
HUGE = 10**400
RINGS = {
    "two": [[1, 1], [2, 2]],
    "many": [[i % 40, i % 29] for i in range(10_001)],
}


def shape(**geometry: Any) -> dict[str, Any]:
    return {"created": [GOOD, {"geometry": geometry}]}


def polygon(ring: list[list[float]]) -> dict[str, Any]:
    return shape(kind="polygon", parts=[{"outer": ring}])


def created(**fields: Any) -> dict[str, Any]:
    return {"created": [GOOD, {**GOOD, **fields}]}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a polygon of two points": (polygon(RINGS["two"]), "instance 2: polygon has 2 points, needs at least 3"),
    "a polygon without parts": (shape(kind="polygon", parts=[]), "instance 2: polygon has no parts"),
    "a box outside the file": (
        shape(kind="box", x=50, y=40, width=5, height=5),
        "instance 2: box lies outside the file, which is 40 x 30",
    ),
    "a mask outside the file": (shape(kind="mask", bounds=[40, 0, 2, 2], rle=[0, 4]), "instance 2: mask"),
    "too many vertices": (polygon(RINGS["many"]), "polygon has 10,001 points, at most 10,000"),
    "a polyline of one point": (shape(kind="polyline", points=[[1, 1]]), "polyline has 1 point, needs at least 2"),
    "a box without height": (shape(kind="box", x=1, y=1, width=5, height=0), "box measures 5 x 0"),
    "an ellipse without radius": (shape(kind="ellipse", x=1, y=1, rx=0, ry=2), "ellipse measures 0 x 2"),
    "no keypoints": (shape(kind="keypoints", points=[]), "keypoints has 0 points"),
    "an edge to nowhere": (
        shape(kind="keypoints", points=[{"name": "a", "x": 1, "y": 1}], edges=[[0, 1]]),
        "keypoints edge [0, 1] names a point that is not there",
    ),
    "a visibility of 3": (
        shape(kind="keypoints", points=[{"name": "a", "x": 1, "y": 1, "visible": 3}]),
        "geometry.points[0].visible is 3",
    ),
    "a mask that does not add up": (
        shape(kind="mask", bounds=[0, 0, 2, 2], rle=[1, 2]),
        "mask's run lengths add up to 3, its bounds hold 4 pixels",
    ),
    "negative run lengths": (shape(kind="mask", bounds=[0, 0, 2, 2], rle=[-1, 5]), "mask's run lengths"),
    "a kind that does not exist": (shape(kind="star"), "geometry.kind is 'star', expected one of box"),
    "no kind": (shape(x=1, y=1), "geometry.kind is None"),
    "a geometry that is a list": ({"created": [{"geometry": []}]}, "$.created[0].geometry"),
    "a coordinate as text": (shape(kind="point", x="1", y=1), "geometry.x is '1', expected a number"),
    "a coordinate too few": (polygon([[1, 1], [2, 2], [3]]), "geometry.parts[0].outer[2] has 1 values"),
    "a missing coordinate": (shape(kind="point", x=1), "geometry lacks y"),
    "a coordinate that is true": (shape(kind="point", x=True, y=1), "geometry.x is True, expected a number"),
    "a coordinate of 401 digits": (shape(kind="point", x=HUGE, y=1), "$.created[1].geometry"),
    "a label that does not exist": (created(label="person"), "label 'person' does not exist in this project"),
    "a label that is a number": (created(label=1), "$.created[1].label"),
    "a score of 2": (created(score=2), "instance 2: score is 2, expected 0 to 1"),
    "a score below 0": (created(score=-0.1), "instance 2: score is -0.1, expected 0 to 1"),
    "an empty id": (created(id=""), "instance 2: id has 0 characters, expected 1 to 64"),
    "an id of 65 characters": (created(id="x" * 65), "instance 2: id has 65 characters"),
    "a frame below 0": (created(frame=-1), "instance 2: frame is -1"),
    "a frame beyond all counting": (created(frame=10**30), "instance 2: frame is 1000000"),
    "attributes that are a list": (created(attributes=[]), "$.created[1].attributes"),
    "an unknown actor": ({"origin": {"actor": "robot"}}, "$.origin.actor"),
    "an update of an unknown id": ({"updated": [{"id": "nobody", "label": "cat"}]}, "update of nobody: no such"),
    "an update without id": ({"updated": [{"label": "cat"}]}, "$.updated[0]"),
    "a deletion of an unknown id": ({"deleted": ["nobody"]}, "deletion of nobody: no such instance on this file"),
    "a deletion of a number": ({"deleted": [1]}, "$.deleted[0]"),
    "an unknown field": ({"insert": []}, "insert"),
    "created as an object": ({"created": {}}, "$.created"),
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.mark.parametrize("name", WRONG)
def test_one_wrong_item_rejects_all_and_changes_nothing(client: Client, file: dict[str, Any], name: str) -> None:
    kept = client.create(file["id"])
    changes, message = WRONG[name]
    changes = {"created": [GOOD], "updated": [{"id": kept["id"], "label": "dog"}], **changes}
    assert message in refused(client.change(file["id"], **changes), 422)
    assert client.instances(file["id"]) == [kept]
    assert ok(client.get(f"/api/files/{file['id']}"))["revision"] == 1
    assert len(ok(client.get(f"/api/files/{file['id']}/log"))["items"]) == 1


@pytest.mark.parametrize("field", ["label", "geometry"])
def test_a_wrong_update_names_the_instance(client: Client, file: dict[str, Any], field: str) -> None:
    kept = client.create(file["id"])
    wrong = {"label": "person", "geometry": {"kind": "polyline", "points": [[1, 1]]}}[field]
    message = refused(client.change(file["id"], updated=[{"id": kept["id"], field: wrong}]), 422)
    assert message.startswith(f"update of {kept['id']}: ")
    assert client.instances(file["id"]) == [kept]


def test_a_refusal_carries_the_key_of_its_change_set(client: Client, file: dict[str, Any]) -> None:
    post = {"key": "my-own-key", "deleted": ["nobody"]}
    response = client.post(f"/api/files/{file['id']}/changes", json=post)
    assert response.json()["error"]["detail"] == {"key": "my-own-key"}


def test_a_key_that_was_refused_can_be_used_again(client: Client, file: dict[str, Any]) -> None:
    url = f"/api/files/{file['id']}/changes"
    refused(client.post(url, json={"key": "same-key", "deleted": ["nobody"]}), 422)
    assert len(ok(client.post(url, json={"key": "same-key", "created": [GOOD]}))["instances"]) == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space", "slash/es", "\u00fcmlaut12", 12345678, None])
def test_a_key_must_be_8_to_64_plain_characters(client: Client, file: dict[str, Any], key: Any) -> None:
    assert "$.key" in refused(client.post(f"/api/files/{file['id']}/changes", json={"key": key}), 422)


def test_an_id_that_is_taken_on_the_file_is_409(client: Client, file: dict[str, Any]) -> None:
    kept = client.create(file["id"])
    response = client.change(file["id"], created=[GOOD, {**GOOD, "id": kept["id"]}])
    assert f"there is already an instance {kept['id']!r}" in refused(response, 409)
    assert response.json()["error"]["detail"] == {"id": kept["id"]}
    assert client.instances(file["id"]) == [kept]


def test_an_id_that_is_taken_on_another_file_is_409_even_once_deleted(client: Client, file: dict[str, Any]) -> None:
    other = client.file()
    taken = client.create(other["id"])["id"]
    refused(client.change(file["id"], created=[{**GOOD, "id": taken}]), 409)
    ok(client.change(other["id"], deleted=[taken]))
    refused(client.change(file["id"], created=[{**GOOD, "id": taken}]), 409)


def test_one_id_twice_in_a_change_set_is_409(client: Client, file: dict[str, Any]) -> None:
    refused(client.change(file["id"], created=[{**GOOD, "id": "twin"}, {**GOOD, "id": "twin"}]), 409)
    assert client.instances(file["id"]) == []


def changing(instance: str) -> list[dict[str, Any]]:
    return [{"updated": [{"id": instance, "label": "dog"}]}, {"deleted": [instance]}]


def test_an_instance_of_another_file_cannot_be_reached(client: Client, file: dict[str, Any]) -> None:
    other = client.file()
    theirs = client.create(other["id"])
    for changes in changing(theirs["id"]):
        assert "no such instance on this file" in refused(client.change(file["id"], **changes), 422)
    assert client.instances(other["id"]) == [theirs]


def test_a_deleted_instance_cannot_be_changed(client: Client, file: dict[str, Any]) -> None:
    gone = client.create(file["id"])["id"]
    ok(client.change(file["id"], deleted=[gone]))
    for changes in changing(gone):
        refused(client.change(file["id"], **changes), 422)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "0x10", "1" * 5_000])
def test_a_number_that_is_none_is_refused(client: Client, file: dict[str, Any], number: str) -> None:
    body = json.dumps({"key": "some-key-1", "created": [{"geometry": {"kind": "point", "x": "HERE", "y": 1}}]})
    response = client.post(f"/api/files/{file['id']}/changes", content=body.replace('"HERE"', number))
    assert refused(response, 422 if number[0] == "1" else 400)
    assert client.instances(file["id"]) == []


def test_an_infinite_bound_of_a_mask_is_refused(client: Client, file: dict[str, Any]) -> None:
    mask = {"kind": "mask", "bounds": [0, 0, HUGE, 1], "rle": [1]}
    refused(client.change(file["id"], created=[{"geometry": mask}]), 422)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"group": "g" * 65}, "group has 65 characters, at most 64 are taken"),
        ({"order": 2**31}, "order is 2147483648, expected -2,147,483,647 to 2,147,483,647"),
        ({"links": [{"to": "x", "name": ""}] * 101}, "there are 101 links, at most 100 are taken"),
    ],
)
def test_what_ties_instances_together_is_bounded(
    client: Client, file: dict[str, Any], fields: dict[str, Any], said: str
) -> None:
    kept = client.create(file["id"])
    assert said in refused(client.change(file["id"], created=[{**GOOD, **fields}]), 422)
    assert said in refused(client.change(file["id"], updated=[{"id": kept["id"], **fields}]), 422)
    assert client.instances(file["id"]) == [kept]
