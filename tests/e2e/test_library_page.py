"""The library's page as a newcomer uses it: find a script, try it on a photo, add it to a project."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from limner_server import catalogue
from tests.e2e.conftest import signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait

pytestmark = pytest.mark.e2e

FOUND = """[...document.querySelectorAll('[data-slug]')]
  .filter((one) => one.checkVisibility()).map((one) => one.dataset.slug)"""


@pytest.fixture
def shelf(browser: Browser, server: Server) -> Iterator[Page]:
    """Give the library's page in a browser of its own; it must meet no error."""
    context = signed_in(browser, server)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{server.base}/library")
    yield page
    context.close()
    assert errors == []


def steps(page: Page) -> Locator:
    return page.get_by_label("How to try it").get_by_role("list")


def test_a_script_is_found_by_its_words_from_the_keyboard(shelf: Page) -> None:
    shelf.keyboard.press("/")
    shelf.keyboard.type("GrabCut poly")
    assert "box-to-polygon" in shelf.evaluate(FOUND)
    shelf.keyboard.type(" nothing like it")
    assert shelf.evaluate(FOUND) == []
    expect(shelf.get_by_text("No script fits these words.")).to_be_visible()
    shelf.keyboard.press("Control+a")
    shelf.keyboard.press("Delete")
    assert shelf.evaluate(FOUND) == [entry.slug for entry in catalogue.entries()]


def test_trying_a_script_opens_a_photo_with_its_steps_and_it_answers(shelf: Page, server: Server) -> None:
    shelf.get_by_role("button", name="Try it: Box to polygon").click()
    shelf.wait_for_url("**/files/*")
    wait(shelf, "Boolean(window.limner)")
    shelf.evaluate("limner.ready")
    expect(shelf.get_by_label("How to try it").get_by_text("Press B")).to_be_visible()
    desk = Desk(shelf, server)
    desk.draw_box(150, 5, 150, 200)
    desk.wait_for_kinds("polygon")
    desk.wait_saved()


def test_starting_over_gives_the_photo_without_what_was_done(shelf: Page, server: Server) -> None:
    shelf.get_by_role("button", name="Try it: Box to polygon").click()
    shelf.wait_for_url("**/files/*")
    wait(shelf, "Boolean(window.limner)")
    shelf.evaluate("limner.ready")
    desk = Desk(shelf, server)
    desk.press("p")
    for x, y in ((20, 20), (60, 20), (40, 60)):
        desk.click(x, y)
    desk.press("Enter")
    desk.wait_saved()
    assert desk.kinds()
    with shelf.expect_navigation():
        shelf.get_by_role("button", name="Start over").click()
    wait(shelf, "Boolean(window.limner)")
    shelf.evaluate("limner.ready")
    assert desk.kinds() == []


def test_the_steps_fold_away_and_stay_so(shelf: Page) -> None:
    shelf.get_by_role("button", name="Try it: Box to polygon").click()
    shelf.wait_for_url("**/files/*")
    shelf.get_by_role("button", name="Fold the steps").click()
    expect(steps(shelf)).to_be_hidden()
    shelf.reload()
    shelf.get_by_role("button", name="Show the steps").wait_for()
    expect(steps(shelf)).to_be_hidden()


def test_adding_a_script_says_what_it_asks_for_and_turns_it_on_where_it_is_allowed(shelf: Page, server: Server) -> None:
    project = server.api("POST", "/api/projects", {"name": "Library test"})["id"]
    (script,) = server.api("GET", f"/api/projects/{project}/scripts")["items"]
    server.api("DELETE", f"/api/scripts/{script['id']}")
    shelf.reload()
    shelf.get_by_role("button", name="Add to a project: Box to polygon").click()
    dialog = shelf.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(project)
    expect(dialog.get_by_text("read the pixels of the open image")).to_be_visible()
    dialog.get_by_role("button", name="Allow and turn on").click()
    shelf.wait_for_url(f"**/projects/{project}/scripts")
    (added,) = server.api("GET", f"/api/projects/{project}/scripts")["items"]
    assert (added["identity"], added["enabled"]) == ("limner/box-to-polygon", True)
    server.api("DELETE", f"/api/projects/{project}")


def test_escape_adds_nothing(shelf: Page, server: Server) -> None:
    before = server.api("GET", "/api/library")
    shelf.get_by_role("button", name="Add to a project: Box to polygon").click()
    shelf.get_by_role("dialog").wait_for()
    shelf.keyboard.press("Escape")
    shelf.get_by_role("dialog").wait_for(state="detached")
    assert server.api("GET", "/api/library") == before


def test_the_source_can_be_read_before_anything_is_added(shelf: Page) -> None:
    shelf.get_by_role("button", name="Source of Box to polygon").click()
    source = shelf.get_by_role("dialog").get_by_label("Source", exact=True)
    expect(source).to_contain_text("@on(", use_inner_text=True)
