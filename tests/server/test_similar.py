"""Files that look alike: found over HTTP, within their project only, as long as they are there."""

import io
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageEnhance
from sqlalchemy import delete, func, select

from limner_server.resources import SAMPLES
from limner_server.store.tables import likenesses
from tests.server.images import encoded
from tests.server.world import BASE, SIGNED_IN, Client, make_app, ok, refused


def sample(name: str) -> Image.Image:
    return Image.open(SAMPLES / name).convert("RGB")


CAT, COFFEE = sample("chelsea.png"), sample("coffee.png")


def cropped(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
    )


def alike(client: Client, file: str, **query: Any) -> list[tuple[str, float]]:
    items = ok(client.get(f"/api/files/{file}/similar", params=query))["items"]
    return [(item["file"]["id"], item["distance"]) for item in items]


def put(client: Client, project: str, image: Image.Image, format: str = "PNG", **options: Any) -> str:
    return str(client.upload(project, encoded(image, format, **options))[0]["id"])


VARIANTS = {
    "half the size": CAT.resize((CAT.width // 2, CAT.height // 2)),
    "brighter": ImageEnhance.Brightness(CAT).enhance(1.3),
    "of less contrast": ImageEnhance.Contrast(CAT).enhance(0.6),
    "cropped on one side": cropped(CAT, 0.1, 0, 0, 0),
    "cropped all round": cropped(CAT, 0.06, 0.05, 0.04, 0.06),
    "small, cropped and pale": ImageEnhance.Contrast(cropped(CAT, 0.02, 0.04, 0.05, 0)).enhance(0.8).resize((200, 140)),
}


@pytest.mark.parametrize("how", VARIANTS)
def test_a_variant_of_a_photo_is_found_from_both_sides(shared: Client, how: str) -> None:
    project = shared.project()["id"]
    first, _ = put(shared, project, CAT), put(shared, project, COFFEE)
    other = put(shared, project, VARIANTS[how])
    for one, its_twin in ((first, other), (other, first)):
        ((found, distance),) = alike(shared, one)
        assert found == its_twin
        assert 0 <= distance < 0.3


def test_a_photo_compressed_hard_is_found(shared: Client) -> None:
    project = shared.project()["id"]
    first, second = put(shared, project, CAT), put(shared, project, CAT, "JPEG", quality=20)
    assert [file for file, _ in alike(shared, first)] == [second]


def test_other_photos_and_other_regions_are_not_alike(shared: Client) -> None:
    project = shared.project()["id"]
    regions = [cropped(CAT, *place) for place in ((0, 0, 0.5, 0.5), (0.5, 0.5, 0, 0), (0.5, 0, 0, 0.5))]
    files = [put(shared, project, image) for image in (CAT, COFFEE, sample("rocket.jpg"), *regions)]
    assert [alike(shared, file) for file in files] == [[] for _ in files]


def test_the_nearest_come_first_and_no_more_than_asked_for(shared: Client) -> None:
    project = shared.project()["id"]
    first = put(shared, project, CAT)
    crop, same = put(shared, project, cropped(CAT, 0.08, 0.05, 0.03, 0.07)), put(shared, project, CAT)
    found = alike(shared, first)
    assert found[0] == (same, 0.0)
    assert [file for file, _ in found] == [same, crop]
    assert found == sorted(found, key=lambda one: one[1])
    assert alike(shared, first, limit=1) == found[:1]


def test_five_are_given_unless_more_are_asked_for(shared: Client) -> None:
    project = shared.project()["id"]
    first, *_ = [put(shared, project, CAT) for _ in range(9)]
    assert (len(alike(shared, first)), len(alike(shared, first, limit=7)), len(alike(shared, first, limit=500))) == (
        5,
        7,
        8,
    )


def test_flat_and_empty_images_are_not_alike_for_that(shared: Client) -> None:
    project = shared.project()["id"]
    ramp = Image.linear_gradient("L").resize((300, 200)).convert("RGB")
    specked = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(specked).rectangle((40, 50, 44, 54), fill="black")
    empty = [
        Image.new("RGB", (300, 200), "white"),
        Image.new("RGB", (150, 100), "white"),
        Image.new("L", (300, 200), 3),
    ]
    images = [*empty, ramp, ramp.resize((150, 100)), specked, specked.resize((600, 400)), Image.new("RGB", (1, 1))]
    files = [put(shared, project, image) for image in images]
    assert [alike(shared, file) for file in files] == [[] for _ in files]


def test_the_very_same_flat_file_twice_is_the_same_file(shared: Client) -> None:
    project = shared.project()["id"]
    flat = Image.new("RGB", (30, 20), "white")
    first, second = put(shared, project, flat), put(shared, project, flat)
    assert alike(shared, first) == [(second, 0.0)]


def test_what_is_in_another_project_is_not_found(shared: Client) -> None:
    first = put(shared, shared.project()["id"], CAT)
    put(shared, shared.project()["id"], CAT)
    put(shared, shared.project()["id"], VARIANTS["brighter"])
    assert alike(shared, first) == []


def test_a_deleted_file_is_found_no_more_and_a_later_one_is(shared: Client) -> None:
    project = shared.project()["id"]
    first, twin, crop = (put(shared, project, one) for one in (CAT, CAT, VARIANTS["cropped all round"]))
    assert {file for file, _ in alike(shared, first)} == {twin, crop}
    for gone in (crop, twin):
        ok(shared.delete(f"/api/files/{gone}"))
    assert alike(shared, first) == []
    later = put(shared, project, VARIANTS["brighter"])
    assert [file for file, _ in alike(shared, first)] == [later]


def test_a_file_in_the_place_of_a_deleted_one_is_found(shared: Client) -> None:
    project = shared.project()["id"]
    first, gone = put(shared, project, CAT), put(shared, project, COFFEE)
    assert alike(shared, first) == []
    ok(shared.delete(f"/api/files/{gone}"))
    later = put(shared, project, VARIANTS["brighter"])
    assert [file for file, _ in alike(shared, first)] == [later]


def test_a_file_that_was_swapped_for_another_is_forgotten(shared: Client) -> None:
    project = shared.project()["id"]
    first, gone = put(shared, project, CAT), put(shared, project, VARIANTS["brighter"])
    assert [file for file, _ in alike(shared, first)] == [gone]
    ok(shared.delete(f"/api/files/{gone}"))
    put(shared, project, COFFEE)
    later = put(shared, project, VARIANTS["of less contrast"])
    assert [file for file, _ in alike(shared, first)] == [later]
    galleries = shared.app.state.context.galleries  # type: ignore[attr-defined]
    assert galleries.of(project).size == 3


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1", "CMYK"])
def test_every_kind_of_image_is_looked_at(shared: Client, mode: str) -> None:
    project = shared.project()["id"]
    format = "JPEG" if mode == "CMYK" else "PNG"
    first, second = put(shared, project, CAT), put(shared, project, CAT.convert(mode), format)
    assert [file for file, _ in alike(shared, first)] == [second]


def test_no_such_file_has_none(shared: Client) -> None:
    assert "no-such" in refused(shared.get("/api/files/no-such/similar"), 404)


@pytest.mark.parametrize("limit", ["five", "-1", "1.5", ""])
def test_a_limit_that_is_no_number_is_refused(shared: Client, limit: str) -> None:
    first = put(shared, shared.project()["id"], CAT)
    assert "limit" in refused(shared.get(f"/api/files/{first}/similar", params={"limit": limit}), 422)


def test_a_stranger_learns_nothing(client: Client, stranger: Client, file: dict[str, Any]) -> None:
    refused(stranger.get(f"/api/files/{file['id']}/similar"), 401)


def forget(client: Client) -> None:
    """Leave the images as an earlier Limner, which did not look at them, would have."""
    with client.app.state.context.database.writing() as connection:  # type: ignore[attr-defined]
        connection.execute(delete(likenesses))


def looked_at(client: Client) -> int:
    with client.app.state.context.database.reading() as connection:  # type: ignore[attr-defined]
        return int(connection.execute(select(func.count()).select_from(likenesses)).scalar_one())


def until_looked_at(client: Client, count: int) -> None:
    end = time.monotonic() + 20
    while looked_at(client) < count:
        assert time.monotonic() < end, "nobody looks at the older files"
        ok(client.get("/healthz"))


def test_older_files_are_looked_at_in_the_background(tmp_path: Path) -> None:
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()["id"]
        first, twin = put(client, project, CAT), put(client, project, VARIANTS["brighter"])
        put(client, project, COFFEE)
        forget(client)
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        until_looked_at(client, 3)
        assert [file for file, _ in alike(client, first)] == [twin]


def test_a_file_asked_about_before_its_turn_is_looked_at_there_and_then(shared: Client) -> None:
    project = shared.project()["id"]
    first = put(shared, project, CAT)
    forget(shared)
    second = put(shared, project, VARIANTS["brighter"])
    assert [file for file, _ in alike(shared, first)] == [second]
    assert [file for file, _ in alike(shared, second)] == [first]


def test_an_older_image_that_is_lost_stops_nothing(tmp_path: Path) -> None:
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()["id"]
        lost, broken, whole = client.upload(project, *(encoded(one) for one in (CAT, COFFEE, VARIANTS["brighter"])))
        media = client.app.state.context.media  # type: ignore[attr-defined]
        media.path(lost["sha256"]).unlink()
        media.path(broken["sha256"]).write_bytes(io.BytesIO(b"no image").getvalue())
        forget(client)
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        until_looked_at(client, 3)
        assert [alike(client, one["id"]) for one in (lost, broken, whole)] == [[], [], []]


def test_what_an_earlier_method_made_is_made_anew(tmp_path: Path) -> None:
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()["id"]
        first, twin = put(client, project, CAT), put(client, project, VARIANTS["brighter"])
        path = client.app.state.context.settings.data / "limner.db"  # type: ignore[attr-defined]
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE likenesses SET method = 0, hashes = x'00', sketch = x''")
    connection.close()
    with Client(make_app(tmp_path), base_url=BASE, headers=SIGNED_IN) as client:
        assert [file for file, _ in alike(client, first)] in ([], [twin])
        assert [file for file, _ in alike(client, twin)] == [first]
