"""The demonstration: filled once, with photos and scripts that are ready."""

from pathlib import Path
from typing import Any

from limner_server import demo
from limner_server.resources import SAMPLES
from tests.server.images import decoded
from tests.server.world import BASE, SIGNED_IN, Client, make_app, ok


def fill(client: Client) -> str:
    context = client.app.state.context
    return demo.fill(context.database, context.media)


def photos(client: Client, project: str) -> list[dict[str, Any]]:
    return ok(client.get(f"/api/projects/{project}/files"))["items"]


def test_it_makes_one_project_with_labels_and_four_photos(client: Client) -> None:
    project = ok(client.get(f"/api/projects/{fill(client)}"))
    assert project["name"] == "Sample photos"
    assert [label["name"] for label in project["labels"]] == ["person", "rocket", "cup", "cat"]
    assert project["files"] == 4
    assert [file["name"] for file in photos(client, project["id"])] == list(demo.PHOTOS)


def test_filling_again_changes_nothing(client: Client) -> None:
    first = fill(client)
    before = ok(client.get("/api/projects"))
    assert fill(client) == first
    assert ok(client.get("/api/projects")) == before


def test_a_second_start_finds_the_project_of_the_first(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
            found.append((fill(client), len(ok(client.get("/api/projects"))["items"])))
    assert found == [(found[0][0], 1)] * 2


def test_the_photos_are_the_samples_to_the_byte(client: Client) -> None:
    for file in photos(client, fill(client)):
        sample = (SAMPLES / file["name"]).read_bytes()
        assert client.get(file["content"]).content == sample
        assert (file["width"], file["height"]) == decoded(sample).size


def test_every_sample_names_its_source() -> None:
    sources = (SAMPLES / "SOURCES.md").read_text()
    assert all(photo in sources for photo in demo.PHOTOS)


def test_the_bundled_scripts_are_on_with_what_they_declare_confirmed(client: Client) -> None:
    scripts = ok(client.get(f"/api/projects/{fill(client)}/scripts"))["items"]
    assert "limner/box-to-polygon" in [script["identity"] for script in scripts]
    for script in scripts:
        assert script["enabled"] is True
        assert script["confirmed_grants"] == script["grants"]
        assert script["problems"] == []


def test_the_first_file_is_the_first_photo(client: Client) -> None:
    first = demo.first_file(client.app.state.context)
    assert ok(client.get(f"/api/files/{first}"))["name"] == demo.PHOTOS[0]


def test_without_photos_left_there_is_no_first_file_and_no_crash(client: Client) -> None:
    project = fill(client)
    for file in photos(client, project):
        ok(client.delete(f"/api/files/{file['id']}"))
    assert demo.first_file(client.app.state.context) is None
    assert photos(client, project) == []
