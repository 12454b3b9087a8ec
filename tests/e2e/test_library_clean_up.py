"""Clean up in the page: by key and by button, on one shape and on all, and again when a slider moves."""

from collections.abc import Iterator

import numpy as np
import pytest

from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk
from tests.scripts.shapes import ring

pytestmark = [pytest.mark.plain, pytest.mark.e2e]

NAME = "Clean up"
RAGGED = ring(1, 80, (250, 250), 90, 0.04).round(2).tolist()
HOLE = [[240.0, 240.0], [262.0, 240.0], [262.0, 260.0], [240.0, 260.0]]
SPECK = [[20.0, 20.0], [23.0, 20.0], [23.0, 23.0], [20.0, 23.0]]
VERTICES = "limner.instances()[0].geometry.parts.flatMap((part) => [part.outer, ...part.holes]).flat().length"


@pytest.fixture(autouse=True)
def tidy(desk: Desk) -> Iterator[None]:
    script = desk.add_script((SCRIPTS / "clean_up.py").read_text(), "clean_up.py")
    desk.wait_script(NAME)
    yield
    desk.press("Escape")
    desk.remove_script(script)
    desk.page.evaluate("document.querySelectorAll('#notices [aria-label=Dismiss]').forEach((one) => one.click())")


def put(desk: Desk, *polygons: list[list[list[list[float]]]]) -> list[str]:
    """Put polygons on the file, each a list of parts: the outer ring and its holes."""
    shapes = []
    for parts in polygons:
        told = [{"outer": outer, "holes": holes} for outer, *holes in parts]
        shapes.append({"label": "person", "attributes": {"kept": 1}, "geometry": {"kind": "polygon", "parts": told}})
    post = {"key": f"put-{desk.file}", "created": shapes, "updated": [], "deleted": []}
    desk.server.api("POST", f"/api/files/{desk.file}/changes", post)
    desk.wait_for(f"limner.instances().length === {len(polygons)}")
    return [one["id"] for one in desk.instances()]


def said(desk: Desk, text: str) -> None:
    desk.page.locator("#notices").get_by_text(text).last.wait_for()


def answer(desk: Desk, choice: str) -> None:
    desk.page.locator("#questions").get_by_role("button", name=choice, exact=True).click()


def test_a_key_simplifies_the_selected_shape_which_stays_what_it_was(desk: Desk) -> None:
    (before,) = put(desk, [[RAGGED, HOLE], [SPECK]])
    desk.click(200, 250)
    desk.press("Shift+S")
    said(desk, "Simplify: 88 → ")
    (after,) = desk.instances()
    assert (after["id"], after["label"], after["attributes"]) == (before, "person", {"kept": 1})
    assert after["provenance"]["actor"] != "script"
    desk.press("Control+z")
    desk.wait_for(f"{VERTICES} === {len(RAGGED) + 8}")


def test_a_slider_runs_it_again_on_what_the_shape_was(desk: Desk) -> None:
    put(desk, [[RAGGED]])
    desk.click(250, 250)
    desk.press("Shift+S")
    said(desk, "Simplify: ")
    slider = desk.card(NAME).get_by_label("Tolerance")
    few: int = desk.page.evaluate(VERTICES)
    slider.fill("12")
    desk.wait_for(f"{VERTICES} < {few}")
    slider.fill("0.1")
    desk.wait_for(f"{VERTICES} > {few}")
    assert desk.notices().count("Simplify: ") == 1
    desk.press("Escape", "Control+z")
    desk.wait_for(f"{VERTICES} === {len(RAGGED)}")
    slider.fill("1")


def test_buttons_take_the_speck_and_the_hole(desk: Desk) -> None:
    put(desk, [[RAGGED, HOLE], [SPECK]])
    desk.click(200, 250)
    card = desk.card(NAME)
    card.get_by_role("button", name="Remove specks, Clean up").click()
    desk.wait_for("limner.instances()[0].geometry.parts.length === 1")
    card.get_by_role("button", name="Fill holes, Clean up").click()
    desk.wait_for("limner.instances()[0].geometry.parts[0].holes.length === 0")
    assert desk.stored()[0]["geometry"]["parts"][0]["outer"] == RAGGED


def test_splitting_makes_a_shape_of_each_part(desk: Desk) -> None:
    (before,) = put(desk, [[RAGGED], [SPECK]])
    desk.click(250, 250)
    desk.card(NAME).get_by_role("button", name="Split parts, Clean up").click()
    first, second = desk.wait_for_kinds("polygon", "polygon")
    assert (first["id"], second["label"], second["attributes"]) == (before, "person", {"kept": 1})
    desk.press("Control+z")
    desk.wait_for_kinds("polygon")


def test_with_nothing_selected_all_are_asked_about_once(desk: Desk) -> None:
    wavy = [[float(x), 100 + 3 * float(np.sin(x))] for x in range(50, 90)]
    put(desk, [[RAGGED]], [[[*wavy, [90.0, 180.0], [50.0, 180.0]]]])
    desk.press("v", "Shift+S")
    desk.page.locator("#questions").get_by_text("Simplify: all 2 shapes?").wait_for()
    answer(desk, "Yes")
    said(desk, "Simplify: 122 → ")
    many: int = desk.page.evaluate(VERTICES)
    desk.card(NAME).get_by_label("Tolerance").fill("9")
    desk.wait_for(f"{VERTICES} < {many}")
    assert desk.page.locator("#questions").inner_text().strip() == ""
    desk.card(NAME).get_by_label("Tolerance").fill("1")


def test_neighbours_share_their_border(desk: Desk) -> None:
    left = [[100.0, 100.0], [200.0, 100.0], [203.0, 150.0], [200.0, 200.0], [100.0, 200.0]]
    right = [[202.0, 101.0], [300.0, 101.0], [300.0, 199.0], [202.0, 199.0], [205.0, 150.0]]
    put(desk, [[left]], [[right]])
    desk.press("v", "Shift+N")
    answer(desk, "Yes")
    said(desk, "Snap neighbours: 1 of 2 shapes moved onto a border.")
    rings = [one["geometry"]["parts"][0]["outer"] for one in desk.instances()]
    shared = [point for point in rings[0] if point in rings[1]]
    assert shared == [[200.0, 100.0], [203.0, 150.0], [200.0, 200.0]]
