"""The server is killed under a page whose scripts run there: nothing is lost or comes twice, and all of it is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import SAMPLES, opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.restarting import Restarting, restarting
from tests.e2e.test_places import choose, draw_polygon
from tests.e2e.writing import python

WAIT = python(
    "Wait",
    """
@on("command")
async def wait(event, canvas):
    print("began")
    while not [one for one in await canvas.instances() if one.geometry.kind == "polygon"]:
        await asyncio.sleep(0.05)
    canvas.create(Box(20, 20, 60, 60))
""",
    timeout=120.0,
)
PIECE = python(
    "Piece",
    """
@on("command")
async def piece(event, canvas):
    canvas.create(Point(9, 9))
    await canvas.flush()
    while True:
        await asyncio.sleep(0.05)
""",
    timeout=120.0,
)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarting]:
    with restarting(tmp_path_factory.mktemp("lost")) as server:
        yield server


@pytest.fixture(scope="module")
def page(browser: Browser, machine: Restarting) -> Iterator[Desk]:
    """Give a page both of whose scripts run on the server."""
    server = machine.start()
    context = signed_in(browser, server)
    desk = Desk(opened(context, server), server)
    for name, source in (("Wait", WAIT), ("Piece", PIECE)):
        desk.add_script(source)
        desk.wait_script(name)
        choose(desk, name, "server")
    yield desk
    context.close()


@pytest.fixture
def desk(page: Desk) -> Iterator[Desk]:
    """Give the page with a fresh file, and see that all of it is on the server in the end."""
    errors: list[str] = []
    page.page.on("pageerror", lambda error: errors.append(str(error)))
    page.open("astronaut.png", (SAMPLES / "astronaut.png").read_bytes())
    page.press("v", "1")
    yield page
    page.wait_saved()
    assert errors == []


def begin(desk: Desk, name: str) -> None:
    """Run a script and wait until the server computes it."""
    before = len(desk.said(name))
    desk.show_tab("scripts")
    desk.run(name)
    if name == "Wait":
        desk.said(name, before + 1)
    desk.show_tab("scripts")


def notice(desk: Desk, text: str) -> None:
    desk.page.locator("#notices").get_by_text(text).first.wait_for()


def test_a_run_that_the_kill_cuts_off_begins_anew_and_lands_once(desk: Desk, machine: Restarting) -> None:
    begin(desk, "Wait")
    machine.kill()
    notice(desk, "The connection to the server was lost. The run starts anew as soon as it is back.")
    desk.card("Wait").get_by_text("reconnecting").wait_for()
    assert desk.script("Wait")["state"] == "running"
    draw_polygon(desk)
    machine.start()
    polygon, box = desk.wait_for_kinds("polygon", "box", seconds=30)
    assert (polygon["provenance"]["actor"], box["provenance"]["place"]) == ("human", "server")
    desk.card("Wait").get_by_text("reconnecting").wait_for(state="detached")
    assert [one["geometry"]["kind"] for one in desk.stored()] == ["polygon", "box"]
    assert desk.run_of("Wait")["outcome"] == "applied"


def test_where_something_was_shown_it_is_taken_back_and_said(desk: Desk, machine: Restarting) -> None:
    begin(desk, "Piece")
    desk.wait_for_kinds("point")
    desk.wait_saved()
    machine.kill()
    desk.wait_for_kinds()
    notice(desk, "too late to begin anew unnoticed; run it again")
    machine.start()
    assert desk.stored() == []
    desk.wait_script("Piece", "ready")


def test_a_run_that_is_cut_off_twice_ends_and_says_so(desk: Desk, machine: Restarting) -> None:
    begin(desk, "Wait")
    lines = len(desk.said("Wait"))
    machine.kill()
    desk.card("Wait").get_by_text("reconnecting").wait_for()
    machine.start()
    desk.said("Wait", lines + 1)
    desk.show_tab("scripts")
    machine.kill()
    notice(desk, "the connection to the server was lost twice in this run; run it again")
    assert desk.script("Wait")["state"] == "ready"
    assert desk.kinds() == []
    machine.start()
    desk.card("Wait").get_by_text("reconnecting").wait_for(state="detached")


def test_stop_is_heard_while_the_server_is_away_and_the_run_does_not_come_back(desk: Desk, machine: Restarting) -> None:
    begin(desk, "Wait")
    lines = len(desk.said("Wait"))
    machine.kill()
    desk.card("Wait").get_by_text("reconnecting").wait_for()
    desk.card("Wait").get_by_role("button", name="Stop Wait").click()
    desk.wait_script("Wait", "ready")
    draw_polygon(desk)
    machine.start()
    desk.card("Wait").get_by_text("reconnecting").wait_for(state="detached")
    begin(desk, "Wait")
    desk.wait_for_kinds("polygon", "box")
    assert desk.said("Wait")[lines:] == ["Stopped: stopped by hand.", "began"]


def test_what_is_asked_for_while_the_server_is_away_is_done_when_it_is_back(desk: Desk, machine: Restarting) -> None:
    machine.kill()
    desk.card("Wait").get_by_text("reconnecting").wait_for()
    draw_polygon(desk)
    desk.run("Wait")
    desk.wait_script("Wait", "running")
    machine.start()
    desk.wait_for_kinds("polygon", "box", seconds=30)
    assert desk.run_of("Wait")["place"] == "server"


def test_who_waits_too_long_is_told_and_what_was_drawn_is_kept(desk: Desk, machine: Restarting) -> None:
    begin(desk, "Wait")
    desk.page.clock.install()
    machine.kill()
    desk.card("Wait").get_by_text("reconnecting").wait_for()
    draw_polygon(desk)
    desk.page.clock.fast_forward(20_000)
    desk.page.locator("#notices").get_by_text("the server has not been reached for 20 s").wait_for()
    desk.wait_script("Wait", "ready")
    assert desk.kinds() == ["polygon"]
    machine.start()
    assert [one["geometry"]["kind"] for one in desk.stored()] == ["polygon"]
    desk.card("Wait").get_by_text("reconnecting").wait_for(state="detached")
    desk.run("Wait")
    desk.wait_for_kinds("polygon", "box")
