"""The list of a file's instances, which is put together without reading them."""

import json
from typing import Any

from starlette.applications import Starlette

from limner_server import wire
from limner_server.store import changes, listing
from tests.server.test_changes import GEOMETRIES
from tests.server.world import BOX, Client, ok


def test_the_list_says_of_every_instance_what_reading_it_gives(
    app: Starlette, client: Client, file: dict[str, Any]
) -> None:
    attributes = {"name": 'a "quoted" \\ \u00fc \U0001f441\n', "legs": 4, "tags": ["a", {"x": 1.5}], "none": ""}
    created = [
        {"geometry": geometry, "label": label, "attributes": attributes, "score": 0.5, "hidden": True}
        for geometry, label in zip(GEOMETRIES.values(), ["cat", "dog", None] * 3, strict=True)
    ]
    first, *_, last = ok(client.change(file["id"], created=created))["instances"]
    ok(client.change(file["id"], updated=[{"id": first["id"], "label": "dog"}], deleted=[last["id"]]))

    with app.state.context.database.reading() as connection:
        listed = listing.instances_json(connection, file["id"])
        read = wire.InstanceList(changes.instances_of(connection, file["id"]), 2)

    assert json.loads(listed) == json.loads(wire.encode(read))
    assert len(json.loads(listed)["items"]) == len(GEOMETRIES) - 1


def test_a_list_longer_than_what_is_read_at_once_is_whole(client: Client, file: dict[str, Any]) -> None:
    count = listing.AT_ONCE + 3
    answered = ok(client.change(file["id"], created=[{"geometry": BOX}] * count))["instances"]
    assert client.instances(file["id"]) == answered


def test_an_empty_file_has_an_empty_list(client: Client, file: dict[str, Any]) -> None:
    assert ok(client.get(f"/api/files/{file['id']}/instances")) == {"items": [], "revision": 0, "next": None}
