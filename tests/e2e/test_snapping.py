"""What is drawn and dragged keeps to what is near, exactly, while that is on or Ctrl is held."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.desk import Desk


@pytest.fixture
def desk(plain: Desk) -> Iterator[Desk]:
    yield plain
    if plain.page.evaluate("document.querySelector('[data-action=snap]').ariaPressed === 'true'"):
        plain.press("w")


def boxes(desk: Desk) -> list[list[float]]:
    return [[one["geometry"][name] for name in ("x", "y", "width", "height")] for one in desk.stored()]


def last_ring(desk: Desk) -> list[Any]:
    found: list[Any] = desk.stored()[-1]["geometry"]["parts"][0]["outer"]
    return found


def test_boxes_and_polygons_keep_to_corners_edges_and_the_border(desk: Desk) -> None:
    desk.draw_box(100, 100, 100, 100)
    desk.press("w")
    desk.draw_box(203, 98, 97, 60)
    first, second = boxes(desk)
    x, y, width, height = first
    assert second[:2] == [x + width, y]
    desk.press("p")
    for point in ((x - 3, y + 3), (3, 150), (x + 2, y + height - 3)):
        desk.click(*point)
    desk.press("Enter")
    ring = last_ring(desk)
    assert [ring[0], ring[1][0], ring[2]] == [[x, y], 0, [x, y + height]]
    desk.press("p")
    desk.page.keyboard.down("Control")
    for point in ((x + 3, y + 3), (300, 300), (300, 400)):
        desk.click(*point)
    desk.page.keyboard.up("Control")
    desk.press("Enter")
    assert last_ring(desk)[0] != [x, y]


def test_a_dragged_vertex_and_a_moved_box_keep_to_others_while_ctrl_is_held(desk: Desk) -> None:
    desk.draw_box(100, 100, 100, 100)
    desk.draw_box(300, 120, 60, 60)
    desk.press("v")
    first, second = boxes(desk)
    desk.page.keyboard.down("Control")
    desk.drag((310, 130), (213, 108))
    desk.page.keyboard.up("Control")
    assert boxes(desk)[1] == pytest.approx([first[0] + first[2], first[1], second[2], second[3]])
    desk.press("Control+z", "w")
    desk.drag((330, 150), (334, 154))
    assert boxes(desk)[1][:2] == pytest.approx([second[0] + 4, second[1] + 4], abs=1), "it does not keep to itself"
    desk.press("Control+z")
    desk.drag((300, 180), (203, 198))
    x, y, _, height = boxes(desk)[1]
    assert [x, y + height] == pytest.approx([first[0] + first[2], first[1] + first[3]])
    desk.press("Control+z")
    desk.drag((352, 172), (95, 95))
    x, y, width, height = boxes(desk)[1]
    assert [x + width, y + height] == pytest.approx(first[:2]), "the corner it was taken near keeps to another"
