"""What was drawn is kept through whatever happens: a server killed in the middle, a full disk, signing out, tabs."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

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
    counting.onsuccess = () => resolve(counting.result === COUNT);
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
    wait(desk.page, KEPT.replace("COUNT", "2"))
    desk.page.close()
    reopened = another(context, desk.server, desk.file)
    reopened.wait_for_kinds("polygon", "polygon")
    assert [one["label"] for one in reopened.instances()] == ["dog", "dog"]
    assert reopened.page.evaluate("limner.unsaved()") == 2
    expect(reopened.page.locator("[data-action=undo]")).to_be_enabled()
    reopened.press("Control+z", "Control+z")
    reopened.wait_for("limner.instances().map((one) => one.label).join() === 'cat'")
    reopened.press("Control+y")
    context.unroute("**/changes")
    assert [one["label"] for one in reopened.stored()] == ["dog"]
    assert len(log(reopened)) == 6
    reopened.press("Control+z", "Control+z")
    reopened.wait_for_kinds()
    assert reopened.stored() == []


def test_what_is_said_of_a_file_waits_with_the_shapes_and_arrives_once(
    desk: Desk, context: BrowserContext, process: Restarting
) -> None:
    ontology = {"labels": LABELS, "attributes": [{"name": "weather", "type": "text", "scope": "file"}]}
    desk.server.api("PUT", f"/api/projects/{desk.project}/ontology", ontology)
    field = desk.page.get_by_label("weather")
    field.wait_for()
    context.route("**/api/**", lambda route: route.fallback() if route.request.method == "GET" else route.abort())
    draw(desk)
    desk.press("Escape", "Escape")
    field.fill("rain")
    field.press("Tab")
    desk.press("Shift+C")
    desk.page.keyboard.type("is this a cat?")
    desk.press("Control+Enter")
    desk.page.locator("#comments li").get_by_text("not sent yet").wait_for()
    desk.press("Escape")
    desk.page.locator("#file-state > button").click()
    desk.page.get_by_role("menuitemradio", name="Done").click()
    says(desk.page, "4 unsaved")
    wait(desk.page, KEPT.replace("COUNT", "4"))
    desk.page.close()
    reopened = another(context, desk.server, desk.file)
    expect(reopened.page.get_by_label("weather")).to_have_value("rain")
    expect(reopened.page.locator("#file-state")).to_have_text(re.compile("Done"), use_inner_text=True)
    expect(reopened.page.locator("[data-action=comments] .count")).to_have_text("1", use_inner_text=True)
    assert reopened.page.evaluate("limner.unsaved()") == 4
    second = another(context, desk.server, desk.file)
    process.kill()
    context.unroute("**/api/**")
    process.start()
    for tab in (reopened, second):
        tab.page.evaluate("dispatchEvent(new Event('online'))")
    second.wait_saved()
    assert len(reopened.stored()) == 1
    file = desk.server.api("GET", f"/api/files/{desk.file}")
    assert (file["attributes"], file["state"]) == ({"weather": "rain"}, "done")
    comments = desk.server.api("GET", f"/api/files/{desk.file}/comments")["items"]
    assert [one["text"] for one in comments] == ["is this a cat?"]
    desk.server.api("PATCH", f"/api/files/{desk.file}", {"attributes": {"weather": "snow"}})
    second.wait_for("document.querySelector('[data-attribute=weather] input').value === 'snow'")


def test_what_others_wrote_of_a_file_meanwhile_is_said_and_can_be_taken(desk: Desk, context: BrowserContext) -> None:
    ontology = {"labels": LABELS, "attributes": [{"name": "weather", "type": "text", "scope": "file"}]}
    desk.server.api("PUT", f"/api/projects/{desk.project}/ontology", ontology)
    field = desk.page.get_by_label("weather")
    field.wait_for()
    context.route("**/api/**", lambda route: route.abort())
    field.fill("rain")
    field.press("Tab")
    says(desk.page, "1 unsaved")
    desk.server.api("PATCH", f"/api/files/{desk.file}", {"attributes": {"weather": "snow"}})
    context.unroute("**/api/**")
    desk.page.get_by_text("Somebody set “weather” of cat.png to snow meanwhile.").wait_for()
    assert desk.server.api("GET", f"/api/files/{desk.file}")["attributes"] == {"weather": "rain"}
    desk.page.get_by_role("button", name="Take theirs").click()
    desk.wait_for("document.querySelector('[data-attribute=weather] input').value === 'snow'")
    desk.wait_saved()
    assert desk.server.api("GET", f"/api/files/{desk.file}")["attributes"] == {"weather": "snow"}


def test_what_the_server_refuses_is_kept_and_decided_on(desk: Desk, context: BrowserContext) -> None:
    context.route("**/changes", lambda route: route.abort())
    desk.press("2")
    for x in (60, 160, 260):
        draw(desk, x)
    says(desk.page, "3 unsaved")
    desk.server.api("PUT", f"/api/projects/{desk.project}/ontology", {"labels": LABELS[:1]})
    context.unroute("**/changes")
    desk.page.get_by_role("button", name="Show it").first.wait_for()
    desk.wait_for("document.getElementById('refused').innerText.includes('3 not taken')")
    desk.page.close()
    desk = another(context, desk.server, desk.file)
    assert desk.instances() == []
    desk.page.get_by_role("button", name="3 changes were not taken").click()
    rows = desk.page.locator("#refused-panel li")
    expect(rows.first.locator(".why")).to_contain_text("dog", use_inner_text=True)
    assert rows.first.locator(".by").inner_text().split("\n") == ["1 polygon of dog", "on this file"]
    with desk.page.expect_download() as download:
        rows.first.get_by_role("button", name="Download").click()
    kept = json.loads(download.value.path().read_text())
    assert kept["body"]["created"][0]["label"] == "dog" and "dog" in kept["message"]
    rows.first.get_by_role("button", name="Discard").click()
    expect(rows).to_have_count(3)
    rows.first.get_by_role("button", name="Discard for good?").click()
    desk.wait_for("document.querySelectorAll('#refused-panel li').length === 2")
    rows.first.get_by_role("button", name="Put back").click()
    desk.wait_for("document.querySelectorAll('#refused-panel li').length === 1")
    assert [one["label"] for one in desk.stored()] == ["cat"]
    rows.first.get_by_role("button", name="Try again").click()
    desk.page.locator("#notices").get_by_text("The server refused a change").wait_for()
    desk.server.api("PUT", f"/api/projects/{desk.project}/ontology", {"labels": LABELS})
    rows.first.get_by_role("button", name="Try again").click()
    desk.page.get_by_text("Nothing is left here").wait_for()
    assert [one["label"] for one in desk.stored()] == ["cat", "dog"]
    desk.wait_for_kinds("polygon", "polygon")
    desk.press("Escape")
    desk.wait_for("document.getElementById('refused').hidden")


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
