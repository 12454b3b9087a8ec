"""A script beside the page sees the pixels that one in the page sees."""

import asyncio
import base64
import io
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from limner_server.cells.pixels import Pixels
from limner_server.resources import SAMPLES
from tests.e2e.conftest import signed_in
from tests.e2e.serving import TOKEN, Server
from tests.server.images import HEIGHT, WIDTH, deep, encoded, oriented, photo

pytestmark = pytest.mark.e2e

READ = """
async ([url, bounds, scale]) => {
  const base = document.querySelector("link[rel=stylesheet]").href;
  const { loadPicture } = await import(new URL("../js/canvas/picture.js", base).href);
  const picture = await loadPicture(url);
  const { width, height, buffer } = await picture.read(bounds, scale);
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return [width, height, btoa(binary)];
}
"""


def clear() -> Image.Image:
    image = photo("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def astronaut() -> bytes:
    return (SAMPLES / "astronaut.png").read_bytes()


def photograph() -> bytes:
    return encoded(Image.open(io.BytesIO(astronaut())).convert("RGB"), "JPEG", quality=90)


KINDS = {
    "a photo": astronaut,
    "rgb": encoded,
    "gray": lambda: encoded(photo("L")),
    "one bit": lambda: encoded(photo("1")),
    "palette": lambda: encoded(photo("P")),
    "palette with a clear colour": lambda: encoded(photo("P"), transparency=0),
    "webp": lambda: encoded(photo(), "WEBP", lossless=True),
    "bmp": lambda: encoded(photo(), "BMP"),
    "tiff": lambda: encoded(photo(), "TIFF"),
    "deep tiff": lambda: encoded(deep(), "TIFF"),
    "deep gray": lambda: encoded(deep()),
    "turned png": lambda: encoded(photo(), exif=oriented(6)),
}
NEARLY = {
    "jpeg": photograph,
    "gray jpeg": lambda: encoded(photo("L"), "JPEG"),
    "turned jpeg": lambda: encoded(photo(), "JPEG", exif=oriented(6), quality=95),
    "cmyk jpeg": lambda: encoded(photo("CMYK"), "JPEG", quality=95),
}


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = signed_in(browser, server)
    opened = context.new_page()
    opened.goto(server.base + "/")
    yield opened
    context.close()


def both(page: Page, server: Server, content: bytes, scale: float = 1.0, bounds: Any = None) -> tuple[Any, Any]:
    """Give the pixels as the page reads them and as the server does."""
    project = server.api("POST", "/api/projects", {"name": "Pixels", "labels": []})["id"]
    file = server.upload(project, "image", content)
    bounds = bounds or [0, 0, file["width"], file["height"]]
    width, height, given = page.evaluate(READ, [file["content"], bounds, scale])
    there = np.frombuffer(base64.b64decode(given), np.uint8).reshape(height, width, 4)
    request = urllib.request.Request(server.base + file["content"], headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as response:
        stored = response.read()
    with ThreadPoolExecutor(1) as pool:  # a loop runs in this one
        size, pixels = pool.submit(asyncio.run, Pixels(Nothing()).cut("x", bounds, scale, stored)).result()
    here = np.frombuffer(pixels, np.uint8).reshape(size["height"], size["width"], size["channels"])
    return there, here


class Nothing:
    def path(self, _: str) -> Path:
        raise AssertionError("the image is given")


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_are_the_same_to_the_last_bit(page: Page, server: Server, kind: str) -> None:
    there, here = both(page, server, KINDS[kind]())
    assert here.shape[:2] == there.shape[:2]
    assert np.array_equal(here, there[:, :, : here.shape[2]])


@pytest.mark.parametrize("kind", NEARLY)
def test_pixels_of_a_lossy_image_differ_by_what_decoders_differ(page: Page, server: Server, kind: str) -> None:
    there, here = both(page, server, NEARLY[kind]())
    apart = np.abs(here[:, :, :3].astype(int) - there[:, :, :3])
    assert here.shape[:2] == there.shape[:2]
    assert apart.mean() < 0.5


def test_half_clear_pixels_keep_their_colour_as_far_as_a_canvas_does(page: Page, server: Server) -> None:
    there, here = both(page, server, encoded(clear()))
    assert np.array_equal(here[:, :, 3], there[:, :, 3])
    opaque = there[:, :, 3] > 128
    assert np.abs(here[opaque].astype(int) - there[opaque]).max() <= 2
    assert not here[there[:, :, 3] == 0].any()


@pytest.mark.parametrize("scale", [0.9, 0.7, 0.5, 0.37, 0.25, 0.1, 0.05])
@pytest.mark.parametrize("bounds", [[0, 0, 512, 512], [10, 20, 301, 257], [300, 401, 212, 111]], ids=str)
def test_a_smaller_picture_is_that_of_the_page_but_for_rounding(
    page: Page, server: Server, scale: float, bounds: list[int]
) -> None:
    there, here = both(page, server, astronaut(), scale, bounds)
    apart = np.abs(here[:, :, :3].astype(int) - there[:, :, :3])
    assert here.shape[:2] == there.shape[:2]
    assert apart.max() <= 4
    assert apart.mean() < 1.5


def test_a_part_of_an_image_is_that_part(page: Page, server: Server) -> None:
    there, here = both(page, server, encoded(), 1.0, [3, 5, WIDTH - 7, HEIGHT - 9])
    assert np.array_equal(here, there[:, :, :3])
