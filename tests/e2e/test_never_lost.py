"""What was drawn is kept through whatever happens: a server killed in the middle, a full disk, signing out, tabs."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from limner_server.resources import SAMPLES
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.restarting import Restarting, restarting
from tests.e2e.serving import TOKEN, Server, wait

PHOTO = SAMPLES / "chelsea.png"
KEPT = """new Promise((resolve) => {
  const opening = indexedDB.open("limner");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("queue").objectStore("queue").count();
    counting.onsuccess = () => resolve(counting.result === 2);
    opening.result.close();
  };
})"""
LABELS = [{"name": "cat", "color": "#56b4e9"}, {"name": "dog", "color": "#e69f00"}]


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarting]:
    with restarting(tmp_path_factory.mktemp("own") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def server(process: Restarting) -> Server:
    return process.start()


@pytest.fixture(scope="module")
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = signed_in(browser, server)
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext, server: Server) -> Iterator[Desk]:
    """Give a page with a fresh file of a project that has no scripts."""
    project = server.api("POST", "/api/projects", {"name": "Cats", "labels": LABELS})["id"]
    file = server.upload(project, "cat.png", PHOTO.read_bytes())["id"]
    made = another(context, server, file)
    yield made
    context.unroute_all()
    for page in context.pages:
        page.close()


def another(context: BrowserContext, server: Server, file: str) -> Desk:
    """Open a file in one more tab."""
    desk = Desk(opened(context, server, f"/files/{file}"), server)
    desk.file = file
    return desk


def draw(desk: Desk, x: float = 100) -> None:
    desk.press("p")
    for point in ((x, 100), (x + 60, 100), (x + 30, 160)):
        desk.click(*point)
    desk.press("Enter", "v")


def log(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.server.api("GET", f"/api/files/{desk.file}/log")["items"]
    return found


def says(page: Page, part: str) -> None:
    wait(page, f"document.getElementById('saved').innerText.includes({part!r})")


def test_a_server_killed_in_the_middle_of_saving_has_everything_once(desk: Desk, process: Restarting) -> None:
    for index in range(4):
        draw(desk, 60 + 80 * index)
        if index == 1:
            process.kill()  # the second may be half way there
    desk.click(90, 120)
    desk.press("2")
    says(desk.page, "Offline")
    assert desk.page.evaluate("limner.unsaved()") >= 3
    process.start()
    stored = desk.stored()
    assert [one["label"] for one in stored] == ["dog", "cat", "cat", "cat"]
    assert [one["id"] for one in stored] == [one["id"] for one in desk.instances()]
    assert len(log(desk)) == 5
    says(desk.page, "All saved")


def test_with_a_full_disk_the_page_says_so_and_keeps_all_until_there_is_room(desk: Desk, process: Restarting) -> None:
    draw(desk)
    desk.wait_saved()
    with process.no_room():
        draw(desk, 200)
        draw(desk, 300)
        says(desk.page, "disk is full")
        says(desk.page, "2 unsaved")
        assert "kept in this browser" in (desk.page.locator("#saved").get_attribute("title") or "")
        assert len(desk.server.api("GET", f"/api/files/{desk.file}/instances")["items"]) == 1
    assert len(desk.stored()) == 3
    assert len(log(desk)) == 3


def test_what_waits_is_there_after_a_reload_before_it_is_sent_and_can_be_undone(
    desk: Desk, context: BrowserContext
) -> None:
    draw(desk)
    desk.wait_saved()
    context.route("**/changes", lambda route: route.abort())
    desk.click(130, 120)
    desk.press("2")
    draw(desk, 200)
    wait(desk.page, KEPT)
    desk.page.close()
    reopened = another(context, desk.server, desk.file)
    reopened.wait_for_kinds("polygon", "polygon")
    assert [one["label"] for one in reopened.instances()] == ["dog", "dog"]
    assert reopened.page.evaluate("limner.unsaved()") == 2
    reopened.press("Control+z", "Control+z")
    reopened.wait_for("limner.instances().map((one) => one.label).join() === 'cat'")
    reopened.press("Control+y")
    context.unroute("**/changes")
    assert [one["label"] for one in reopened.stored()] == ["dog"]
    assert len(log(reopened)) == 6
    reopened.press("Control+z", "Control+z")
    reopened.wait_for_kinds()
    assert reopened.stored() == []


def test_two_tabs_send_what_both_did_once_and_in_order(desk: Desk, context: BrowserContext) -> None:
    context.route("**/changes", lambda route: route.abort())
    draw(desk)
    says(desk.page, "Offline")
    second = another(context, desk.server, desk.file)
    second.wait_for_kinds("polygon")
    second.click(130, 120)
    second.press("2")
    desk.page.bring_to_front()
    draw(desk, 200)
    assert (desk.page.evaluate("limner.unsaved()"), second.page.evaluate("limner.unsaved()")) == (2, 2)
    context.unroute("**/changes")
    for tab in (desk, second):
        tab.page.evaluate("dispatchEvent(new Event('online'))")
    for tab in (desk, second):
        tab.wait_saved()
        tab.wait_for_kinds("polygon", "polygon")
        assert [one["label"] for one in tab.instances()] == ["dog", "cat"]
    assert [entry["origin"]["title"] for entry in log(desk)] == ["Draw polygon", "Change label", "Draw polygon"]


def test_who_was_signed_out_goes_on_after_signing_in_again(desk: Desk, context: BrowserContext) -> None:
    context.clear_cookies()
    draw(desk)
    says(desk.page, "Signed out")
    tab = context.new_page()
    tab.goto(f"{desk.server.base}/?token={TOKEN}")
    desk.page.evaluate("dispatchEvent(new Event('focus'))")
    assert len(desk.stored()) == 1
    says(desk.page, "All saved")


def test_leaving_is_warned_of_only_where_the_browser_keeps_nothing(desk: Desk, context: BrowserContext) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.page.on("dialog", leave)
    context.route("**/changes", lambda route: route.abort())
    draw(desk)
    says(desk.page, "Offline · 1 unsaved")
    desk.page.reload()
    desk.wait_for("Boolean(window.limner)")
    assert asked == []
    desk.page.evaluate("limner.ready")
    no_room = "throw new DOMException('no room', 'QuotaExceededError')"
    desk.page.evaluate(f"void (IDBObjectStore.prototype.put = () => {{ {no_room} }})")
    draw(desk, 200)
    says(desk.page, "only in this tab")
    desk.page.reload()
    assert asked == ["beforeunload"]
    context.unroute("**/changes")
