"""Several shapes selected: by clicks, by a rectangle, by keys and in the list; what is done is done to all."""

from typing import Any

import pytest

from tests.e2e.desk import Desk

Pair = tuple[float, float]


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def corners(desk: Desk) -> list[list[float]]:
    return [[round(one["geometry"]["x"]), round(one["geometry"]["y"])] for one in desk.stored()]


def draw_three(desk: Desk) -> None:
    """Draw boxes at 40, 160 and 280, and let go of them."""
    for x in (40, 160, 280):
        desk.draw_box(x, 60, 80, 60)
    desk.press("v", "Escape")
    desk.wait_for_kinds("box", "box", "box")


def selected(desk: Desk) -> list[int]:
    """Give the places of the selected rows in the list, once it is drawn."""
    desk.notices()
    rows: list[int] = desk.page.evaluate(
        "[...document.querySelectorAll('.inst')].flatMap((row, at) => row.ariaSelected === 'true' ? [at] : [])"
    )
    return rows


def wait_selected(desk: Desk, *rows: int) -> None:
    found = "[...document.querySelectorAll('.inst')].flatMap((row, at) => row.ariaSelected === 'true' ? [at] : [])"
    desk.wait_for(f"{found}.join() === '{','.join(map(str, rows))}' || null")


def shift_click(desk: Desk, *places: Pair) -> None:
    desk.page.keyboard.down("Shift")
    for place in places:
        desk.click(*place)
    desk.page.keyboard.up("Shift")


def test_several_are_selected_by_clicks_and_moved_hidden_relabelled_and_deleted_in_one_step_each(desk: Desk) -> None:
    draw_three(desk)
    desk.click(80, 90)
    shift_click(desk, (200, 90), (320, 90), (320, 90))
    wait_selected(desk, 0, 1)
    desk.drag((200, 90), (210, 130))
    assert corners(desk) == [[50, 100], [170, 100], [280, 60]]
    desk.click(90, 130)
    wait_selected(desk, 0)
    shift_click(desk, (210, 130))
    desk.press("2", "h")
    assert [(one["label"], one["hidden"]) for one in desk.stored()] == [("rocket", True)] * 2 + [("person", False)]
    desk.drag((30, 40), (400, 200))
    wait_selected(desk, 2)
    desk.page.locator(".inst").nth(0).click()
    desk.page.locator(".inst").nth(1).click(modifiers=["Shift"])
    desk.page.locator("#stage").focus()
    desk.press("Delete")
    assert len(desk.stored()) == 1
    desk.press("Control+z", "Control+z", "Control+z", "Control+z")
    assert corners(desk) == [[40, 60], [160, 60], [280, 60]]
    assert [(one["label"], one["hidden"]) for one in desk.stored()] == [("person", False)] * 3


def test_a_rectangle_selects_what_is_inside_or_to_the_left_what_it_touches(desk: Desk) -> None:
    draw_three(desk)
    desk.drag((30, 40), (200, 140))
    wait_selected(desk, 0)
    desk.drag((200, 140), (30, 40))
    wait_selected(desk, 0, 1)
    desk.page.keyboard.down("Shift")
    with desk.holding((270, 40)) as to:
        to(400, 140)
        desk.page.keyboard.up("Shift")
    wait_selected(desk, 0, 1, 2)
    desk.click(450, 300)
    wait_selected(desk)
    desk.page.keyboard.down("Alt")
    desk.drag((30, 40), (200, 140))
    desk.page.keyboard.up("Alt")
    wait_selected(desk, 0, 1)


def test_all_or_those_of_one_label_are_selected_by_keys_and_stretches_in_the_list(desk: Desk) -> None:
    draw_three(desk)
    desk.click(200, 90)
    desk.press("2", "Control+a")
    wait_selected(desk, 0, 1, 2)
    desk.press("Escape")
    desk.click(80, 90)
    desk.press("Control+Shift+A")
    wait_selected(desk, 0, 2)
    rows = desk.page.locator(".inst")
    rows.nth(0).click()
    rows.nth(2).click(modifiers=["Shift"])
    wait_selected(desk, 0, 1, 2)
    rows.nth(1).click(modifiers=["ControlOrMeta"])
    wait_selected(desk, 0, 2)


def ring(desk: Desk) -> list[Any]:
    (instance,) = desk.stored()
    return [[round(x), round(y)] for x, y in instance["geometry"]["parts"][0]["outer"]]


def test_a_stretch_of_vertices_is_taken_either_way_round_and_deleted(desk: Desk) -> None:
    points = [(100, 100), (200, 100), (300, 100), (300, 200), (300, 300), (200, 300), (100, 300), (100, 200)]
    desk.press("p")
    for point in points:
        desk.click(*point)
    desk.press("Enter", "v")
    desk.click(200, 100)
    shift_click(desk, (300, 200))
    desk.press("Delete")
    assert ring(desk) == [[100, 100], [300, 300], [200, 300], [100, 300], [100, 200]]
    desk.press("Control+z")
    desk.click(200, 100)
    shift_click(desk, (300, 200), (300, 200))
    desk.press("Delete")
    desk.wait_for("document.querySelector('#notices').innerText.includes('Too few') || null")
    desk.dismiss()
    assert len(ring(desk)) == 8
    desk.click(200, 100)
    shift_click(desk, (200, 300), (200, 300))
    desk.press("Delete")
    assert ring(desk) == [[300, 100], [300, 200], [300, 300]]


def test_a_box_is_drawn_by_two_clicks_and_a_double_click_puts_a_vertex_on_a_line(desk: Desk) -> None:
    desk.press("b")
    desk.click(60, 80)
    assert desk.kinds() == []
    desk.click(160, 140)
    (box,) = desk.wait_for_kinds("box")
    assert [box["geometry"][name] for name in ("x", "y", "width", "height")] == pytest.approx([60, 80, 100, 60], abs=1)
    desk.click(100, 100)
    desk.click(300, 300)
    desk.press("Escape")
    assert desk.kinds() == ["box"], "a click on a shape selects it"
    desk.press("v", "Escape", "l")
    for point in ((60, 300), (260, 300)):
        desk.click(*point)
    desk.press("Enter", "v")
    desk.page.mouse.dblclick(*desk.at(160, 300))
    assert len(desk.stored()[-1]["geometry"]["points"]) == 3
    desk.page.mouse.dblclick(*desk.at(260, 300))
    assert len(desk.stored()[-1]["geometry"]["points"]) == 3, "there is a vertex already"
    desk.click(160, 300)
    desk.press("Delete")
    assert len(desk.stored()[-1]["geometry"]["points"]) == 2
