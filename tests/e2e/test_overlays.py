"""Overlays and settings: what a script shows over the image and how it shows the file, seen in pixels."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME, FORGER, DIALS = "Heat", "Forger", "Dials"
HEAT = python(
    NAME,
    """
import numpy as np

turn = 0


@on("command")
def show(event, canvas):
    global turn
    turn += 1
    if turn % 3 == 1:
        canvas.overlay(np.ones((4, 8)), (100, 100, 80, 40), opacity=1)
    elif turn % 3 == 2:
        canvas.overlay(np.full((2, 2, 4), (0, 255, 0, 255), np.uint8), (200, 100, 80, 40), opacity=0.5)
    else:
        canvas.overlay(None)
""",
    ("overlay",),
    packages=["numpy"],
)
FORGED = python(
    FORGER,
    """
@on("command")
def forge(event, canvas):
    size = {"width": 2, "height": 2, "channels": 1}
    canvas._run.tell("overlay", {"bounds": (0, 0, 10, 10), "opacity": 1.0, **size}, (b"1234567",))
""",
    ("overlay",),
)
DIAL = javascript(
    DIALS,
    """
on("command", (event, canvas) => {
  const { settings } = canvas;
  const { brightness, contrast, gamma, visibility, tool, label } = settings;
  canvas.log([brightness, contrast, gamma, visibility, tool, label].join(" "));
  settings.brightness = 1.5;
  settings.contrast = 2;
  settings.gamma = 2;
  settings.visibility = 0.5;
  settings.tool = "polygon";
  settings.label = "cup";
});
""",
    ("settings",),
)


@pytest.fixture(scope="module", autouse=True)
def scripts(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    sources = ((HEAT, "heat.py"), (FORGED, "forger.py"), (DIAL, "dials.js"))
    added = [desk.add_script(*one) for one in sources]
    for name in (NAME, FORGER, DIALS):
        desk.wait_script(name)
    yield
    for one in added:
        desk.remove_script(one)


@pytest.fixture(autouse=True)
def by_hand(desk: Desk) -> Iterator[None]:
    desk.show_tab("scripts")
    yield
    desk.press("v", "1")


def test_an_overlay_is_shown_replaced_and_cleared(desk: Desk) -> None:
    desk.run(NAME)
    desk.run_of(NAME)
    red, green, blue, alpha = desk.pixel(140, 120)
    assert (red > 240, green > 240, blue < 190, alpha) == (True, True, True, 255), "1 is the brightest of the heat map"
    assert desk.pixel(220, 120)[3] == 0
    desk.run(NAME)
    desk.run_of(NAME, 2)
    assert desk.pixel(140, 120)[3] == 0
    red, green, blue, alpha = desk.pixel(240, 120)
    assert (red, green, blue) == (0, 255, 0)
    assert alpha == pytest.approx(128, abs=2)
    desk.run(NAME)
    desk.run_of(NAME, 3)
    assert desk.pixel(240, 120)[3] == 0
    assert desk.stored() == []


def test_an_overlay_stays_with_its_file_and_goes_by_its_button(desk: Desk, photo: Callable[[str], bytes]) -> None:
    desk.run(NAME)
    desk.run_of(NAME)
    first = desk.file
    desk.open("chelsea.png", photo("chelsea.png"))
    assert desk.pixel(140, 120)[3] == 0
    desk.run(NAME)
    desk.run_of(NAME)
    assert desk.pixel(240, 120)[3] > 0
    desk.card(NAME).get_by_role("button", name="Overlay").click()
    assert desk.pixel(240, 120)[3] == 0
    assert first != desk.file
    desk.run(NAME)  # so that the next test begins anew
    desk.run_of(NAME, 2)


def test_an_overlay_of_other_bytes_than_it_says_is_refused_and_said(desk: Desk) -> None:
    desk.run(FORGER)
    desk.page.get_by_text("an overlay of 2 x 2 x 1 does not come with 7 bytes").wait_for()
    assert f"{FORGER} an overlay" in desk.notices()
    assert desk.pixel(5, 5)[3] == 0
    desk.page.locator("#notices .error").first.get_by_label("Dismiss").click()


def filter_of(desk: Desk) -> str:
    shown: str = desk.page.evaluate("document.querySelector('#stage canvas').style.filter")
    return shown


def outputs(desk: Desk) -> list[str]:
    found: list[str] = desk.page.evaluate(
        "[...document.querySelectorAll('#display output')].map((one) => one.innerText)"
    )
    return found


def test_settings_are_shown_in_the_picture_and_in_the_panel(desk: Desk) -> None:
    assert filter_of(desk) == ""
    desk.run(DIALS)
    desk.run_of(DIALS)
    assert filter_of(desk) == 'brightness(1.5) contrast(2) url("#gamma")'
    assert desk.page.evaluate("document.getElementById('gamma-R').getAttribute('exponent')") == "0.5"
    assert desk.page.evaluate("document.querySelectorAll('#stage canvas')[1].style.opacity") == "0.5"
    desk.press("i")
    assert outputs(desk) == ["150 %", "200 %", "200 %", "off", "50 %"]
    desk.page.locator("#display").get_by_role("button", name="Reset").click()
    assert (filter_of(desk), outputs(desk)) == ("", ["100 %", "100 %", "100 %", "off", "100 %"])
    desk.press("Escape")


def test_settings_take_the_tool_and_the_label_in_hand(desk: Desk) -> None:
    desk.run(DIALS)
    desk.run_of(DIALS)
    expect(desk.page.get_by_role("button", name="Polygon", exact=True)).to_have_attribute("aria-pressed", "true")
    for point in ((100, 100), (200, 100), (150, 200)):
        desk.click(*point)
    desk.press("Enter")
    (drawn,) = desk.wait_for_kinds("polygon")
    assert drawn["label"] == "cup"


def test_a_script_reads_how_the_file_is_shown_now(desk: Desk) -> None:
    start = len(desk.said(DIALS))
    desk.show_tab("scripts")
    desk.press("b", "2")
    desk.run(DIALS)
    desk.run_of(DIALS)
    desk.press("v", "1")
    desk.run(DIALS)
    desk.run_of(DIALS, 2)
    first, second = desk.said(DIALS, start + 2)[start:]
    assert first == "1 1 1 1 box rocket"
    assert second.startswith("1.5 2 2 0.5 select ")


def test_settings_are_of_one_file_and_back_when_it_is(desk: Desk, photo: Callable[[str], bytes]) -> None:
    desk.run(DIALS)
    desk.run_of(DIALS)
    desk.open("chelsea.png", photo("chelsea.png"))
    assert filter_of(desk) == ""


def test_the_panel_turns_the_same_dials(desk: Desk) -> None:
    desk.press("i")
    dial = desk.page.locator("#display").get_by_label("Brightness")
    dial.evaluate("(input) => { input.value = '2'; input.dispatchEvent(new Event('input', { bubbles: true })) }")
    assert filter_of(desk) == "brightness(2) contrast(1)"
    desk.press("Escape")
