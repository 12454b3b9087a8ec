"""Order, lock, solo, groups and the clipboard for several shapes; what is stored, and what a click then picks."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.desk import Desk

ROWS = "[...document.querySelectorAll('.inst')].flatMap((row, at) => row.ariaSelected === 'true' ? [at] : [])"


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def wait_selected(desk: Desk, *rows: int) -> None:
    desk.wait_for(f"{ROWS}.join() === '{','.join(map(str, rows))}' || null")


def draw(desk: Desk, *boxes: tuple[float, float, float, float]) -> None:
    for box in boxes:
        desk.draw_box(*box)
    desk.press("v", "Escape")
    desk.wait_for_kinds(*["box"] * len(boxes))


def stored(desk: Desk, name: str) -> list[Any]:
    return [one[name] for one in desk.stored()]


def test_order_says_what_a_click_picks_one_place_or_all_the_way(desk: Desk) -> None:
    draw(desk, (100, 100, 100, 100), (110, 110, 100, 110), (120, 120, 100, 120))
    desk.click(150, 150)
    wait_selected(desk, 0)
    desk.press("PageUp")
    assert stored(desk, "order") == [1, 0, 1]
    desk.press("End", "Escape")
    assert stored(desk, "order") == [-1, 0, 1]
    desk.click(150, 150)
    wait_selected(desk, 2)
    desk.page.locator(".inst").nth(1).click()
    desk.page.locator("#stage").focus()
    desk.press("Home", "Escape")
    assert stored(desk, "order") == [-1, 2, 1]
    desk.click(150, 150)
    wait_selected(desk, 1)
    desk.press("Control+z", "Control+z", "Control+z", "Escape")
    assert stored(desk, "order") == [0, 0, 0]
    desk.click(150, 150)
    wait_selected(desk, 0)


def test_a_click_selects_a_group_a_double_click_goes_in_and_ungrouping_parts_it(desk: Desk) -> None:
    draw(desk, (40, 60, 80, 60), (160, 60, 80, 60), (280, 60, 80, 60))
    desk.drag((30, 40), (250, 140))
    desk.press("Control+g", "Escape")
    one, two, three = stored(desk, "group")
    assert one == two
    assert (bool(one), three) == (True, None)
    desk.drag((30, 40), (130, 140))
    wait_selected(desk, 0, 1)
    desk.press("Escape")
    desk.click(80, 90)
    wait_selected(desk, 0, 1)
    desk.drag((80, 90), (80, 110))
    assert [one["geometry"]["y"] for one in desk.stored()] == pytest.approx([80, 80, 60], abs=1)
    desk.page.mouse.dblclick(*desk.at(80, 110))
    wait_selected(desk, 0)
    desk.press("Control+a", "Control+Shift+g")
    assert stored(desk, "group") == [None, None, None]


def test_locked_shapes_stay_and_only_the_selection_is_shown_for_a_while(desk: Desk) -> None:
    draw(desk, (40, 60, 80, 60), (160, 60, 80, 60))
    desk.click(80, 90)
    desk.press("Control+l", "Delete")
    assert stored(desk, "locked") == [True, False]
    desk.press("Control+a")
    desk.drag((200, 90), (220, 90))
    assert [round(one["geometry"]["x"]) for one in desk.stored()] == [40, 180]
    desk.press("Control+z", "Escape")
    desk.click(80, 90)
    desk.press("Shift+O", "Escape")
    desk.click(200, 90)
    wait_selected(desk)
    desk.click(80, 90)
    wait_selected(desk, 0)
    desk.page.get_by_role("button", name="Show all", exact=True).click()
    desk.click(200, 90)
    wait_selected(desk, 1)
    assert stored(desk, "hidden") == [False, False]
    desk.press("Shift+O")
    desk.show(desk.file)
    desk.click(80, 90)
    wait_selected(desk, 0)
    desk.press("Control+a", "h", "Control+k")
    assert stored(desk, "hidden") == [True, True]
    desk.page.keyboard.type("show all hidden")
    desk.press("Enter")
    desk.wait_for("limner.instances().every((one) => !one.hidden)")


def test_several_are_copied_with_their_group_to_another_file_cut_out_and_put_back(
    desk: Desk, photo: Callable[[str], bytes]
) -> None:
    draw(desk, (40, 60, 80, 60), (160, 60, 80, 60))
    desk.press("Control+a", "2", "Control+g", "Control+c", "Control+x")
    assert desk.stored() == []
    desk.press("Control+z")
    before = desk.stored()
    assert len(before) == 2
    desk.open("chelsea.png", photo("chelsea.png"))
    desk.press("Control+v", "Control+v", "Control+Shift+v")
    after = desk.wait_for_kinds(*["box"] * 6) and desk.stored()
    places = [(one["geometry"]["x"], one["geometry"]["y"]) for one in before]
    aside = [(x + 10, y + 10) for x, y in places]
    assert [(one["geometry"]["x"], one["geometry"]["y"]) for one in after] == [*places, *aside, *aside]
    assert {one["label"] for one in after} == {"rocket"}
    groups = [one["group"] for one in after]
    assert [groups[0] == groups[1], len(set(groups)), before[0]["group"] in groups] == [True, 3, False]
    desk.press("Control+a", "Control+d")
    assert len(desk.stored()) == 12
