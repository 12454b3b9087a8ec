"""How the picture and its shapes are seen: tones, channels, deep images, looks, grid, crosshair, minimap, ruler."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.serving import until

pytestmark = pytest.mark.e2e

PHOTO = np.asarray(Image.open(SAMPLES / "astronaut.png").convert("RGB"))
RED = (400, 480)  # a place of one colour


@pytest.fixture
def desk(plain: Desk) -> Iterator[Desk]:
    yield plain
    plain.page.evaluate("localStorage.removeItem('limner-looks')")
    plain.server.api("PATCH", f"/api/projects/{plain.project}", {"pixel_size": None})
    plain.page.reload()
    plain.page.evaluate("limner.ready")


def seen(desk: Desk, x: float, y: float) -> tuple[int, ...]:
    """Give the colour that a person sees at a place of the file."""
    cx, cy = desk.at(x, y)
    shot = desk.page.screenshot(clip={"x": round(cx), "y": round(cy), "width": 1, "height": 1})
    red, green, blue = Image.open(io.BytesIO(shot)).convert("RGB").getpixel((0, 0))  # type: ignore[misc]
    return red, green, blue


def is_near(one: tuple[int, ...], other: tuple[float, ...], slack: float = 12) -> bool:
    return bool(np.abs(np.subtract(one, other)).max() <= slack)


def panel(desk: Desk, tab: str) -> None:
    if not desk.page.locator("#display").is_visible():
        desk.press("i")
    desk.page.get_by_role("tab", name=tab, exact=True).click()


def leave(desk: Desk) -> None:
    desk.page.get_by_role("tab", selected=True).and_(desk.page.locator("#display [role=tab]")).press("Escape")
    expect(desk.page.locator("#display")).to_be_hidden()


def number(desk: Desk, name: str, value: float) -> None:
    field = desk.page.get_by_label(name, exact=True)
    field.fill(f"{value:g}")
    field.press("Enter")


def test_channels_inverting_and_tones_change_what_is_seen_and_stay_with_the_file(desk: Desk) -> None:
    first, plain = desk.file, seen(desk, *RED)
    panel(desk, "Picture")
    desk.page.get_by_role("button", name="R", exact=True).click()
    assert is_near(seen(desk, *RED), (plain[0],) * 3)
    desk.press("Shift+I")
    assert is_near(seen(desk, *RED), (255 - plain[0],) * 3)
    desk.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    desk.wait_for("document.querySelector('#stage canvas').style.filter === ''")
    desk.show(first)
    desk.wait_for("document.querySelector('#stage canvas').style.filter.includes('invert')")
    assert is_near(seen(desk, *RED), (255 - plain[0],) * 3)
    desk.page.locator("#display").get_by_role("button", name="Reset").click()
    number(desk, "Black at, exactly", 250)
    assert is_near(seen(desk, *RED), tuple(0 if tone < 250 else 255 for tone in plain))
    number(desk, "Black at, exactly", 900)  # no tone is: it stops below white
    expect(desk.page.get_by_label("Black at, exactly")).to_have_value("254")
    desk.page.locator("#display").get_by_role("button", name="Reset").click()
    assert is_near(seen(desk, *RED), plain, 0)
    leave(desk)


def test_a_deep_image_is_seen_at_once_and_its_window_can_be_moved(desk: Desk) -> None:
    tones = np.tile(np.linspace(1000, 5000, 400), (300, 1)).astype(np.uint16)
    tones[0, 0] = 65535
    buffer = io.BytesIO()
    Image.fromarray(tones).save(buffer, "PNG")
    file = desk.open("deep.png", buffer.getvalue())
    assert is_near(desk.pixel(200, 150, 0)[:3], (128,) * 3)
    panel(desk, "Picture")
    desk.wait_for("document.querySelector('[aria-label=\"White at, exactly\"]').value > 4900")
    number(desk, "White at, exactly", 3000)
    desk.wait_for("document.querySelector('#stage canvas').dataset.tones.endsWith('-3000')")
    low = float(desk.page.get_by_label("Black at, exactly").input_value())
    for x in (50, 150, 250):
        wanted = min(255.0, 255 * (float(tones[150, x]) - low) / (3000 - low))
        assert is_near(desk.pixel(x + 0.5, 150, 0)[:3], (wanted,) * 3, 2)
    leave(desk)
    desk.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    desk.show(file)
    desk.wait_for("document.querySelector('#stage canvas').dataset.tones.endsWith('-3000')")
    assert is_near(desk.pixel(300, 150, 0)[:3], (255,) * 3, 2)


def test_areas_lines_labels_and_colours_are_as_a_person_likes_them(desk: Desk) -> None:
    desk.draw_box(100, 100, 200, 150)
    desk.wait_for_kinds("box")
    desk.press("v", "Escape")
    inside, line, label = (200, 180), (100, 180), (103, 90)
    assert [desk.pixel(*place)[3] > 0 for place in (inside, line, label)] == [True, True, True]
    desk.press("Shift+E", "Shift+L", "Shift+L")
    assert [desk.pixel(*place)[3] > 0 for place in (inside, line, label)] == [False, True, False]
    desk.press("Shift+L", "Shift+L")
    desk.page.mouse.move(*desk.at(*inside))
    assert desk.pixel(*label)[3] == 0
    assert desk.pixel(*label, layer=2)[3] > 0
    desk.page.mouse.move(*desk.at(400, 400))
    assert desk.pixel(*label, layer=2)[3] == 0
    before = desk.pixel(*line)
    panel(desk, "Shapes")
    desk.page.get_by_label("Colour by").select_option("script")
    expect(desk.page.locator("#display .legend")).to_contain_text("by hand", use_inner_text=True)
    assert desk.pixel(*line) != before
    desk.page.get_by_role("slider", name="Lines").press("Home")
    assert desk.pixel(*line)[3] == 0
    desk.page.locator("#display").get_by_role("button", name="Reset").click()
    assert is_near(desk.pixel(*line)[:3], before[:3])
    leave(desk)


def test_grid_crosshair_and_minimap_help_to_look(desk: Desk) -> None:
    desk.press("Shift+G", "Shift+X", "Shift+K")
    panel(desk, "Guides")
    desk.page.get_by_label("Grid every").fill("128")
    desk.page.get_by_label("Grid every").press("Enter")
    leave(desk)
    assert desk.pixel(128.5, 300, layer=2)[3] > 0
    assert desk.pixel(200, 300, layer=2)[3] == 0
    x, y = desk.at(300, 200)
    desk.page.mouse.move(x, y)
    across, down = (desk.page.locator(f".crosshair.{way}").bounding_box() for way in ("across", "down"))
    assert across is not None
    assert down is not None
    assert (down["x"], across["y"]) == pytest.approx((x, y), abs=1.5)
    minimap = desk.page.locator(".minimap")
    expect(minimap).to_be_hidden()
    for _ in range(4):
        desk.page.mouse.wheel(0, -500)
    minimap.wait_for()
    box = minimap.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25, steps=4)
    desk.page.mouse.up()
    stage = desk.page.locator("#stage").bounding_box()
    assert stage is not None
    middle = [stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2]
    assert desk.page.evaluate("(at) => limner.toImage(at)", middle) == pytest.approx([384, 128], abs=6)
    desk.press("f")
    expect(minimap).to_be_hidden()
    assert desk.stored() == []


def test_the_ruler_measures_in_pixels_and_in_what_a_person_says_they_are(desk: Desk) -> None:
    measured = desk.page.locator(".measured:not(.unfit)")
    desk.press("y")
    desk.drag((100, 100), (220, 190))
    assert measured.inner_text().split()[:2] == ["150.0", "px"]
    panel(desk, "Guides")
    number(desk, "Length of the ruler", 30)
    desk.wait_for("document.querySelector('.measured:not(.unfit)').textContent.startsWith('30 mm')")
    number(desk, "Size of a pixel", -2)
    expect(desk.page.locator("#display [role=alert]")).to_contain_text("“-2” is no number above 0", use_inner_text=True)
    expect(desk.page.get_by_label("Size of a pixel")).to_have_value("-2")
    desk.wait_saved()
    kept = desk.server.api("GET", f"/api/files/{desk.file}")["pixel_size"]
    assert (kept["size"], kept["unit"], kept["of"]) == (pytest.approx(0.2), "mm", "file")
    theirs = {"pixel_size": {"size": 3, "unit": "cm"}}
    size = desk.page.get_by_label("Size of a pixel")
    size.fill("7")
    desk.server.api("PATCH", f"/api/files/{desk.file}", theirs)
    desk.wait_for("document.querySelector('.measured:not(.unfit)').textContent.startsWith('450 cm')")
    desk.notices()
    expect(size, "what is being typed stays").to_have_value("7")
    size.fill("")
    size.press("Tab")
    expect(size).to_have_value("3")
    desk.page.get_by_role("button", name="Forget").click()
    desk.wait_for("document.querySelector('.measured:not(.unfit)').textContent.startsWith('150.0 px')")
    desk.page.get_by_role("button", name="All files").click()
    number(desk, "Size of a pixel", 0.5)
    desk.wait_for("document.querySelector('.measured:not(.unfit)').textContent.startsWith('75 mm')")
    project = f"/api/projects/{desk.project}"
    until(desk.page, lambda: desk.server.api("GET", project)["pixel_size"] == {"size": 0.5, "unit": "mm"})
    leave(desk)
    desk.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    desk.press("y")
    with desk.holding((100, 100)) as to:
        desk.page.keyboard.down("Shift")
        to(200, 108)
        desk.page.keyboard.up("Shift")
    assert measured.inner_text().startswith("50 mm")
    assert desk.stored() == []
    desk.press("Escape")
    measured.wait_for(state="hidden")
