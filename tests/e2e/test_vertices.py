"""What is done to vertices, skeletons and by typed numbers; every operation undone, redone, and after a reload."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, Pair

SQUARE: list[Pair] = [(100, 100), (300, 100), (300, 300), (100, 300)]


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def outline(desk: Desk, key: str, *points: Pair) -> None:
    desk.press(key)
    for point in points:
        desk.click(*point)
    desk.press("Enter", "v")


def shapes(desk: Desk) -> list[dict[str, Any]]:
    return [one["geometry"] for one in desk.stored()]


def whole(points: list[list[float]]) -> list[tuple[int, int]]:
    return [(round(x), round(y)) for x, y in points]


def ring(desk: Desk, index: int = 0) -> list[tuple[int, int]]:
    return whole(shapes(desk)[index]["parts"][0]["outer"])


def shift_click(desk: Desk, x: float, y: float) -> None:
    desk.page.keyboard.down("Shift")
    desk.click(x, y)
    desk.page.keyboard.up("Shift")


def test_a_part_of_an_outline_is_drawn_anew_and_what_begins_elsewhere_stays_in_hand(desk: Desk) -> None:
    outline(desk, "p", *SQUARE)
    desk.press("c")
    for point in ((300, 150), (360, 150), (360, 250)):
        desk.click(*point)
    desk.press("Enter")
    assert "Begin and end on the outline" in desk.notices()
    assert ring(desk) == SQUARE
    desk.dismiss()
    desk.click(301, 250)
    desk.press("Enter")
    redrawn = [*SQUARE[:2], (300, 150), (360, 150), (360, 250), (300, 250), *SQUARE[2:]]
    assert ring(desk) == redrawn
    desk.press("Control+z")
    assert ring(desk) == SQUARE
    desk.press("Control+y", "v", "Escape", "c")
    assert ring(desk) == redrawn


def test_vertices_are_put_between_those_picked_and_shapes_split_at_them(desk: Desk) -> None:
    outline(desk, "p", *SQUARE)
    desk.click(300, 100)
    desk.press("Insert")
    assert ring(desk) == [*SQUARE[:2], (300, 200), *SQUARE[2:]]
    desk.click(100, 100)
    desk.press("Shift+V")
    assert "between two vertices" in desk.notices()
    desk.dismiss()
    shift_click(desk, 300, 300)
    desk.press("Shift+V")
    desk.wait_for_kinds("polygon", "polygon")
    assert sorted(len(one["parts"][0]["outer"]) for one in shapes(desk)) == [3, 3]
    desk.press("Control+z", "Control+z", "Control+z")
    desk.wait_for_kinds()
    outline(desk, "l", (60, 60), (160, 80), (220, 180))
    desk.click(160, 80)
    desk.press("Shift+V")
    desk.wait_for_kinds("polyline", "polyline")
    assert [whole(one["points"]) for one in shapes(desk)] == [[(60, 60), (160, 80)], [(160, 80), (220, 180)]]


def test_numbers_place_and_scale_what_is_made_of_points_and_pixels_and_all_is_put_on_whole_pixels(desk: Desk) -> None:
    outline(desk, "p", *SQUARE)
    for name, value in (("Left, in pixels", "50.5"), ("Width, in pixels", "100")):
        desk.page.get_by_label(name).fill(value)
        desk.page.get_by_label(name).press("Enter")
    assert shapes(desk)[0]["parts"][0]["outer"][2] == pytest.approx([150.5, 300], abs=1)
    desk.page.locator("#stage").focus()
    desk.press("Control+k")
    desk.page.keyboard.type("whole pixels")
    desk.press("Enter")
    desk.wait_for("limner.instances()[0].geometry.parts[0].outer.flat().every(Number.isInteger)")
    desk.press("Control+k")
    desk.page.keyboard.type("whole pixels")
    desk.press("Enter")
    assert "on whole pixels already" in desk.notices()
    desk.press("u")
    desk.drag((350, 300), (400, 350))
    desk.press("v")
    desk.page.get_by_label("Rear: height, in pixels").fill("75")
    desk.page.get_by_label("Rear: height, in pixels").press("Enter")
    desk.wait_for("limner.instances()[1].geometry.rear.height === 75")
    assert shapes(desk)[1]["front"]["height"] == pytest.approx(50, abs=1)


def test_picked_vertices_are_placed_by_numbers_and_arrows_one_step_each(desk: Desk) -> None:
    outline(desk, "p", *SQUARE)
    desk.click(300, 100)
    left = desk.page.get_by_label("Vertex from the left, in pixels")
    left.fill("350")
    left.press("Enter")
    desk.wait_for("limner.instances()[0].geometry.parts[0].outer[1][0] === 350")
    desk.page.locator("#stage").focus()
    desk.press("ArrowDown", "ArrowDown", "Shift+ArrowLeft")
    assert ring(desk) == [(100, 100), (340, 102), (300, 300), (100, 300)]
    desk.press("Control+z", "Control+z")
    assert ring(desk) == SQUARE
    shift_click(desk, 300, 300)
    middle = desk.page.get_by_label("Middle of the vertices from the top, in pixels")
    middle.fill("220")
    middle.press("Enter")
    desk.wait_for("limner.instances()[0].geometry.parts[0].outer[2][1] > 310")
    assert ring(desk) == [(100, 100), (300, 120), (300, 320), (100, 300)]
    middle.press("Escape")
    desk.press("Control+z", "Control+l")
    expect(middle).to_be_disabled()
    assert ring(desk) == SQUARE


def test_a_skeleton_is_laid_its_points_are_placed_taken_back_and_seen_by_key(desk: Desk) -> None:
    desk.draw_box(300, 300, 50, 50)
    desk.press("v", "Escape", "4", "k")
    desk.drag((100, 100), (200, 300))
    desk.press("Control+z", "Control+z")
    assert desk.instances() == [], "before the figure it is the file that goes back"
    desk.drag((100, 100), (200, 300))
    desk.drag((150, 300), (160, 310))
    desk.click(160, 90)
    desk.click(80, 180)
    desk.press("Control+z", "Control+z", "Control+y", "1")
    desk.click(70, 170)
    desk.press("0", "Control+z", "2", "Enter")
    (figure,) = shapes(desk)
    points = [(one["name"], round(one["x"]), round(one["y"]), one["visible"]) for one in figure["points"]]
    assert points == [("head", 160, 90, 2), ("left hand", 70, 170, 1), ("foot", 160, 310, 2)]
    desk.press("v")
    desk.drag((160, 310), (180, 320))
    desk.press("1")
    foot = shapes(desk)[0]["points"][2]
    assert (round(foot["x"]), round(foot["y"]), foot["visible"]) == (180, 320, 1)
    desk.press("Control+z", "Control+z", "Escape", "1", "k")
    desk.click(300, 300)
    assert "person has no skeleton. Choose cat." in desk.notices()
    desk.press("b")
    desk.click(300, 300)
    desk.press("Control+z", "Control+z", "v")
    assert shapes(desk) == [], "the corner that waited goes first, then the figure"


FIELDS = ("geometry", "label", "order", "group", "hidden", "locked")
OPERATIONS = [
    "Control+a",
    ".",
    ";",
    ":",
    ",",
    "ArrowRight",
    "2",
    "Control+g",
    "Control+Shift+g",
    "Control+d",
    "Home",
    "h",
    "h",
    "Control+l",
    "Control+l",
    "Shift+Y",
    "Control+a",
    "Shift+J",
    "Shift+T",
    "Delete",
    "Control+a",
    "Control+x",
]


def state(desk: Desk) -> dict[str, list[Any]]:
    return {one["id"]: [one[name] or None for name in FIELDS] for one in desk.instances()}


def test_every_operation_is_undone_redone_and_after_a_reload_undone_again(desk: Desk) -> None:
    states = [state(desk)]
    for x in (100, 150):
        desk.draw_box(x, x, 80, 60)
        states.append(state(desk))
    desk.press("v")
    for key in OPERATIONS:
        desk.press(key)
        if not key.endswith("+a"):
            states.append(state(desk))
    assert [at for at, one in enumerate(states[1:]) if one == states[at]] == [], "each does something"

    def walk(key: str, wanted: list[dict[str, list[Any]]]) -> None:
        for one in wanted:
            desk.press(key)
            assert state(desk) == one

    walk("Control+z", states[-2::-1])
    walk("Control+y", states[1:])
    desk.wait_saved()
    desk.page.reload()
    desk.wait_for("Boolean(window.limner) && document.getElementById('veil').hidden")
    desk.page.locator("[data-action=undo]:enabled").wait_for()
    desk.page.locator("#stage").focus()
    walk("Control+z", states[-2::-1])
    assert desk.stored() == []
