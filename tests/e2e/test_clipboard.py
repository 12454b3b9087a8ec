"""Copy, paste, duplicate: in place on another file, aside on the same one."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain


@pytest.fixture(autouse=True)
def drawn(desk: Desk) -> dict[str, Any]:
    """Draw a box, label it, and leave it selected."""
    desk.draw_box(40, 60, 120, 80)
    desk.press("v", "2")
    desk.wait_for("limner.instances()[0]?.label === 'rocket'")
    return desk.instances()[0]


def corner(one: dict[str, Any]) -> list[float]:
    return [one["geometry"]["x"], one["geometry"]["y"]]


def test_a_paste_lies_beside_what_was_copied_and_the_next_beside_that(desk: Desk, drawn: dict[str, Any]) -> None:
    desk.press("Control+c", "Control+v", "Control+v")
    first, second, third = desk.wait_for_kinds("box", "box", "box")
    x, y = corner(drawn)
    assert [corner(first), corner(second), corner(third)] == [[x, y], [x + 10, y + 10], [x + 20, y + 20]]
    assert {one["label"] for one in desk.stored()} == {"rocket"}


def test_a_paste_on_another_file_is_in_the_same_place(
    desk: Desk, drawn: dict[str, Any], photo: Callable[[str], bytes]
) -> None:
    desk.press("Control+c")
    desk.open("chelsea.png", photo("chelsea.png"))
    desk.press("Control+v")
    (pasted,) = desk.wait_for_kinds("box")
    assert (pasted["geometry"], pasted["file"]) == (drawn["geometry"], desk.file)
    (stored,) = desk.stored()
    assert (stored["provenance"]["actor"], stored["id"] != drawn["id"]) == ("human", True)


def test_a_duplicate_is_selected_and_one_step_to_undo(desk: Desk) -> None:
    desk.press("Control+d")
    desk.wait_for_kinds("box", "box")
    desk.wait_for("document.querySelectorAll('.inst')[1]?.ariaSelected === 'true'")
    desk.press("Control+z")
    desk.wait_for_kinds("box")


def test_a_duplicate_of_another_leaves_what_was_copied_alone(desk: Desk, drawn: dict[str, Any]) -> None:
    desk.press("Control+c")
    desk.draw_box(300, 300, 50, 50)
    desk.press("v", "3", "Control+d", "Control+v")
    *_, pasted = desk.wait_for_kinds("box", "box", "box", "box")
    x, y = corner(drawn)
    assert (corner(pasted), pasted["label"]) == ([x + 10, y + 10], "rocket")


def test_what_was_copied_can_be_pasted_after_it_was_deleted(desk: Desk, drawn: dict[str, Any]) -> None:
    desk.press("Control+c", "Delete", "Control+v")
    (pasted,) = desk.wait_for_kinds("box")
    assert (pasted["geometry"], pasted["id"] != drawn["id"]) == (drawn["geometry"], True)


def test_copying_in_a_field_is_the_fields_own(desk: Desk) -> None:
    desk.press("Control+c")
    desk.page.get_by_role("button", name="Add a label").click()
    desk.page.get_by_label("Name", exact=True).press("Control+v")
    desk.press("Escape")
    assert desk.kinds() == ["box"]


def test_with_nothing_selected_nothing_is_duplicated(desk: Desk) -> None:
    desk.press("Escape", "Control+d")
    assert desk.kinds() == ["box"]


def test_near_the_edge_a_duplicate_stays_in_the_file(desk: Desk) -> None:
    desk.draw_box(460, 460, 50, 50)
    desk.press("v", "Control+d")
    *_, last = desk.wait_for_kinds("box", "box", "box")
    geometry = last["geometry"]
    assert geometry["x"] + geometry["width"] <= 512
    assert geometry["y"] + geometry["height"] <= 512
