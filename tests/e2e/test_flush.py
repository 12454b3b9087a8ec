"""Results piece by piece: seen before the run ends, one undo step, taken back on an error, kept on Stop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Pieces"
PIECES = python(
    NAME,
    """
@on("command")
async def pieces(event, canvas):
    for i in range(2):
        canvas.create(Box(20 + 100 * i, 20, 60, 60), label="cat")
        await canvas.flush()
    how = await canvas.ask("How does it go on?", ("well", "wrong", "badly", "for ever"))
    if how == "wrong":
        raise ValueError("no luck")
    if how == "badly":
        canvas.create(Box(10, 10, 20, 20), label="dragon")
    while how == "for ever":
        await asyncio.sleep(0.01)
    canvas.create(Ellipse(100, 200, 30, 20), label="cat")
""",
    ("instances:write", "ask"),
    timeout=60.0,
)


@pytest.fixture(scope="module", autouse=True)
def pieces(warm: tuple[Page, list[str]], server: Server) -> Iterator[str]:
    desk = Desk(warm[0], server)
    added = desk.add_script(PIECES)
    desk.wait_script(NAME)
    yield added
    desk.remove_script(added)


@pytest.fixture(autouse=True)
def half_way(desk: Desk, pieces: str) -> None:
    """Begin a run that has shown two of its three shapes and asks how to go on."""
    desk.show_tab("scripts")
    desk.wait_script(NAME)
    desk.run(NAME)
    desk.page.get_by_text("How does it go on?").wait_for()


def go_on(desk: Desk, how: str) -> None:
    desk.page.locator("#questions").get_by_role("button", name=how).click()


def undo_title(desk: Desk) -> str | None:
    return desk.page.locator("[data-action=undo]").get_attribute("title")


def test_what_there_is_is_seen_and_stored_while_the_run_goes_on(desk: Desk) -> None:
    desk.wait_for_kinds("box", "box")
    assert desk.script(NAME)["state"] == "running"
    assert desk.pixel(50, 50)[3] > 0
    assert len(desk.stored()) == 2
    go_on(desk, "well")
    desk.wait_for_kinds("box", "box", "ellipse")
    assert {one["provenance"]["run"] for one in desk.stored()} == {desk.run_of(NAME)["id"]}


def test_all_pieces_are_one_step_back_and_one_forth(desk: Desk) -> None:
    go_on(desk, "well")
    desk.wait_for_kinds("box", "box", "ellipse")
    desk.press("v", "Control+z")
    desk.wait_for_kinds()
    desk.wait_for("document.querySelector('[data-action=undo]').disabled")
    desk.press("Control+y")
    desk.wait_for_kinds("box", "box", "ellipse")
    assert len(desk.stored()) == 3


def test_an_error_takes_back_what_was_shown_and_what_a_person_drew_meanwhile_stays(desk: Desk) -> None:
    desk.press("p")
    for point in ((300, 300), (400, 300), (350, 400)):
        desk.click(*point)
    desk.press("Enter", "v")
    desk.wait_for_kinds("box", "box", "polygon")
    go_on(desk, "wrong")
    desk.wait_for_kinds("polygon")
    assert [one["geometry"]["kind"] for one in desk.stored()] == ["polygon"]
    assert desk.script(NAME)["error"] == "ValueError: no luck"
    assert "Draw polygon" in (undo_title(desk) or "")


def test_an_end_that_does_not_hold_takes_back_the_pieces_too(desk: Desk) -> None:
    go_on(desk, "badly")
    desk.wait_for_kinds()
    assert "'dragon' does not exist" in desk.script(NAME)["error"]
    assert desk.stored() == []


def test_stop_by_hand_keeps_what_was_shown(desk: Desk) -> None:
    go_on(desk, "for ever")
    desk.page.get_by_role("button", name=f"Stop {NAME}").click()
    desk.wait_script(NAME, "ready")
    assert [one["geometry"]["kind"] for one in desk.stored()] == ["box", "box"]
    assert desk.run_of(NAME)["outcome"] == "stopped"
    desk.press("v", "Control+z")
    desk.wait_for_kinds()


def test_taking_the_grant_away_stops_the_run_and_takes_back_what_it_had_shown(desk: Desk, pieces: str) -> None:
    desk.wait_for_kinds("box", "box")
    desk.server.api("PATCH", f"/api/scripts/{pieces}", {"confirmed_grants": ["ask"]})
    desk.wait_for_kinds()
    desk.wait_for("document.querySelectorAll('#questions .question').length === 0")
    desk.server.api(
        "PATCH", f"/api/scripts/{pieces}", {"enabled": True, "confirmed_grants": ["instances:write", "ask"]}
    )
    desk.wait_script(NAME, "ready")
