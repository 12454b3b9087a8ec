"""Shapes cut, joined, subtracted and given holes with the mouse: what is stored has the area it must have."""

from typing import Any

import pytest

from tests.e2e.desk import Desk

Pair = tuple[float, float]


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def area(ring: list[list[float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def areas(desk: Desk) -> list[float]:
    """Give the areas of the polygons, holes left out."""
    return [
        sum(area(part["outer"]) - sum(map(area, part["holes"])) for part in one["geometry"]["parts"])
        for one in desk.stored()
    ]


def outline(desk: Desk, *points: Pair) -> None:
    for point in points:
        desk.click(*point)
    desk.press("Enter")


def draw_two(desk: Desk) -> None:
    """Draw two boxes that overlap by a quarter, the first a rocket, and select both."""
    desk.press("2")
    desk.draw_box(100, 100, 100, 100)
    desk.press("1")
    desk.draw_box(150, 150, 100, 100)
    desk.press("v", "Escape")
    desk.click(110, 110)
    desk.page.keyboard.down("Shift")
    desk.click(240, 240)
    desk.page.keyboard.up("Shift")


def near(value: float) -> Any:
    return pytest.approx(value, rel=0.04)


def button(desk: Desk, name: str) -> None:
    desk.page.locator("#deeds").get_by_role("button", name=name, exact=True).click()


def test_a_line_cuts_through_and_the_pieces_are_put_together_again(desk: Desk) -> None:
    desk.press("2")
    desk.draw_box(100, 100, 200, 100)
    desk.press("x")
    desk.drag((150, 80), (150, 230), 3)
    desk.wait_for_kinds("polygon", "polygon")
    assert sorted(areas(desk)) == [near(5000), near(15000)]
    assert {one["label"] for one in desk.stored()} == {"rocket"}
    button(desk, "Union")
    assert [*areas(desk)] == [near(20000)]
    desk.press("Control+z", "Control+z")
    desk.wait_for_kinds("box")
    desk.press("x")
    outline(desk, (80, 150), (200, 140), (320, 150))
    desk.wait_for_kinds("polygon", "polygon")
    assert sum(areas(desk)) == near(20000)


def test_a_line_cuts_what_is_selected_or_all_that_is_neither_locked_nor_hidden(desk: Desk) -> None:
    def cut_both() -> int:
        desk.press("x")
        desk.drag((60, 160), (290, 190))
        return len([one for one in desk.stored() if one["geometry"]["kind"] == "box"])

    draw_two(desk)
    desk.press("Escape")
    desk.click(110, 110)
    assert cut_both() == 1
    desk.press("Control+z", "v", "Escape")
    assert cut_both() == 0
    for key in ("Control+l", "h"):
        desk.press("Control+z", "v", "Escape")
        desk.click(110, 110)
        desk.press(key, "Escape")
        assert cut_both() == 1
        desk.press("Control+z")


def test_two_are_united_subtracted_and_intersected_and_taken_back(desk: Desk) -> None:
    draw_two(desk)
    button(desk, "Union")
    (instance,) = desk.stored()
    assert (areas(desk), instance["label"]) == ([near(17500)], "rocket")
    desk.press("Control+z", "Control+a")
    button(desk, "Subtract")
    first, second = desk.stored()
    assert (first["label"], first["geometry"]["kind"], second["geometry"]["kind"]) == ("rocket", "polygon", "box")
    assert area(first["geometry"]["parts"][0]["outer"]) == near(7500)
    desk.press("Control+z", "Control+a")
    button(desk, "Intersect")
    assert areas(desk) == [near(2500)]


def test_a_hole_is_drawn_and_filled_a_part_added_and_split_off(desk: Desk) -> None:
    desk.draw_box(100, 100, 200, 200)
    desk.press("v", "Shift+P")
    outline(desk, (150, 150), (250, 150), (250, 250), (150, 250))
    assert areas(desk) == [near(30000)]
    desk.press("Shift+B")
    outline(desk, (350, 100), (450, 100), (450, 200), (350, 200))
    assert areas(desk) == [near(40000)]
    button(desk, "Fill holes")
    assert areas(desk) == [near(50000)]
    button(desk, "Split parts")
    assert sorted(areas(desk)) == [near(10000), near(40000)]
    desk.press("Control+z", "Control+z", "Control+z", "Control+z")
    desk.wait_for_kinds("box")


def test_a_line_beside_the_shape_says_what_to_do_and_lines_are_joined(desk: Desk) -> None:
    desk.press("l")
    outline(desk, (60, 60), (160, 80))
    desk.press("l")
    outline(desk, (400, 200), (170, 85))
    desk.press("x", "Escape")
    desk.press("v", "Escape", "x")
    desk.drag((20, 300), (60, 400))
    assert "no shape here" in desk.notices()
    desk.press("v", "Control+a", "Control+j")
    (instance,) = desk.stored()
    assert len(instance["geometry"]["points"]) == 4
