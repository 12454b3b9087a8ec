"""How large pixels are in the world: given for a file or its project, or said by the image, and known to all."""

from functools import partial
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update

from limner_server.older import read_pixel_size
from limner_server.store import pixel_sizes
from limner_server.store.tables import files
from tests.server.images import encoded
from tests.server.test_sync import heard
from tests.server.world import Client, ok, refused

SCANNED = encoded(Image.new("L", (9, 9)), "PNG", dpi=(600, 600))
MICRONS = {"size": 0.25, "unit": "µm"}
MILLIMETRES = {"size": 2, "unit": "mm"}


@pytest.fixture
def client(shared: Client) -> Client:
    return shared


def read(client: Client, file: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = ok(client.get(f"/api/files/{file['id']}"))["pixel_size"]
    return found


def give(client: Client, kind: str, id: str, size: Any) -> Any:
    return client.patch(f"/api/{kind}/{id}", json={"pixel_size": size})


def test_what_is_given_for_a_file_comes_before_its_projects_and_that_before_what_the_image_says(client: Client) -> None:
    project = client.project()
    (file,), (other,) = client.upload(project["id"], SCANNED), client.upload(project["id"])
    said = read(client, file)
    assert said is not None
    assert (said["size"], said["unit"], said["of"]) == (pytest.approx(25.4 / 600, rel=0.001), "mm", "image")
    assert said["source"] == "600 dots per inch"
    assert (project["pixel_size"], read(client, other)) == (None, None)
    assert ok(give(client, "projects", project["id"], MILLIMETRES))["pixel_size"] == MILLIMETRES
    shared = {**MILLIMETRES, "of": "project", "source": "given for the project"}
    assert [read(client, one) for one in (file, other)] == [shared, shared]
    own = ok(give(client, "files", file["id"], MICRONS))["pixel_size"]
    assert own == {**MICRONS, "of": "file", "source": "given for this file"}
    listed = ok(client.get(f"/api/projects/{project['id']}/files"))["items"]
    assert [one["pixel_size"] for one in listed] == [own, shared]
    assert ok(give(client, "files", file["id"], None))["pixel_size"] == shared
    assert ok(give(client, "projects", project["id"], None))["pixel_size"] is None
    assert (read(client, file), read(client, other)) == (said, None)


def test_what_else_is_changed_leaves_the_size(client: Client, project: dict[str, Any]) -> None:
    (file,) = client.upload(project["id"])
    ok(give(client, "files", file["id"], MICRONS))
    ok(give(client, "projects", project["id"], MILLIMETRES))
    ok(client.patch(f"/api/files/{file['id']}", json={"state": "done"}))
    ok(client.patch(f"/api/projects/{project['id']}", json={"name": "Renamed"}))
    assert (read(client, file) or {})["size"] == 0.25
    assert ok(client.get(f"/api/projects/{project['id']}"))["pixel_size"] == MILLIMETRES


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"size": 0, "unit": "mm"}, "the size of a pixel is 0 mm: it must be a number above 0"),
        ({"size": -2, "unit": "mm"}, "the size of a pixel is -2 mm"),
        ({"size": 1e10, "unit": "mm"}, "at most 1,000,000,000"),
        ({"size": 1, "unit": "parsec"}, "parsec"),
        ({"size": 1}, "unit"),
        ({"unit": "mm"}, "size"),
        ({"size": "1", "unit": "mm"}, "size"),
        ({"size": True, "unit": "mm"}, "size"),
        ("0.25 µm", "pixel_size"),
        (0.25, "pixel_size"),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["files", "projects"])
def test_what_is_no_size_is_refused_and_changes_nothing(
    client: Client, project: dict[str, Any], kind: str, given: Any, message: str
) -> None:
    (file,) = client.upload(project["id"])
    id = file["id"] if kind == "files" else project["id"]
    ok(give(client, kind, id, MICRONS))
    assert message in refused(give(client, kind, id, given), 422)
    assert ok(client.get(f"/api/{kind}/{id}"))["pixel_size"]["size"] == 0.25


def test_everybody_hears_of_it(client: Client, project: dict[str, Any]) -> None:
    (file,) = client.upload(project["id"])
    for kind, id, news in (
        ("files", file["id"], {"type": "file", "file": file["id"]}),
        ("projects", project["id"], {"type": "project"}),
    ):
        assert heard(client, project["id"], partial(give, client, kind, id, MICRONS)) == [news]


def test_images_that_came_before_are_asked_once(client: Client, project: dict[str, Any]) -> None:
    (file,), (plain,) = client.upload(project["id"], SCANNED), client.upload(project["id"])
    context = client.app.state.context
    with context.database.writing() as connection:
        connection.execute(update(files).where(files.c.project_id == project["id"]).values(said_pixel_size=None))
        assert {file["id"], plain["id"]} <= set(pixel_sizes.missing(connection, 1_000))
    assert read(client, file) is None
    for one in (file, plain):
        read_pixel_size(context, one["id"])
    assert (read(client, file) or {})["of"] == "image"
    with context.database.reading() as connection:
        assert not {file["id"], plain["id"]} & set(pixel_sizes.missing(connection, 1_000))


def test_an_image_that_is_gone_from_the_disk_says_nothing(client: Client, project: dict[str, Any]) -> None:
    (file,) = client.upload(project["id"])
    context = client.app.state.context
    with context.database.writing() as connection:
        lost = {"sha256": "f" * 64, "said_pixel_size": None}
        connection.execute(update(files).where(files.c.id == file["id"]).values(lost))
    read_pixel_size(context, file["id"])
    with context.database.reading() as connection:
        said = connection.execute(select(files.c.said_pixel_size).where(files.c.id == file["id"])).scalar_one()
    assert said == {}
