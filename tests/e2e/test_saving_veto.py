"""Before a file is saved or completed scripts are asked; what speaks against it is shown."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server, until
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME, ASKS = "Checker", "Asks first"
CHECKER = python(
    NAME,
    """
@on("before_save")
async def check(event, canvas):
    print("asked to", event.reason)
    if event.file.name == "broken.png":
        raise ValueError("cannot tell")
    if event.file.name == "astronaut.png" and not await canvas.instances():
        canvas.veto("Nothing is marked on this file yet.")
""",
    ("instances:read",),
)
ASKS_FIRST = javascript(
    ASKS,
    """
on("before_save", async ({ file, reason }, canvas) => {
  if (file.name !== "doubtful.png" || reason !== "complete") return;
  if ((await canvas.ask("Really done?", ["Yes", "No"])) === "No") canvas.veto("Not done after all.");
});

on("complete_file", ({ file }, canvas) => canvas.log(`${file.name} is complete`));
""",
    ("ask",),
    timeout=1.0,
)
VETO = "Nothing is marked on this file yet."


@pytest.fixture(scope="module", autouse=True)
def scripts(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    added = [desk.add_script(CHECKER), desk.add_script(ASKS_FIRST, "asks.js")]
    desk.wait_script(NAME)
    desk.wait_script(ASKS)
    yield
    for one in added:
        desk.remove_script(one)


@pytest.fixture(autouse=True)
def no_notices(desk: Desk) -> Iterator[None]:
    yield
    while desk.page.locator("#notices .error").count():
        desk.page.locator("#notices .error").first.get_by_label("Dismiss").click()
        desk.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


def state(desk: Desk, file: str) -> str:
    found: str = desk.server.api("GET", f"/api/files/{file}")["state"]
    return found


def wait_state(desk: Desk, file: str, wanted: str) -> None:
    """Wait until the server has it: what becomes of a file is shown before it is sent."""
    until(desk.page, lambda: state(desk, file) == wanted)


def draw_polygon(desk: Desk) -> None:
    desk.press("p")
    for point in ((300, 300), (360, 300), (330, 360)):
        desk.click(*point)
    desk.press("Enter", "v")
    desk.wait_for_kinds("polygon")


def test_complete_is_refused_with_the_scripts_name_and_word(desk: Desk) -> None:
    desk.press("Control+Enter")
    desk.page.get_by_text(VETO).wait_for()
    assert f"{NAME} {VETO}" in desk.notices()
    assert (state(desk, desk.file), desk.page.url.endswith(desk.file)) == ("todo", True)


def test_its_key_asks_to_complete_wherever_a_button_has_the_focus(desk: Desk) -> None:
    desk.page.get_by_role("button", name=f"Edit {NAME}", exact=True).focus()
    desk.press("Control+Enter")
    desk.page.get_by_text(VETO).wait_for()


def test_with_something_drawn_it_is_completed_and_told(desk: Desk) -> None:
    draw_polygon(desk)
    count = len(desk.said(ASKS))
    file = desk.file
    desk.press("Control+Enter")
    assert desk.said(ASKS, count + 1)[count:] == ["astronaut.png is complete"]
    wait_state(desk, file, "done")


def test_saving_is_refused_too_but_loses_nothing(desk: Desk) -> None:
    count = len(desk.said(NAME))
    desk.press("Control+s")
    desk.page.get_by_text(VETO).wait_for()
    assert desk.said(NAME, count + 1)[count:] == ["asked to save"]
    draw_polygon(desk)
    assert len(desk.stored()) == 1
    desk.press("Control+s")
    desk.said(NAME, count + 2)


def test_taking_complete_back_asks_nobody(desk: Desk) -> None:
    draw_polygon(desk)
    file = desk.file
    desk.press("Control+Enter")
    desk.wait_for(f"document.getElementById('stage').dataset.file !== '{file}'")
    count = len(desk.said(NAME))
    desk.show(file)
    desk.press("Control+Enter")
    desk.wait_for("document.getElementById('complete-word').innerText === 'Complete'")
    wait_state(desk, file, "in_progress")
    assert len(desk.said(NAME)) == count


def test_a_script_that_fails_has_nothing_against_it(desk: Desk, photo: Callable[[str], bytes]) -> None:
    file = desk.open("broken.png", photo("chelsea.png"))
    desk.press("Control+Enter")
    desk.wait_for(f"document.getElementById('stage').dataset.file !== '{file}'")
    wait_state(desk, file, "done")
    desk.page.locator("#notices").get_by_text("ValueError: cannot tell").wait_for()


def test_a_veto_waits_for_the_annotators_word_however_long_that_takes(
    desk: Desk, photo: Callable[[str], bytes]
) -> None:
    file = desk.open("doubtful.png", photo("chelsea.png"))
    desk.press("Control+Enter")
    desk.page.get_by_text("Really done?").wait_for()
    desk.show_tab("scripts")
    desk.wait_for("/running (1\\.[2-9]|[2-9])/.test(document.getElementById('pane').innerText)")
    assert state(desk, file) == "todo"
    desk.page.locator("#questions").get_by_role("button", name="No").click()
    desk.page.get_by_text("Not done after all.").wait_for()
    desk.press("Control+Enter")
    desk.page.locator("#questions").get_by_role("button", name="Yes").click()
    desk.wait_for(f"document.getElementById('stage').dataset.file !== '{file}'")
    wait_state(desk, file, "done")
