"""What an image says of itself: how large its pixels are, and the tones a screen does not have."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from tests.server.images import encoded
from tests.server.world import Client, ok, refused

OME = '<OME><Pixels PhysicalSizeX="0.65" PhysicalSizeY="0.65" PhysicalSizeXUnit="nm"/></OME>'
IMAGEJ = "ImageJ=1.54f\nunit=micron\n"


def of(client: Client, project: dict[str, Any], content: bytes) -> dict[str, Any]:
    (file,) = client.upload(project["id"], content)
    return {**ok(client.get(f"/api/files/{file['id']}/properties")), "file": file}


def tiff(described: str = "", **options: Any) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    if described:
        tags[270] = described
    return encoded(Image.new("L", (20, 20)), "TIFF", tiffinfo=tags, **options)


def taken_by_a_camera() -> bytes:
    exif = Image.Exif()
    exif[271] = "Nikon"
    return encoded(Image.new("RGB", (20, 20)), "JPEG", dpi=(600, 600), exif=exif)


def gray(values: np.ndarray[Any, Any], format: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(values).save(buffer, format)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "size", "unit"),
    [
        (encoded(Image.new("L", (9, 9)), "PNG", dpi=(600, 600)), 25.4 / 600, "mm"),
        (encoded(Image.new("L", (9, 9)), "JPEG", dpi=(1200, 1200)), 25.4 / 1200, "mm"),
        (tiff(resolution=300, resolution_unit="inch"), 25.4 / 300, "mm"),
        (tiff(resolution=1000, resolution_unit="cm"), 0.01, "mm"),
        (tiff(OME), 0.65, "nm"),
        (tiff(IMAGEJ, resolution=4), 0.25, "µm"),
    ],
    ids=["png", "jpeg", "tiff-inch", "tiff-cm", "ome", "imagej"],
)
def test_the_size_of_a_pixel_is_read(
    client: Client, project: dict[str, Any], content: bytes, size: float, unit: str
) -> None:
    found = of(client, project, content)["pixel_size"]
    assert (found["size"], found["unit"]) == (pytest.approx(size, rel=0.002), unit)
    assert found["source"]


@pytest.mark.parametrize(
    "content",
    [
        encoded(),
        encoded(Image.new("L", (9, 9)), "PNG", dpi=(72, 72)),
        encoded(Image.new("L", (9, 9)), "JPEG", dpi=(300, 300)),
        encoded(Image.new("L", (9, 9)), "TIFF", dpi=(300, 150)),
        taken_by_a_camera(),
        tiff(OME.replace("nm", "parsec")),
        tiff(OME.replace("0.65", "wide")),
        tiff(IMAGEJ.replace("micron", "pixel"), resolution=4),
    ],
    ids=["nothing", "placeholder", "print", "oblong", "camera", "unit", "no-number", "pixels"],
)
def test_what_says_nothing_of_the_world_gives_no_size(client: Client, project: dict[str, Any], content: bytes) -> None:
    assert of(client, project, content)["pixel_size"] is None


def test_a_photo_has_eight_bits_and_no_samples(client: Client, project: dict[str, Any]) -> None:
    found = of(client, project, encoded())
    assert (found["bits"], found["samples"]) == (8, None)
    assert "8 bits a channel" in refused(client.get(f"/api/files/{found['file']['id']}/samples"), 404)


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_sixteen_bits_are_shown_through_a_window_and_kept_to_the_last_bit(
    client: Client, project: dict[str, Any], format: str
) -> None:
    values = np.linspace(1000, 3000, 64 * 64).astype(np.uint16).reshape(64, 64)
    values[0, 0], values[0, 1] = 0, 65535  # two hot pixels are not to darken the rest
    found = of(client, project, gray(values, format))
    samples = found["samples"]
    assert found["bits"] == 16
    assert (samples["least"], samples["most"]) == (0, 65535)
    assert samples["low"] == pytest.approx(1010, abs=3)
    assert samples["high"] == pytest.approx(2990, abs=3)
    packed = np.asarray(Image.open(io.BytesIO(client.get(samples["content"]).content))).astype(int)
    assert (packed[..., 0] * 256 + packed[..., 1] == values).all()
    shown = np.asarray(Image.open(io.BytesIO(client.get(found["file"]["content"]).content)))
    assert shown.dtype == np.uint8
    assert abs(int(shown[32, 0]) - 128) < 4
    original = Image.open(io.BytesIO(client.get(f"/api/files/{found['file']['id']}/content?original=1").content))
    assert (np.asarray(original) == values).all()


def test_floats_are_spread_over_all_samples(client: Client, project: dict[str, Any]) -> None:
    values = np.linspace(-2, 6, 900, dtype=np.float32).reshape(30, 30)
    values[3, 3] = np.nan
    samples = of(client, project, gray(values, "TIFF"))["samples"]
    assert (samples["least"], samples["most"]) == (-2, 6)
    packed = np.asarray(Image.open(io.BytesIO(client.get(samples["content"]).content))).astype(int)
    tones = -2 + (packed[..., 0] * 256 + packed[..., 1]) * 8 / 65535
    assert np.abs(tones - np.nan_to_num(values)).max() < 1e-3


def test_an_even_image_has_a_window_too(client: Client, project: dict[str, Any]) -> None:
    samples = of(client, project, gray(np.full((8, 8), 500, np.uint16)))["samples"]
    assert samples["low"] < samples["high"]


def test_asking_again_gives_the_same_without_another_look(client: Client, project: dict[str, Any]) -> None:
    content = gray(np.arange(100, dtype=np.uint16).reshape(10, 10))
    first, second = of(client, project, content), of(client, project, content)
    assert first["samples"] | {"content": ""} == second["samples"] | {"content": ""}
    assert first["samples"]["content"] != second["samples"]["content"]  # each file asks in its own name


def test_a_png_that_says_nothing_sound_is_read_all_the_same(client: Client, project: dict[str, Any]) -> None:
    notes = PngInfo()
    notes.add_text("Software", "x" * 2_000)
    assert of(client, project, encoded(Image.new("L", (9, 9)), "PNG", pnginfo=notes))["pixel_size"] is None
