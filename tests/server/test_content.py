"""Serving content: caching, ranges, and what is left when a file goes."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.images import encoded
from tests.server.world import BOX, Client, ok, refused


@pytest.mark.parametrize("address", ["content", "thumbnail"])
def test_content_is_kept_for_ever_by_its_reader_alone(client: Client, file: dict[str, Any], address: str) -> None:
    response = client.get(file[address])
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["etag"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_the_address_of_content_changes_with_the_content(client: Client, project: dict[str, Any]) -> None:
    one, same, other = client.upload(project["id"], encoded(), encoded(), encoded(format="BMP"))
    versions = [file["content"].split("?v=")[1] for file in (one, same, other)]
    assert versions[0] == versions[1] == one["sha256"][:16]
    assert versions[2] != versions[0]


def test_a_range_gives_that_part(client: Client, file: dict[str, Any]) -> None:
    whole = client.get(file["content"]).content
    response = client.get(file["content"], headers={"Range": "bytes=5-14"})
    assert response.status_code == 206
    assert response.headers["content-range"] == f"bytes 5-14/{len(whole)}"
    assert response.content == whole[5:15]


def test_the_last_bytes_can_be_asked_for(client: Client, file: dict[str, Any]) -> None:
    whole = client.get(file["content"]).content
    assert client.get(file["content"], headers={"Range": "bytes=-7"}).content == whole[-7:]


def test_a_range_beyond_the_end_is_416(client: Client, file: dict[str, Any]) -> None:
    assert client.get(file["content"], headers={"Range": "bytes=999999-"}).status_code == 416


def test_head_tells_the_length_without_the_content(client: Client, file: dict[str, Any]) -> None:
    response = client.head(file["content"])
    assert response.content == b""
    assert int(response.headers["content-length"]) == file["size"]


def test_a_thumbnail_is_made_once(client: Client, file: dict[str, Any], tmp_path: Path) -> None:
    first = client.get(file["thumbnail"]).content
    (made,) = (tmp_path / "data" / "media").rglob("*.thumb.webp")
    stamp = made.stat().st_mtime_ns
    assert client.get(file["thumbnail"]).content == first
    assert made.stat().st_mtime_ns == stamp


def test_no_draft_is_left_in_the_media_folder(client: Client, file: dict[str, Any], tmp_path: Path) -> None:
    client.get(file["thumbnail"])
    kept = {path.name for path in (tmp_path / "data" / "media").rglob("*") if path.is_file()}
    assert kept == {file["sha256"], f"{file['sha256']}.thumb.webp"}


def test_a_file_can_be_marked_done_and_todo_again(client: Client, project: dict[str, Any]) -> None:
    file = client.upload(project["id"])[0]
    for state, done in (("done", 1), ("todo", 0)):
        assert ok(client.patch(f"/api/files/{file['id']}", json={"state": state}))["state"] == state
        assert ok(client.get(f"/api/projects/{project['id']}"))["done"] == done


def test_a_deleted_file_is_gone_with_its_instances_and_its_log(client: Client, project: dict[str, Any]) -> None:
    file = client.upload(project["id"])[0]
    client.create(file["id"], id="theirs")
    ok(client.delete(f"/api/files/{file['id']}"))
    for path in ("", "/content", "/thumbnail", "/instances", "/log"):
        refused(client.get(f"/api/files/{file['id']}{path}"), 404)
    refused(client.delete(f"/api/files/{file['id']}"), 404)
    assert ok(client.get(f"/api/projects/{project['id']}/files"))["items"] == []


def test_an_id_of_a_deleted_file_is_free_again(client: Client, project: dict[str, Any]) -> None:
    first, second = client.upload(project["id"], encoded(), encoded())
    client.create(first["id"], id="reused")
    ok(client.delete(f"/api/files/{first['id']}"))
    assert client.create(second["id"], id="reused", geometry=BOX)["version"] == 1


def test_deleting_one_of_two_same_images_leaves_the_other_shown(client: Client, project: dict[str, Any]) -> None:
    first, second = client.upload(project["id"], encoded(), encoded())
    ok(client.delete(f"/api/files/{first['id']}"))
    assert client.get(second["content"]).content == encoded()


def test_a_deleted_project_is_gone_with_its_files_and_scripts(client: Client, project: dict[str, Any]) -> None:
    file, script = client.upload(project["id"])[0], client.script(project["id"])
    ok(client.delete(f"/api/projects/{project['id']}"))
    gone = (f"projects/{project['id']}", f"files/{file['id']}", f"scripts/{script['id']}")
    for path in gone:
        refused(client.get(f"/api/{path}"), 404)
    refused(client.delete(f"/api/projects/{project['id']}"), 404)


@pytest.mark.parametrize("address", ["content", "content?original=1", "thumbnail", "properties", "samples"])
def test_an_image_that_is_gone_from_the_disk_is_named_with_its_place(
    client: Client, project: dict[str, Any], address: str
) -> None:
    (file,) = client.upload(project["id"], encoded(format="BMP"))
    media = client.app.state.context.media  # type: ignore[attr-defined]
    media.path(file["sha256"]).unlink()
    message = refused(client.get(f"/api/files/{file['id']}/{address}"), 410)
    assert f"put media/{file['sha256'][:2]}/{file['sha256']} back from a backup" in message
