"""Images that are taken: formats, modes, orientations, and what is served of them."""

import hashlib
from typing import Any

import pytest
from PIL import Image, ImageOps

from tests.server.images import HEIGHT, WIDTH, decoded, deep, encoded, oriented, photo
from tests.server.world import Client, ok, stored

FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
}
MODES = [
    (format, mode)
    for format, modes in {
        "JPEG": ("L", "CMYK"),
        "PNG": ("1", "L", "LA", "P", "RGBA"),
        "WEBP": ("RGBA",),
        "TIFF": ("1", "L", "P", "RGBA", "CMYK", "I;16", "I;16B", "F"),
        "BMP": ("1", "L", "P"),
    }.items()
    for mode in modes
]


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def content(client: Client, file: dict[str, Any], **query: str) -> Any:
    response = client.get(f"/api/files/{file['id']}/content", params=query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_taken_with_its_size_type_and_hash(client: Client, project: dict[str, Any], format: str) -> None:
    data = encoded(format=format)
    (file,) = client.upload(project["id"], data, name=f"a photo.{format.lower()}")
    assert (file["width"], file["height"], file["size"]) == (WIDTH, HEIGHT, len(data))
    assert file["media_type"] == FORMATS[format]
    assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert file["name"] == f"a photo.{format.lower()}"
    assert (file["project"], file["kind"], file["state"]) == (project["id"], "image", "todo")
    assert (file["revision"], file["instances"]) == (0, 0)


@pytest.mark.parametrize("format", FORMATS)
def test_the_original_bytes_are_kept(client: Client, project: dict[str, Any], format: str) -> None:
    data = encoded(format=format)
    (file,) = client.upload(project["id"], data)
    response = content(client, file, original="1")
    assert response.content == data
    assert response.headers["content-type"] == FORMATS[format]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "BMP"])
def test_what_browsers_show_is_served_as_it_is(client: Client, project: dict[str, Any], format: str) -> None:
    data = encoded(format=format)
    (file,) = client.upload(project["id"], data)
    response = content(client, file)
    assert response.content == data
    assert response.headers["content-type"] == FORMATS[format]


def test_a_tiff_is_served_as_a_png_with_the_same_pixels(client: Client, project: dict[str, Any]) -> None:
    (file,) = client.upload(project["id"], encoded(format="TIFF", compression="tiff_lzw"))
    response = content(client, file)
    assert response.headers["content-type"] == "image/png"
    assert decoded(response.content).tobytes() == photo().tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_measures_what_a_browser_shows(client: Client, project: dict[str, Any], orientation: int) -> None:
    data = encoded(format="JPEG", exif=oriented(orientation), quality=95)
    (file,) = client.upload(project["id"], data)
    assert (file["width"], file["height"]) == ((HEIGHT, WIDTH) if orientation >= 5 else (WIDTH, HEIGHT))
    assert content(client, file).content == data


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_another_format_is_turned_upright_without_loss(
    client: Client, project: dict[str, Any], format: str, orientation: int
) -> None:
    data = encoded(format=format, exif=oriented(orientation), **({"lossless": True} if format == "WEBP" else {}))
    (file,) = client.upload(project["id"], data)
    served = content(client, file)
    shown, upright = decoded(served.content), turned(photo(), orientation)
    assert (file["width"], file["height"]) == shown.size == upright.size
    assert shown.convert("RGB").tobytes() == upright.tobytes()
    assert 0x0112 not in shown.getexif() or shown.getexif()[0x0112] == 1
    assert served.headers["content-type"] == (FORMATS[format] if served.content == data else "image/png")
    assert (served.content == data) == (orientation == 1 and format != "TIFF")
    assert content(client, file, original="1").content == data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_thumbnail_is_upright(client: Client, project: dict[str, Any], orientation: int) -> None:
    (file,) = client.upload(project["id"], encoded(format="JPEG", exif=oriented(orientation), quality=95))
    small = decoded(client.get(file["thumbnail"]).content)
    assert small.size == (file["width"], file["height"])
    assert nearly(small, turned(photo(), orientation))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(client: Client, project: dict[str, Any], orientation: int) -> None:
    data = encoded(exif=oriented(orientation))
    (file,) = client.upload(project["id"], data)
    assert (file["width"], file["height"]) == (WIDTH, HEIGHT)
    assert content(client, file).content == data


