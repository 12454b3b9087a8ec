"""A shape in hand: scripts hear of it while it is drawn or reshaped, and what they make of it is only shown."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server, until
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME = "Echo"
ECHO = javascript(
    NAME,
    """
on("draw_instance", async ({ instance, before, session }, canvas) => {
  const { kind, width } = instance.geometry;
  canvas.notify(`in hand: ${kind} ${Math.round(width)}, was ${before ? Math.round(before.geometry.width) : "nothing"}`);
  canvas.suggest(Ellipse(400, 100 + width, 30, 30));
});

on("create_instance", { kind: "box" }, ({ instance }, canvas) => {
  canvas.log(`drawn: ${Math.round(instance.geometry.width)}`);
});
""",
    ("instances:suggest",),
)
SLOW = "Slow echo"
SLOW_ECHO = python(
    SLOW,
    """
@on("draw_instance")
def look(event, canvas):
    canvas.log("begun")
    while True:
        pass


@on("create_instance")
def made(event, canvas):
    canvas.log("made")
""",
    (),
    timeout=60.0,
)
EMPTY = (0, 0, 0, 0)


@pytest.fixture(scope="module", autouse=True)
def echoing(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = desk.add_script(ECHO, "echo.js")
        desk.wait_script(NAME)
        yield
        desk.remove_script(added)


def heard(desk: Desk, text: str) -> None:
    """Wait until the script has said this."""
    count = 1
    while text not in (said := desk.said(NAME, count)):
        count = len(said) + 1


def painted(desk: Desk, x: float, y: float) -> None:
    """Wait until something in hand is seen at a place: what a script says comes before its result."""
    until(desk.page, lambda: desk.pixel(x, y, layer=2) != EMPTY)


def cleared(desk: Desk, x: float, y: float) -> None:
    until(desk.page, lambda: desk.pixel(x, y, layer=2) == EMPTY)


def test_what_a_script_makes_of_a_box_follows_the_pointer_and_goes_when_it_is_lifted(desk: Desk) -> None:
    desk.press("b")
    with desk.holding((100, 300)) as to:
        to(160, 380)
        heard(desk, "in hand: box 60, was nothing")
        painted(desk, 400, 160)
        cleared(desk, 400, 300)
        to(300, 420)
        heard(desk, "in hand: box 200, was nothing")
        painted(desk, 400, 300)
        cleared(desk, 400, 160)
        assert desk.kinds() == []
        assert desk.page.locator("#suggestions").inner_text() == ""
    heard(desk, "drawn: 200")
    assert desk.pixel(400, 300, layer=2) == desk.pixel(400, 300, layer=1) == EMPTY
    assert desk.kinds() == ["box"]
    assert "in hand" not in desk.notices()


def test_escape_gives_the_box_up_and_takes_the_ghost_away(desk: Desk) -> None:
    desk.press("b")
    with desk.holding((100, 300)) as to:
        to(170, 380)
        heard(desk, "in hand: box 70, was nothing")
        desk.press("Escape")
        cleared(desk, 400, 170)
    assert desk.kinds() == []


def test_reshaping_says_how_the_shape_was(desk: Desk) -> None:
    desk.draw_box(100, 300, 80, 60)
    desk.wait_for_kinds("box")
    desk.press("v")
    with desk.holding((180, 360)) as to:
        to(250, 380)
        heard(desk, "in hand: box 150, was 80")
        painted(desk, 400, 250)
    cleared(desk, 400, 250)
    (box,) = desk.instances()
    assert box["geometry"]["width"] == pytest.approx(150, abs=1)


def test_nothing_of_it_is_counted(desk: Desk) -> None:
    (script,) = [
        one for one in desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"] if one["name"] == NAME
    ]
    desk.press("b")
    with desk.holding((100, 300)) as to:
        to(190, 380)
        heard(desk, "in hand: box 90, was nothing")
    heard(desk, "drawn: 90")
    desk.wait_saved()
    runs = desk.server.api("GET", f"/api/scripts/{script['id']}/runs")["items"]
    assert "draw_instance" not in {run["event"] for run in runs}


def test_a_drag_that_is_computed_on_for_long_does_not_keep_the_drawn_box_waiting(desk: Desk) -> None:
    added = desk.add_script(SLOW_ECHO, "slow.py")
    try:
        desk.wait_script(SLOW)
        desk.press("b")
        with desk.holding((100, 300)) as to:
            to(190, 380)
            assert desk.said(SLOW, 1) == ["begun"]
        assert desk.said(SLOW, 2) == ["begun", "made"]
        assert SLOW not in desk.notices()
    finally:
        desk.remove_script(added)
