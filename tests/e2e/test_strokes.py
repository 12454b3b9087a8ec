"""Strokes of the prompt tool: when a drag paints one, how it is seen, and how it is taken back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import javascript

pytestmark = pytest.mark.plain

SEEN = 150  # of 255, how opaque a line is at least
NAME = "Corrector"
CORRECTOR = javascript(
    NAME,
    """
on("prompt", (event, canvas) => {
  const { session, points, box, strokes, instance, file } = event;
  canvas.log(JSON.stringify({ session, points, box, strokes, instance: instance?.id ?? null, file: file.id }));
  canvas.suggest(Ellipse(420, 60, 20, 10 + strokes.length), { replaces: instance });
});
""",
    ("instances:suggest",),
)


@pytest.fixture(scope="module", autouse=True)
def correcting(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = desk.add_script(CORRECTOR, "corrector.js")
        desk.wait_script(NAME)
        yield
        desk.remove_script(added)


@pytest.fixture(autouse=True)
def tidy(desk: Desk) -> Iterator[None]:
    """Leave no suggestion behind."""
    yield
    desk.press("v", "Escape", "Escape")
    suggested(desk, there=False)


def suggested(desk: Desk, *, there: bool) -> None:
    """Wait until something is suggested, or nothing."""
    desk.wait_for(f"(document.querySelector('#suggestions .suggested') !== null) === {str(there).lower()}")


def prompts(desk: Desk, count: int) -> list[dict[str, Any]]:
    """Wait until the script was asked `count` times about this file, and give what it was asked."""
    desk.run_of(NAME, count)
    desk.show_tab("console")
    said = desk.page.locator("#pane .lines li", has_text=desk.file)
    expect(said).to_have_count(count)
    return [json.loads(line) for line in said.locator("> :last-child").all_inner_texts()]


def test_a_drag_after_a_click_is_a_stroke_and_alt_or_the_right_button_says_beside(desk: Desk) -> None:
    desk.press("s")
    desk.click(100, 100)
    desk.paint((100, 200), (160, 220), (220, 200))
    desk.paint((300, 200), (300, 260), beside=True)
    desk.page.keyboard.down("Alt")
    desk.paint((320, 300), (360, 300))
    desk.page.keyboard.up("Alt")
    *_, last = prompts(desk, 4)
    assert [stroke["positive"] for stroke in last["strokes"]] == [True, False, False]
    assert (len(last["points"]), last["box"]) == (1, None)
    first = last["strokes"][0]
    assert first["points"][0] == pytest.approx([100, 200], abs=1)
    assert first["points"][-1] == pytest.approx([220, 200], abs=2)
    assert first["width"] > 4
    assert max(y for _, y in first["points"]) == pytest.approx(220, abs=1)


def test_the_first_drag_is_a_box_the_second_a_stroke_and_shift_makes_a_box_again(desk: Desk) -> None:
    desk.press("s")
    desk.drag((100, 100), (200, 180))
    desk.paint((120, 120), (180, 160))
    desk.page.keyboard.down("Shift")
    desk.drag((300, 300), (400, 380))
    desk.page.keyboard.up("Shift")
    first, second, third = prompts(desk, 3)
    assert (first["strokes"], len(second["strokes"]), len(third["strokes"])) == ([], 1, 1)
    assert list(first["box"].values()) == list(second["box"].values()) == pytest.approx([100, 100, 100, 80], abs=1)
    assert list(third["box"].values()) == pytest.approx([300, 300, 100, 80], abs=1)


def test_with_a_selected_shape_the_first_drag_is_a_stroke_about_it_and_the_answer_takes_its_place(desk: Desk) -> None:
    desk.draw_box(100, 300, 80, 60)
    (box,) = desk.wait_for_kinds("box")
    desk.press("s")
    desk.paint((110, 310), (150, 340))
    (only,) = prompts(desk, 1)
    assert (only["instance"], len(only["strokes"]), only["box"]) == (box["id"], 1, None)
    suggested(desk, there=True)
    desk.press("Enter")
    desk.wait_for_kinds("ellipse")


def test_strokes_are_about_the_shape_they_began_on_so_another_begins_anew(desk: Desk) -> None:
    for x in (100, 300):
        desk.draw_box(x, 300, 80, 60)
    first, second = desk.wait_for_kinds("box", "box")
    desk.press("s")
    desk.paint((310, 310), (350, 340))
    desk.press("Tab")
    desk.paint((110, 310), (150, 340))
    one, other = prompts(desk, 2)
    assert (one["instance"], other["instance"]) == (second["id"], first["id"])
    assert (len(other["strokes"]), one["session"] == other["session"]) == (1, False)


def test_a_stroke_is_seen_while_it_is_painted_and_what_is_beside_differs_by_more_than_colour(desk: Desk) -> None:
    desk.press("s")
    desk.click(60, 60)
    with desk.holding((100, 200)) as to:
        to(200, 200)
        to(300, 200)
        assert alphas(desk, 100, 300, 200)[0] > SEEN
        assert desk.pixel(200, 197, layer=2)[3] > 0
    assert alphas(desk, 100, 300, 200)[0] > SEEN
    desk.paint((100, 300), (200, 300), (300, 300), beside=True)
    desk.page.mouse.move(*desk.at(400, 400))
    least, most = alphas(desk, 100, 300, 300)
    assert least < SEEN < most


def alphas(desk: Desk, left: int, right: int, y: int) -> tuple[int, int]:
    """Give how faint and how opaque the middle of a stroke gets along the way."""
    found = [desk.pixel(x, y, layer=2)[3] for x in range(left + 20, right - 20, 2)]
    return min(found), max(found)


def test_backspace_takes_back_the_last_of_all_and_with_the_first_what_was_suggested(desk: Desk) -> None:
    desk.press("s")
    desk.click(100, 100)
    desk.paint((100, 200), (160, 220))
    prompts(desk, 2)
    desk.press("Backspace")
    *_, third = prompts(desk, 3)
    assert (len(third["points"]), third["strokes"]) == (1, [])
    suggested(desk, there=True)
    desk.press("Backspace")
    suggested(desk, there=False)
    desk.click(120, 120)
    *_, fourth = prompts(desk, 4)
    assert fourth["session"] != third["session"]


def test_escape_gives_up_a_stroke_that_is_being_painted(desk: Desk) -> None:
    desk.press("s")
    desk.click(100, 100)
    with desk.holding((100, 200)) as to:
        to(200, 220)
        desk.press("Escape")
    desk.paint((100, 300), (160, 320))
    *_, last = prompts(desk, 2)
    assert [stroke["points"][0][1] for stroke in last["strokes"]] == pytest.approx([300], abs=1)


def test_boxes_strokes_and_clicks_are_made_with_the_cursor_and_accepted(desk: Desk) -> None:
    desk.press("0")
    desk.page.mouse.move(*desk.at(90, 100))
    desk.page.mouse.move(*desk.at(99, 100))
    desk.press("s", "ArrowRight", "Shift+Enter", "Control+ArrowRight", "Escape", "Control+ArrowDown")
    desk.press("Shift+Enter", "Control+ArrowRight", "Control+ArrowDown", "Enter")
    prompts(desk, 1)
    desk.press("Shift+ArrowLeft", "Shift+Enter", *["Shift+ArrowUp"] * 2, "Enter")
    prompts(desk, 2)
    desk.press("ArrowLeft", "Alt+Enter")
    *_, last = prompts(desk, 3)
    assert list(last["box"].values()) == pytest.approx([200, 200, 100, 100], abs=1)
    places = [[round(x), round(y)] for x, y in last["strokes"][0]["points"]]
    assert places == [[290, 300], [290, 290], [290, 280]]
    assert [(round(one["x"]), round(one["y"]), one["positive"]) for one in last["points"]] == [(289, 280, False)]
    suggested(desk, there=True)
    desk.press("Enter")
    desk.wait_for_kinds("ellipse")
