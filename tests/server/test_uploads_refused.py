"""Uploads that are refused: what is no image, what is too large, and that nothing of them stays."""

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.server.images import encoded, png_header
from tests.server.world import BASE, SIGNED_IN, Client, make_app, ok, refused, stored

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
HTML = b"<!doctype html><script>alert(1)</script>"
NO_IMAGES = {
    "an SVG": SVG,
    "a GIF": encoded(format="GIF"),
    "a PDF": PDF,
    "HTML": HTML,
    "an empty file": b"",
    "random bytes": bytes(range(256)) * 8,
    "a text": b"not an image",
    "an icon": encoded(format="ICO"),
    "a PPM": encoded(format="PPM"),
    "a PostScript file": encoded(format="EPS"),
    "half a PNG": encoded()[: len(encoded()) // 2],
    "half a JPEG": encoded(format="JPEG")[: len(encoded(format="JPEG")) // 2],
    "half a TIFF": encoded(format="TIFF")[:2_000],
    "half a WebP": encoded(format="WEBP")[:60],
    "half a BMP": encoded(format="BMP")[:500],
    "only the start of a PNG": b"\x89PNG\r\n\x1a\n",
    "only the start of a JPEG": b"\xff\xd8\xff\xe0",
    "a PNG without pixels": png_header(10, 10),
    "a PNG of no size": png_header(0, 10),
}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def post(client: Client, project: dict[str, Any], *parts: tuple[str, bytes]) -> Any:
    return client.post(f"/api/projects/{project['id']}/files", files=[("files", part) for part in parts])


def assert_empty(client: Client, project: dict[str, Any]) -> None:
    assert ok(client.get(f"/api/projects/{project['id']}/files"))["items"] == []
    assert ok(client.get(f"/api/projects/{project['id']}"))["files"] == 0


@pytest.mark.parametrize("what", NO_IMAGES)
def test_what_is_no_image_is_415_whatever_it_is_called(client: Client, project: dict[str, Any], what: str) -> None:
    message = refused(post(client, project, ("photo.png", NO_IMAGES[what])), 415)
    assert message.startswith("photo.png was not taken: ")
    assert message.endswith("JPEG, PNG, WebP, TIFF and BMP are.")
    assert_empty(client, project)


@pytest.mark.parametrize("what", ["an SVG", "HTML", "a GIF", "half a PNG"])
def test_nothing_of_a_refused_file_is_kept_on_disk(client: Client, project: dict[str, Any], what: str) -> None:
    before = stored(client)
    refused(post(client, project, ("photo.png", NO_IMAGES[what])), 415)
    assert stored(client) == before


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_part_refuses_all(client: Client, project: dict[str, Any], place: int) -> None:
    parts = [("good.png", encoded())] * 2
    parts.insert(place, ("bad.png", HTML))
    assert refused(post(client, project, *parts), 415).startswith("bad.png")
    assert_empty(client, project)


@pytest.mark.parametrize("cut", range(5))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_random_damage_never_crashes(client: Client, project: dict[str, Any], format: str, cut: int) -> None:
    whole = bytearray(encoded(format=format))
    start = 8 + cut * (len(whole) - 40) // 5
    whole[start : start + 24] = os.urandom(24)
    response = post(client, project, ("damaged", bytes(whole)))
    assert response.status_code in (201, 413, 415)
    if response.status_code == 201:
        assert client.get(response.json()["items"][0]["thumbnail"]).status_code == 200


def test_too_many_declared_pixels_are_413_before_any_is_decoded(client: Client, project: dict[str, Any]) -> None:
    message = refused(post(client, project, ("bomb.png", png_header(60_000, 60_000))), 413)
    assert message == "bomb.png has 60000 x 60000 = 3,600,000,000 pixels, at most 200,000,000 are taken"
    assert_empty(client, project)


def test_one_pixel_over_the_limit_is_413_and_the_limit_itself_is_taken(tmp_path: Path) -> None:
    with Client(make_app(tmp_path, max_pixels_m=1), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()
        refused(post(client, project, ("large.png", encoded(Image.new("1", (1_001, 1_000))))), 413)
        ok(post(client, project, ("fits.png", encoded(Image.new("1", (1_000, 1_000))))))


def test_one_byte_over_the_limit_is_413_and_the_limit_itself_is_taken(tmp_path: Path) -> None:
    limit = 1024 * 1024
    with Client(make_app(tmp_path, max_file_mb=1), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()
        padded = encoded(format="BMP").ljust(limit, b"\0")
        message = refused(post(client, project, ("large.bmp", padded + b"\0")), 413)
        assert message == "large.bmp has 1,048,577 bytes, at most 1,048,576 are taken"
        assert_empty(client, project)
        ok(post(client, project, ("fits.bmp", padded)))


def test_an_upload_without_files_says_how_to_send_them(client: Client, project: dict[str, Any]) -> None:
    url = f"/api/projects/{project['id']}/files"
    for options in ({}, {"data": {"files": "text"}}, {"files": [("other", ("a.png", encoded()))]}, {"json": {}}):
        message = refused(client.post(url, **options), 422)
        assert message == 'the body has no file: send multipart parts named "files"'


def test_a_broken_multipart_body_is_400(client: Client, project: dict[str, Any]) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    response = client.post(f"/api/projects/{project['id']}/files", content=b"--x\r\nbroken", headers=headers)
    assert refused(response, 400)


def test_an_upload_to_no_project_is_404_before_the_body_counts(client: Client) -> None:
    refused(client.post("/api/projects/nobody/files", content=b"anything"), 404)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\photos\\cat.png", "cat.png"),
        ("/absolute/cat.png", "cat.png"),
        ("\u732b \U0001f408.png", "\u732b \U0001f408.png"),
        ("<script>alert(1)</script>.png", "script>.png"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ("x" * 300, "x" * 200),
        ("..", ".."),
    ],
)
def test_a_file_name_is_only_text_without_folders(
    client: Client, project: dict[str, Any], sent: str, kept: str
) -> None:
    image = encoded(Image.effect_noise((9, 9), 50))
    before = stored(client)
    (file,) = client.upload(project["id"], image, name=sent)
    assert file["name"] == kept
    assert stored(client) - before == {file["sha256"]}


def test_a_refusal_repeats_a_hostile_name_only_inside_json(client: Client, project: dict[str, Any]) -> None:
    response = post(client, project, ("<script>.png", HTML))
    assert response.headers["content-type"] == "application/json"
    assert "<script>.png was not taken" in refused(response, 415)
