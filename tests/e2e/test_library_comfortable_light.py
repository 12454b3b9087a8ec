"""Comfortable light in the page: dark images are shown brighter, the rest and a person's wish are left alone."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from limner_server.resources import SAMPLES, SCRIPTS
from tests.e2e.desk import Desk

pytestmark = pytest.mark.e2e

NAME = "Comfortable light"
FILTER = "document.querySelector('#stage canvas').style.filter"
RUNS = "limner.timings().filter((one) => one.script === 'limner/comfortable-light' && one.file === '{}').length"


@pytest.fixture(autouse=True)
def light(desk: Desk) -> Iterator[str]:
    script = desk.add_script((SCRIPTS / "comfortable_light.py").read_text(), "comfortable_light.py")
    desk.wait_script(NAME)
    yield script
    desk.remove_script(script)
    desk.page.evaluate("document.querySelectorAll('#notices [aria-label=Dismiss]').forEach((one) => one.click())")


def dark(share: float = 0.2) -> bytes:
    pixels = np.asarray(Image.open(SAMPLES / "coffee.png").convert("RGB")) * share
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def opened(desk: Desk, name: str, content: bytes) -> str:
    """Open an image, and wait until the script has looked at it."""
    file = desk.open(name, content)
    desk.wait_for(f"{RUNS.format(file)} >= 1")
    return file


def brightness(desk: Desk, value: str) -> None:
    panel = desk.page.locator("#display")
    if not panel.is_visible():
        desk.press("i")
    dial = panel.get_by_label("Brightness")
    dial.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }", value
    )
    desk.press("Escape")


def test_a_dark_image_is_shown_brighter_and_a_note_says_how(desk: Desk) -> None:
    opened(desk, "dark.png", dark())
    desk.wait_for(f"{FILTER}.startsWith('brightness(4.')")
    assert "This image is dark, so it is shown with brightness" in desk.notices()


def test_a_photo_in_good_light_keeps_its_look(desk: Desk) -> None:
    opened(desk, "coffee.png", (SAMPLES / "coffee.png").read_bytes())
    assert desk.page.evaluate(FILTER) == ""
    assert "This image is" not in desk.notices()


def test_the_key_shows_the_image_plainly_and_back(desk: Desk) -> None:
    opened(desk, "dark.png", dark())
    desk.wait_for(f"{FILTER}.startsWith('brightness(4.')")
    desk.page.locator("#stage").focus()
    desk.press("j")
    desk.wait_for(f"{FILTER} === ''")
    desk.press("j")
    desk.wait_for(f"{FILTER}.startsWith('brightness(4.')")


def test_what_a_person_set_by_hand_stays_that_way_when_the_file_is_back(desk: Desk) -> None:
    file = opened(desk, "dark.png", dark())
    desk.wait_for(f"{FILTER}.startsWith('brightness(4.')")
    brightness(desk, "1")
    opened(desk, "coffee.png", (SAMPLES / "coffee.png").read_bytes())
    desk.show(file)
    desk.wait_for(f"{RUNS.format(file)} >= 3")  # opened, left, opened
    assert "brightness(4." not in desk.page.evaluate(FILTER)


def test_the_slider_takes_effect_at_once(desk: Desk) -> None:
    opened(desk, "dark.png", dark())
    desk.wait_for(f"{FILTER}.startsWith('brightness(4.')")
    dial = desk.card(NAME).get_by_label("Strength")
    dial.evaluate("(input) => { input.value = '0.5'; input.dispatchEvent(new Event('input', { bubbles: true })) }")
    desk.wait_for(f"{FILTER}.startsWith('brightness(2.')")
