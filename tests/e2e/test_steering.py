"""Drawing with the keyboard alone: arrows move a cursor over the picture, Enter and Space click and drag with it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain
RIGHT, DOWN, LEFT, UP = "Control+ArrowRight", "Control+ArrowDown", "Control+ArrowLeft", "Control+ArrowUp"


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
    return desk.page.locator("#told").inner_text()


def telling(desk: Desk) -> Locator:
    return desk.page.locator("#telling")


def chosen(desk: Desk) -> str | None:
    return desk.page.locator("[data-tool][aria-pressed=true]").get_attribute("data-tool")


def ring_of(instance: dict[str, Any]) -> list[list[int]]:
    """Give the outer ring of a polygon of one part, whole pixels."""
    (part,) = instance["geometry"]["parts"]
    return [[round(x), round(y)] for x, y in part["outer"]]


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
    plain.press("Shift+Q", "Enter", "Enter")
    assert last(plain)["bounds"][2] <= width - 12

    plain.press("b", "Enter", RIGHT, "Shift+ArrowDown", "Shift+Enter")
    box = last(plain)
    assert [round(box[one]) for one in ("x", "y", "width", "height")] == [321, 280, 100, 100]


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


def test_figures_cuboids_cuts_holes_parts_comments_and_measures_are_made_with_the_cursor(plain: Desk) -> None:
    begun(plain)
    plain.press("4", "k", "ArrowRight", "Enter", RIGHT, DOWN, "Enter")
    plain.press(
        LEFT, "1", "Enter", *["Shift+ArrowDown"] * 5, "Tab", "Shift+Tab", "0", "Backspace", "V", "V", "Enter", "Enter"
    )
    points = last(plain)["points"]
    assert [(round(one["x"]), round(one["y"]), one["visible"]) for one in points] == [
        (101, 210, 2),
        (101, 110, 0),
        (151, 160, 2),
    ]

    plain.press("1", "u", "Enter", RIGHT, DOWN, "Enter")
    front, rear = last(plain)["front"], last(plain)["rear"]
    assert [round(front[one]) for one in ("x", "y", "width", "height")] == [101, 210, 100, 100]
    assert [round(rear[one]) for one in ("x", "y")] == [126, 185]

    plain.press("b", RIGHT, UP, "Enter", RIGHT, DOWN, "Enter")
    plain.press(
        "x", UP, LEFT, LEFT, *["Shift+ArrowRight"] * 15, *["Shift+ArrowUp"] * 5, "Enter", DOWN, DOWN, "Enter", "Enter"
    )
    assert chosen(plain) == "select"
    halves = [ring_of(one) for one in plain.stored()[-2:]]
    assert sorted(x for ring in halves for x, _ in ring) == [301, 301, 351, 351, 351, 351, 401, 401]

    plain.press("b", LEFT, LEFT, "Enter", RIGHT, UP, UP, "Enter", "v")
    plain.press("Shift+p", *["Shift+ArrowDown"] * 5, *["Shift+ArrowLeft"] * 8)
    plain.press("Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter")
    plain.press("Shift+b", LEFT, "Enter", LEFT, "Enter", DOWN, "Enter", "Enter")
    parts = sorted(last(plain)["parts"], key=lambda part: len(part["outer"]))
    assert [sorted(part["outer"]) for part in parts] == [
        [[0, 220], [0, 320], [81, 220]],
        [[151, 160], [151, 360], [251, 160], [251, 360]],
    ]
    assert [sorted(hole) for part in parts for hole in part["holes"]] == [[[171, 210], [181, 210], [181, 220]]]

    plain.press("y", "Enter", RIGHT, "Enter")
    expect(plain.page.locator("#stage")).to_contain_text("100.0 px  ↔ 100.0 px")
    plain.press("n", "ArrowRight", "Enter")
    plain.page.keyboard.type("here")
    plain.press("Control+Enter", "Escape")
    plain.wait_saved()
    (comment,) = plain.server.api("GET", f"/api/files/{plain.file}/comments")["items"]
    assert (comment["text"], comment["x"], comment["y"]) == ("here", 101, 320)


def test_what_was_taken_back_or_given_up_is_set_again_in_the_same_place_and_shift_enter_draws_freely(
    plain: Desk,
) -> None:
    begun(plain)
    plain.press("l", "ArrowRight", "Enter", RIGHT, "Enter", "Backspace", "Enter", "Enter")
    assert last(plain)["points"] == [[101, 60], [201, 60]]
    plain.press("p", "ArrowDown", "Enter", "Escape", "Enter", DOWN, "Enter", LEFT, "Enter", "Enter")
    assert ring_of(plain.stored()[-1]) == [[201, 61], [201, 161], [101, 161]]
    plain.press("l", "Shift+Enter", *["Shift+ArrowUp"] * 3, "Enter", "Enter")
    assert last(plain)["points"] == [[101, 161], [101, 151], [101, 141], [101, 131]]


def test_vertices_and_handles_are_picked_and_moved_by_key(plain: Desk) -> None:
    begun(plain)
    plain.press("l", "ArrowRight", "Enter", RIGHT, "Enter", DOWN, "Enter", LEFT, "Enter", "Enter", "v")
    plain.press(RIGHT, "ArrowLeft", "Shift+ArrowUp")
    expect(plain.page.locator("#told")).to_have_text("Vertex 1, 100, 50")
    plain.press(LEFT, "Control+Shift+ArrowLeft", "Shift+ArrowDown", "ArrowDown")
    assert last(plain)["points"] == [[100, 50], [201, 60], [201, 171], [101, 171]]
    plain.press("Control+z", "Delete")
    assert last(plain)["points"] == [[100, 50], [201, 60]]
    plain.press("ArrowRight")
    assert last(plain)["points"] == [[101, 50], [202, 60]]

    plain.press("b", RIGHT, "Enter", RIGHT, DOWN, "Enter", "v", RIGHT, "Shift+Tab", "ArrowDown")
    assert last(plain)["y"] == 160 and plain.stored()[0]["geometry"]["points"][0] == [101, 51]
    expect(telling(plain)).to_contain_text("person, polyline")
    plain.press("Tab", RIGHT, RIGHT, "Shift+ArrowUp")
    expect(telling(plain)).to_contain_text("person, box")
    box = last(plain)
    assert [round(box[one]) for one in ("x", "y", "width", "height")] == [201, 150, 100, 110]
    turned = plain.page.get_by_label("Turned clockwise, in degrees")
    turned.fill("90")
    turned.press("Enter")
    plain.press("Shift+F6")
    plain.press(RIGHT, "Shift+ArrowRight")
    box = last(plain)
    assert [round(box[one]) for one in ("x", "y", "width", "height", "rotation")] == [206, 145, 100, 120, 90]

    plain.press("u")
    expect(telling(plain)).to_contain_text("Cuboid")
    plain.press(RIGHT, "Enter", RIGHT, DOWN, "Enter", "v", RIGHT, "Shift+ArrowLeft")
    front, rear = last(plain)["front"], last(plain)["rear"]
    assert [round(face[one]) for face in (front, rear) for one in ("x", "width")] == [401, 100, 402, 110]
    plain.press("4")
    expect(telling(plain)).to_contain_text("Label cat")
    plain.press("k", "Enter", LEFT, UP, "Enter", "Enter", "Enter", "Enter", "v", RIGHT, "Shift+ArrowLeft", "1")
    head, *others = last(plain)["points"]
    assert (round(head["x"]), round(head["y"]), head["visible"]) == (441, 260, 1)
    expect(plain.page.locator("#told")).to_have_text("head, 441, 260")
    assert [one["visible"] for one in others] == [2, 2]
