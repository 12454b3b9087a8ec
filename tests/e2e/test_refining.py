"""Vertices thinned and smoothed by a slider, and shapes made into other kinds; what is stored is compared."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def shape(desk: Desk) -> dict[str, Any]:
    (instance,) = desk.stored()
    found: dict[str, Any] = instance["geometry"]
    return found


def count(desk: Desk) -> int:
    return len(shape(desk)["parts"][0]["outer"])


def convert(desk: Desk, kind: str) -> None:
    desk.page.locator("#deeds").get_by_role("button", name=f"As {kind}", exact=True).click()
    desk.wait_for_kinds(kind)


def test_a_slider_thins_and_smooths_enter_keeps_escape_gives_up(desk: Desk) -> None:
    desk.press("p")
    teeth = [(100 + 20 * i, 100 + (2 if i % 2 else 0)) for i in range(11)]
    for point in [*teeth, (300, 300), (100, 300)]:
        desk.click(*point)
    desk.press("Enter", "v", "z")
    slider = desk.page.get_by_role("slider", name="Simplify")
    assert slider.evaluate("(one) => one === document.activeElement")
    slider.fill("3")
    expect(desk.page.locator("#refiner")).to_contain_text("of 13 points", use_inner_text=True)
    desk.press("Escape")
    assert count(desk) == 13
    desk.press("z")
    desk.click(450, 450)
    desk.wait_for("document.getElementById('refiner').hidden")
    desk.press("Tab")
    desk.press("z")
    desk.page.get_by_role("slider", name="Simplify").fill("3")
    desk.press("Enter")
    assert count(desk) == 4
    desk.press("Control+z", "Shift+Z", "Enter")
    assert count(desk) == 13
    assert [point[1] for point in shape(desk)["parts"][0]["outer"][4:7]] == pytest.approx([101] * 3, abs=0.9)


def test_a_box_becomes_an_ellipse_a_polygon_a_mask_and_a_box_again(desk: Desk) -> None:
    desk.draw_box(100, 100, 100, 60)
    desk.press("v")
    convert(desk, "ellipse")
    assert [shape(desk)[name] for name in ("x", "y", "rx", "ry")] == pytest.approx([150, 130, 50, 30], abs=1)
    convert(desk, "polygon")
    convert(desk, "mask")
    pixels = sum(shape(desk)["rle"][1::2])
    assert pixels == pytest.approx(3.1416 * 50 * 30, rel=0.04)
    convert(desk, "polygon")
    convert(desk, "mask")
    assert sum(shape(desk)["rle"][1::2]) == pixels
    convert(desk, "box")
    assert [shape(desk)[name] for name in ("x", "y", "width", "height")] == pytest.approx([100, 100, 100, 60], abs=2)
    desk.press(*["Control+z"] * 6)
    desk.wait_for_kinds("box")


def test_the_file_is_tagged_and_a_box_is_typed(desk: Desk) -> None:
    desk.press("Shift+T")
    assert shape(desk) == {"kind": "tag"}
    desk.press("Control+z", "Control+k")
    desk.page.keyboard.type("by its numbers")
    desk.press("Enter")
    field = "document.activeElement?.ariaLabel === 'Left, in pixels' || null"
    desk.wait_for(field)
    desk.page.keyboard.type("12")
    desk.press("Tab")
    assert shape(desk)["x"] == 12