@pytest.mark.parametrize("exif", [b"", b"Exif\0\0", b"Exif\0\0nonsense", b"MM\0*", b"II*\0\x08\0\0\0"], ids=repr)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_does_not_keep_an_image_out(
    client: Client, project: dict[str, Any], format: str, exif: bytes
) -> None:
    (file,) = client.upload(project["id"], encoded(format=format, exif=exif))
    assert (file["width"], file["height"]) == (WIDTH, HEIGHT)
    assert client.get(file["thumbnail"]).status_code == 200


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_an_orientation_in_xmp_turns_nothing_as_in_browsers(
    client: Client, project: dict[str, Any], format: str
) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    data = encoded(format=format, xmp=xmp)
    (file,) = client.upload(project["id"], data)
    assert (file["width"], file["height"]) == (WIDTH, HEIGHT)
    assert content(client, file).content == data
    assert decoded(client.get(file["thumbnail"]).content).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(("format", "mode"), MODES)
def test_every_colour_mode_is_shown_in_eight_bits_with_a_thumbnail(
    client: Client, project: dict[str, Any], format: str, mode: str
) -> None:
    image = deep(mode) if mode.startswith("I;16") else photo(mode)
    (file,) = client.upload(project["id"], encoded(image, format))
    assert (file["width"], file["height"]) == (WIDTH, HEIGHT)
    shown = decoded(content(client, file).content)
    assert shown.size == (WIDTH, HEIGHT)
    assert format != "TIFF" or shown.mode in ("L", "RGB", "RGBA")
    assert decoded(client.get(file["thumbnail"]).content).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_sixteen_bits_are_spread_over_eight(client: Client, project: dict[str, Any], mode: str) -> None:
    (file,) = client.upload(project["id"], encoded(deep(mode), "TIFF"))
    shown = decoded(content(client, file).content)
    row = [shown.getpixel((x, 5)) for x in range(WIDTH)]
    assert (row[0], row[-1]) == (0, 255)
    assert row == sorted(row)
    assert abs(row[20] - 255 * 20 / 39) <= 1


def test_alpha_of_a_tiff_is_kept(client: Client, project: dict[str, Any]) -> None:
    image = photo("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    (file,) = client.upload(project["id"], encoded(image, "TIFF"))
    assert decoded(content(client, file).content).tobytes() == image.tobytes()


def test_of_an_animation_the_first_picture_counts(client: Client, project: dict[str, Any]) -> None:
    later = photo().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    data = encoded(format="WEBP", save_all=True, append_images=[later], lossless=True)
    (file,) = client.upload(project["id"], data)
    assert (file["width"], file["height"]) == (WIDTH, HEIGHT)
    assert nearly(decoded(client.get(file["thumbnail"]).content), photo())


def test_the_same_image_twice_is_two_files_and_one_on_disk(client: Client, project: dict[str, Any]) -> None:
    image = encoded(Image.new("RGB", (3, 3), (1, 2, 3)))
    before = stored(client)
    files = client.upload(project["id"], image, image)
    assert len({file["id"] for file in files}) == 2
    assert {file["sha256"] for file in files} == stored(client) - before == {hashlib.sha256(image).hexdigest()}


def test_several_parts_become_files_in_their_order(client: Client, project: dict[str, Any]) -> None:
    parts = [("files", (f"{index}.png", encoded())) for index in range(5)]
    sent = ok(client.post(f"/api/projects/{project['id']}/files", files=parts))["items"]
    listed = ok(client.get(f"/api/projects/{project['id']}/files"))["items"]
    assert [file["name"] for file in sent] == ["0.png", "1.png", "2.png", "3.png", "4.png"]
    assert listed == sent


def test_a_thumbnail_is_a_webp_of_at_most_320_pixels(client: Client, project: dict[str, Any]) -> None:
    (file,) = client.upload(project["id"], encoded(photo().resize((1_000, 500))))
    response = client.get(file["thumbnail"])
    assert response.headers["content-type"] == "image/webp"
    assert decoded(response.content).format == "WEBP"
    assert decoded(response.content).size == (320, 160)


@pytest.mark.parametrize("size", [(1, 1), (1, 5_000), (5_000, 1)])
def test_images_of_one_pixel_across_are_taken(client: Client, project: dict[str, Any], size: tuple[int, int]) -> None:
    (file,) = client.upload(project["id"], encoded(Image.new("RGB", size)))
    assert (file["width"], file["height"]) == size
    assert max(decoded(client.get(file["thumbnail"]).content).size) <= 320


def turned(image: Image.Image, orientation: int) -> Image.Image:
    image.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(image)


def nearly(image: Image.Image, other: Image.Image) -> bool:
    """Say whether the corners, which tell every orientation apart, look the same."""
    right, bottom = image.width - 3, image.height - 3
    corners = [(2, 2), (right, 2), (2, bottom), (right, bottom)]
    pairs = [(image.convert("RGB").getpixel(at), other.convert("RGB").getpixel(at)) for at in corners]
    return all(abs(a - b) < 60 for one, two in pairs for a, b in zip(one, two, strict=True))
