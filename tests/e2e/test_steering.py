"""Drawing with the keyboard alone: arrows move a cursor over the picture, Enter and Space click and drag with it."""

from typing import Any

import pytest

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain
RIGHT, DOWN, LEFT = "Control+ArrowRight", "Control+ArrowDown", "Control+ArrowLeft"


def begun(desk: Desk) -> None:
    """Show the file at 100 %, and leave the mouse at (100, 60): there the cursor begins."""
    desk.press("0")
    desk.page.mouse.move(*desk.at(90, 60))
    desk.page.mouse.move(*desk.at(100, 60))


def last(desk: Desk) -> dict[str, Any]:
    """Give the shape that was stored last, whole pixels."""
    geometry: dict[str, Any] = desk.stored()[-1]["geometry"]
    return geometry


def heard(desk: Desk) -> str:
    return desk.page.locator("#stage output.sr").inner_text()


def test_every_way_of_drawing_works_with_the_cursor(plain: Desk) -> None:
    begun(plain)
    plain.press("b", "ArrowRight", "Enter", RIGHT, "Shift+ArrowDown", "Shift+ArrowDown", "ArrowUp")
    assert heard(plain) == "201, 79"
    plain.press("Enter")
    box = last(plain)
    assert [round(box[one], 3) for one in ("x", "y", "width", "height")] == [101, 60, 100, 19]

    plain.press("e", "Space", RIGHT, DOWN, "Space")
    ellipse = last(plain)
    assert [round(ellipse[one], 3) for one in ("x", "y", "rx", "ry")] == [251, 129, 50, 50]

    plain.press("p", "Enter", LEFT, "Enter", DOWN, "Enter", "Enter")
    outer = last(plain)["parts"][0]["outer"]
    assert [[round(x), round(y)] for x, y in outer] == [[301, 179], [201, 179], [201, 279]]

    plain.press("l", "Space", RIGHT, "Space", "Enter")
    assert [[round(x), round(y)] for x, y in last(plain)["points"]] == [[201, 279], [301, 279]]

    plain.press("o", "ArrowDown", "Space")
    point = last(plain)
    assert [round(point["x"]), round(point["y"])] == [301, 280]

    plain.press("m", "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")
    x, y, width, height = last(plain)["bounds"]
    assert (round(x + width / 2), round(y + height / 2)) == (311, 280)
    assert 40 <= width <= 48 and 22 <= height <= 26


def test_escape_gives_up_what_is_drawn_then_the_cursor_and_the_arrows_nudge_only_with_the_select_tool(
    plain: Desk,
) -> None:
    begun(plain)
    plain.press("b", "ArrowRight", "Enter", RIGHT, DOWN)
    assert plain.page.evaluate("document.activeElement.id") in ("stage", "")
    plain.press("Escape", "p", "Enter", RIGHT, "Enter", "Escape")
    assert heard(plain).endswith("301, 160")
    plain.press("Escape", "Enter")
    assert heard(plain) == "" and plain.stored() == []

    plain.press("b", "ArrowLeft", "Enter", RIGHT, DOWN, "Enter", "ArrowRight", "Shift+ArrowRight")
    assert round(last(plain)["x"]) == 99
    plain.press("v", "ArrowRight", "Shift+ArrowRight")
    assert round(last(plain)["x"]) == 110


def test_the_mouse_takes_over_and_the_view_follows_the_cursor(plain: Desk) -> None:
    begun(plain)
    plain.press("o", "ArrowRight")
    plain.page.mouse.move(*plain.at(140, 60))
    plain.press("Enter")
    assert plain.stored() == []
    plain.press(*["+"] * 8, "ArrowRight", *[RIGHT] * 20, "Enter")
    at = last(plain)
    assert at["x"] > 400
    cx, _ = plain.at(at["x"], at["y"])
    box = plain.page.locator("#stage").bounding_box()
    assert box is not None and box["x"] < cx < box["x"] + box["width"]
