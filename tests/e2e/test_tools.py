"""The tools of the rail, with the real mouse and keyboard: what is drawn is what is stored."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain


LINE = [(60, 60), (160, 80), (220, 180)]


def geometry(desk: Desk, kind: str) -> dict[str, Any]:
    """Give the one shape of the file as the server has it, once it is of a kind."""
    desk.wait_for_kinds(kind)
    (instance,) = desk.stored()
    found: dict[str, Any] = instance["geometry"]
    return found


def values(shape: dict[str, Any], *names: str) -> list[float]:
    return [shape[name] for name in names]


def test_an_ellipse_is_drawn_in_a_box_reshaped_and_turned_and_shift_makes_a_circle(desk: Desk) -> None:
    desk.press("e")
    desk.page.keyboard.down("Shift")
    desk.drag((100, 120), (220, 180))
    desk.page.keyboard.up("Shift")
    circle = geometry(desk, "ellipse")
    assert circle["rx"] == circle["ry"] == pytest.approx(60, abs=1)
    desk.press("v", "Delete", "e")
    desk.drag((100, 120), (300, 240))
    assert values(geometry(desk, "ellipse"), "x", "y", "rx", "ry", "rotation") == pytest.approx(
        [200, 180, 100, 60, 0], abs=1
    )
    desk.press("v")
    desk.drag((300, 180), (340, 180))
    assert values(geometry(desk, "ellipse"), "x", "rx", "ry") == pytest.approx([220, 120, 60], abs=1.5)
    reach = 22 / desk.page.evaluate("limner.toScreen([1, 0])[0] - limner.toScreen([0, 0])[0]")
    desk.drag((220, 120 - reach), (400, 180))
    assert geometry(desk, "ellipse")["rotation"] == pytest.approx(90, abs=1.5)
    desk.press("Control+z", "Control+z")
    assert values(geometry(desk, "ellipse"), "x", "rx", "rotation") == pytest.approx([200, 100, 0], abs=1)


def test_exact_numbers_are_typed_and_undone_and_what_cannot_be_is_put_back(desk: Desk) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.wait_for_kinds("box")
    width = desk.page.get_by_label("Width, in pixels")
    width.fill("200.5")
    width.press("Enter")
    desk.wait_for("limner.instances()[0].geometry.width === 200.5")
    desk.page.get_by_label("Turned clockwise, in degrees").fill("30")
    desk.page.get_by_label("Turned clockwise, in degrees").press("Tab")
    desk.wait_for("limner.instances()[0].geometry.rotation === 30")
    assert values(geometry(desk, "box"), "width", "rotation") == [200.5, 30]
    width.fill("-5")
    width.press("Enter")
    desk.wait_for("document.querySelector('[aria-label=\"Width, in pixels\"]').value === '200.5'")
    desk.page.locator("#stage").focus()
    desk.press("Control+z")
    desk.wait_for("limner.instances()[0].geometry.rotation === 0")
    desk.wait_for("document.querySelector('[aria-label=\"Turned clockwise, in degrees\"]').value === '0'")


def test_a_cuboid_has_two_faces_each_dragged_by_itself(desk: Desk) -> None:
    desk.press("u")
    desk.drag((100, 200), (260, 320))
    cuboid = geometry(desk, "cuboid")
    assert values(cuboid["front"], "x", "y", "width", "height") == pytest.approx([100, 200, 160, 120], abs=1)
    assert values(cuboid["rear"], "x", "y", "width", "height") == pytest.approx([140, 160, 160, 120], abs=1)
    desk.press("v")
    desk.drag((300, 220), (380, 220))
    after = geometry(desk, "cuboid")
    assert after["front"] == cuboid["front"]
    assert values(after["rear"], "x", "width") == pytest.approx([140, 240], abs=1.5)
    desk.drag((100, 320), (80, 340))
    assert values(geometry(desk, "cuboid")["front"], "x", "y", "width", "height") == pytest.approx(
        [80, 200, 180, 140], abs=1.5
    )


def test_a_polyline_is_ended_by_enter_or_a_double_click_and_one_point_is_none(desk: Desk) -> None:
    desk.press("l")
    desk.click(60, 60)
    desk.press("Enter")
    assert "A polyline needs at least 2 points" in desk.notices()
    desk.press("Escape", "Enter")
    assert desk.instances() == []
    for place in LINE:
        desk.click(*place)
    desk.press("Enter")
    points = geometry(desk, "polyline")["points"]
    assert [pytest.approx(point, abs=1) for point in LINE] == points
    desk.click(60, 300)
    desk.page.mouse.dblclick(*desk.at(200, 320))
    desk.wait_for_kinds("polyline", "polyline")
    assert len(desk.stored()[1]["geometry"]["points"]) == 2


def test_undo_and_redo_go_through_the_points_of_an_unfinished_shape(desk: Desk) -> None:
    for key, kind in (("p", "polygon"), ("l", "polyline")):
        desk.press(key)
        for place in (*LINE, (60, 300)):
            desk.click(*place)
        desk.press("Control+z", "Control+z", "Backspace", "Control+y", "Control+Shift+z", "Enter")
        shape = geometry(desk, kind)
        points = shape["points"] if kind == "polyline" else shape["parts"][0]["outer"]
        assert [pytest.approx(point, abs=1) for point in LINE] == points
        desk.press("v", "Delete")


def test_undo_beyond_the_first_point_is_the_files(desk: Desk) -> None:
    desk.press("o")
    desk.click(50, 50)
    desk.wait_for_kinds("point")
    desk.press("l")
    desk.click(60, 60)
    desk.press("Control+z", "Control+z")
    desk.wait_for_kinds()
    desk.press("Control+y")
    desk.wait_for_kinds("point")


def test_a_point_is_put_where_it_is_clicked_and_moved(desk: Desk) -> None:
    desk.press("o")
    desk.click(50, 70)
    assert values(geometry(desk, "point"), "x", "y") == pytest.approx([50, 70], abs=1)
    desk.press("v")
    desk.drag((50, 70), (120, 90))
    assert values(geometry(desk, "point"), "x", "y") == pytest.approx([120, 90], abs=1.5)


def area(desk: Desk) -> int:
    """Give how many pixels the one mask of the file has, as the server has it."""
    rle = geometry(desk, "mask")["rle"]
    return sum(rle[1::2])


def test_a_brush_paints_a_mask_goes_on_with_the_selected_one_and_erases(desk: Desk) -> None:
    desk.press("m")
    desk.drag((100, 100), (200, 100))
    mask = geometry(desk, "mask")
    assert mask["bounds"] == pytest.approx([88, 88, 124, 24], abs=2)
    line = area(desk)
    assert line == pytest.approx(100 * 24 + 452, rel=0.05)  # a band with round ends
    desk.drag((150, 100), (150, 200))
    cross = area(desk)
    assert cross == pytest.approx(line + 88 * 24 + 226, rel=0.05)
    desk.page.keyboard.down("Alt")
    desk.drag((150, 100), (150, 220))
    desk.page.keyboard.up("Alt")
    assert area(desk) < line
    desk.press("v")
    expect(desk.page.get_by_role("toolbar", name="What can be done to the selection")).to_be_visible()
    desk.press("m", "Control+z")
    assert area(desk) == cross
    desk.press("Control+z", "Control+z")
    desk.wait_for_kinds()


def test_enter_lets_go_of_a_mask_erasing_all_of_one_removes_it_and_without_one_says_what_it_needs(desk: Desk) -> None:
    desk.press("m")
    desk.page.mouse.click(*desk.at(100, 100), button="right")
    assert "Select a mask to erase from." in desk.notices()
    assert desk.instances() == []
    desk.click(100, 100)
    desk.wait_for_kinds("mask")
    desk.press("Enter")
    desk.click(110, 100)
    desk.wait_for_kinds("mask", "mask")
    desk.press("Control+z", "Tab")
    whole = area(desk)
    desk.press("]", "]", "]")
    desk.page.mouse.click(*desk.at(100, 100), button="right")
    desk.wait_for_kinds()
    desk.press("Control+z", "[", "[", "[")
    assert area(desk) == whole
    desk.press("Tab", "Control+l")
    desk.click(300, 300)
    first, _ = desk.wait_for_kinds("mask", "mask")
    assert sum(first["geometry"]["rle"][1::2]) == whole, "a locked mask is not painted on"


def pixels(desk: Desk) -> list[int]:
    """Give how many pixels each mask has, as the server has them, oldest first."""
    return [sum(instance["geometry"]["rle"][1::2]) for instance in desk.stored()]


def paint_three(desk: Desk) -> list[int]:
    """Paint three masks: two that cross each other, of two labels, and one beside them."""
    for label, start, end in (("1", (60, 100), (260, 100)), ("2", (160, 40), (160, 200)), ("1", (60, 300), (260, 300))):
        desk.press("m", "Enter", label)
        desk.drag(start, end)
    desk.wait_for_kinds("mask", "mask", "mask")
    desk.press("Enter")
    return pixels(desk)


def test_an_eraser_takes_from_the_top_mask_from_all_or_from_those_of_a_label(desk: Desk) -> None:
    whole = paint_three(desk)
    desk.press("Shift+q")
    desk.click(160, 100)
    top = pixels(desk)
    assert [had - left > 0 for had, left in zip(whole, top, strict=True)] == [False, True, False]
    desk.press("Control+z")
    assert pixels(desk) == whole
    for key, taken in (("Shift", [True, True, True]), ("Control", [True, False, True])):
        desk.page.keyboard.down(key)
        desk.drag((160, 80), (160, 320))
        desk.page.keyboard.up(key)
        assert [had > left for had, left in zip(whole, pixels(desk), strict=True)] == taken
        desk.press("Control+z")
        assert pixels(desk) == whole
    desk.click(400, 400)
    assert "There is no mask to erase from here." in desk.notices()


def test_an_eraser_keeps_to_what_is_selected_and_takes_away_what_is_left_empty(desk: Desk) -> None:
    whole = paint_three(desk)
    first, _, third = desk.instances()
    desk.press("v")
    desk.click(80, 100)
    desk.page.keyboard.down("Shift")
    desk.click(80, 300)
    desk.page.keyboard.up("Shift")
    desk.press("Shift+q", "]", "]", "]")
    desk.drag((160, 100), (160, 300), steps=6)
    assert [had > left for had, left in zip(whole, pixels(desk), strict=True)] == [True, False, True]
    desk.click(160, 180)
    assert "does not touch what is selected" in desk.notices()
    desk.press("Control+z", "Control+l")
    desk.drag((160, 100), (160, 300))
    assert "This mask is locked: unlock it first." in desk.notices()
    desk.press("Control+l", "Enter", "[", "[", "[")
    desk.page.keyboard.down("Shift")
    desk.drag((40, 100), (280, 100))
    desk.page.keyboard.up("Shift")
    desk.wait_for_kinds("mask", "mask")
    assert first["id"] not in {one["id"] for one in desk.stored()}
    desk.press("Control+z")
    assert pixels(desk) == whole
    assert third["id"] in {one["id"] for one in desk.stored()}


def test_alt_and_the_wheel_change_the_brush_and_not_the_view(desk: Desk) -> None:
    desk.press("m")
    desk.page.mouse.move(*desk.at(200, 200))
    zoom = desk.page.evaluate("limner.toScreen([1, 0])[0] - limner.toScreen([0, 0])[0]")
    desk.page.keyboard.down("Alt")
    for _ in range(5):
        desk.page.mouse.wheel(0, -100)
    desk.page.keyboard.up("Alt")
    desk.click(200, 200)
    width = geometry(desk, "mask")["bounds"][2]
    assert width == pytest.approx(24 * 1.15**5, abs=3)
    assert desk.page.evaluate("limner.toScreen([1, 0])[0] - limner.toScreen([0, 0])[0]") == zoom
    desk.press(*"[[[[[")


NAMES = {"v": "Select", "b": "Box", "p": "Polygon", "l": "Polyline", "o": "Point", "e": "Ellipse", "u": "Cuboid"}
NAMES |= {"m": "Brush", "s": "Prompt"}


def test_a_key_chooses_its_tool_and_the_rail_says_so(desk: Desk) -> None:
    for key, name in NAMES.items():
        desk.press(key)
        pressed = desk.page.evaluate(
            "[...document.querySelectorAll('.rail [aria-pressed=true]')].map((one) => one.ariaLabel)"
        )
        assert pressed == [name]
