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


def test_a_paste_lies_beside_what_was_copied_or_in_its_place_once_that_is_deleted(
    desk: Desk, drawn: dict[str, Any]
) -> None:
    desk.press("Control+c", "Control+v", "Control+v")
    first, second, third = desk.wait_for_kinds("box", "box", "box")
    x, y = corner(drawn)
    assert [corner(first), corner(second), corner(third)] == [[x, y], [x + 10, y + 10], [x + 20, y + 20]]
    assert {one["label"] for one in desk.stored()} == {"rocket"}
    desk.press("Control+z", "Control+z", "Control+a", "Control+c", "Delete", "Control+v")
    desk.wait_for(f"limner.instances()[0]?.id !== {drawn['id']!r} && limner.instances().length === 1")
    (pasted,) = desk.stored()
    assert pasted["geometry"] == drawn["geometry"]


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


def test_a_duplicate_is_selected_one_step_leaves_what_was_copied_alone_and_stays_in_the_file(
    desk: Desk, drawn: dict[str, Any]
) -> None:
    desk.press("Control+c", "Escape", "Control+d")
    assert desk.kinds() == ["box"], "nothing was selected"
    desk.press("Control+a", "Control+d")
    desk.wait_for("document.querySelectorAll('.inst')[1]?.ariaSelected === 'true'")
    desk.press("Control+z")
    desk.wait_for_kinds("box")
    desk.draw_box(460, 460, 50, 50)
    desk.press("v", "3", "Control+d", "Control+v")
    *_, duplicate, pasted = desk.wait_for_kinds("box", "box", "box", "box")
    x, y = corner(drawn)
    assert (corner(pasted), pasted["label"]) == ([x + 10, y + 10], "rocket")
    geometry = duplicate["geometry"]
    assert geometry["x"] + geometry["width"] <= 512
    assert geometry["y"] + geometry["height"] <= 512


def test_copying_in_a_field_is_the_fields_own(desk: Desk) -> None:
    desk.press("Control+c")
    desk.page.get_by_role("button", name="Add a label").click()
    desk.page.get_by_label("Name", exact=True).press("Control+v")
    desk.press("Escape")
    assert desk.kinds() == ["box"]
