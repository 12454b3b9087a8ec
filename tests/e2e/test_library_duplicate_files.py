"""Duplicate files on the real page: shown on opening, once for a pair, and again by the button."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageOps
from playwright.sync_api import Locator, Page

from limner_server.resources import SAMPLES, SCRIPTS
from tests.e2e.desk import Desk
from tests.e2e.serving import Server

NAME = "Duplicate files"


@pytest.fixture(scope="module", autouse=True)
def script_there(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    added = desk.add_script((SCRIPTS / "duplicate_files.py").read_text(), "duplicate_files.py")
    desk.wait_script(NAME)
    yield
    desk.remove_script(added)


def photo(name: str = "rocket.jpg") -> Image.Image:
    """A photo that the project has not got: a sample, upside down."""
    with Image.open(SAMPLES / name) as sample:
        return ImageOps.flip(sample.convert("RGB"))


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


@pytest.fixture
def pair(desk: Desk) -> Iterator[tuple[str, str]]:
    """Two files that are nearly the same, neither of them open; they go again, so that no test meets another's."""
    image = photo()
    width, height = image.size
    crop = image.crop((round(0.06 * width), round(0.03 * height), round(0.95 * width), round(0.93 * height)))
    twin = ImageEnhance.Brightness(crop.resize((crop.width // 2, crop.height // 2))).enhance(1.2)
    files = (("one.png", encoded(image)), ("two.jpg", encoded(twin, "JPEG", quality=45)))
    one, two = (desk.server.upload(desk.project, name, content)["id"] for name, content in files)
    yield one, two
    desk.press("Escape")
    for file in (one, two):
        desk.server.api("DELETE", f"/api/files/{file}")
    desk.open("else.png", encoded(Image.new("RGB", (64, 48), "white")))


def dialog(desk: Desk) -> Locator:
    found = desk.page.get_by_role("dialog", name="Two files side by side")
    found.wait_for()
    return found


def opened(desk: Desk, file: str) -> None:
    desk.show(file)
    desk.wait_for("document.getElementById('veil').hidden")


def ended(desk: Desk, file: str, count: int) -> None:
    runs = f"limner.timings().filter((one) => one.script === 'limner/duplicate-files' && one.file === '{file}')"
    desk.wait_for(f"{runs}.length >= {count}", 30)


def test_the_twin_is_shown_on_opening_with_its_name(desk: Desk, pair: tuple[str, str]) -> None:
    opened(desk, pair[0])
    shown = dialog(desk)
    assert "two.jpg" in shown.locator(".told").inner_text()
    assert [name.inner_text() for name in shown.locator("figcaption b").all()] == ["one.png", "two.jpg"]


@pytest.mark.parametrize("key", ["1", "2", "Escape"])
def test_a_pair_is_shown_once_from_either_side_and_again_by_the_key(
    desk: Desk, pair: tuple[str, str], key: str
) -> None:
    opened(desk, pair[0])
    dialog(desk)
    desk.press(key)
    ended(desk, pair[0], 1)
    opened(desk, pair[1])
    ended(desk, pair[1], 1)
    opened(desk, pair[0])
    ended(desk, pair[0], 2)
    assert desk.page.get_by_role("dialog").count() == 0
    desk.press("Shift+D")
    assert "two.jpg" in dialog(desk).locator(".told").inner_text()


def test_a_file_without_a_twin_is_left_alone_and_the_key_says_so(desk: Desk) -> None:
    opened(desk, desk.open("alone.png", encoded(photo("chelsea.png"))))
    ended(desk, desk.file, 1)
    assert desk.page.get_by_role("dialog").count() == 0
    desk.press("Shift+D")
    desk.wait_for("document.getElementById('notices').innerText.includes('No other file of the project')")


def test_flat_images_have_no_twin(desk: Desk) -> None:
    desk.server.upload(desk.project, "white.png", encoded(Image.new("RGB", (200, 100), "white")))
    desk.open("whiter.png", encoded(Image.new("RGB", (300, 300), "white")))
    ended(desk, desk.file, 1)
    assert desk.page.get_by_role("dialog").count() == 0
