"""Nothing is lost: offline, server killed, refused, reloaded."""

import json

from playwright.sync_api import Browser, Route

from limner_server.resources import SAMPLES
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait

PHOTO = SAMPLES / "chelsea.png"


def draw_polygon(desk: Desk, x: float = 100) -> None:
    """Draw by hand, which no script answers."""
    desk.press("p")
    for point in ((x, 100), (x + 80, 100), (x + 40, 160)):
        desk.click(*point)
    desk.press("Enter")


def saved(desk: Desk) -> str:
    return desk.page.locator("#saved").inner_text()


def test_what_is_drawn_offline_is_counted_and_stored_when_the_server_is_back(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    draw_polygon(desk)
    draw_polygon(desk, 220)
    wait(desk.page, "document.getElementById('saved').innerText.includes('Offline')")
    assert "2 unsaved" in saved(desk)
    assert desk.page.evaluate("limner.unsaved()") == 2
    desk.page.context.set_offline(False)
    assert len(desk.stored()) == 2
    wait(desk.page, "document.getElementById('saved').innerText.includes('All saved')")


def test_a_lost_answer_is_not_applied_twice(desk: Desk) -> None:
    lost = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    desk.page.route("**/changes", lose_the_first_answer)
    try:
        draw_polygon(desk)
        assert len(desk.stored()) == 1
    finally:
        desk.page.unroute("**/changes")
    assert lost
    assert len(desk.server.api("GET", f"/api/files/{desk.file}/log")["items"]) == 1


def test_a_change_the_server_refuses_is_said_and_the_file_shown_as_stored(desk: Desk) -> None:
    def spoil(route: Route) -> None:
        post = json.loads(route.request.post_data or "")
        route.continue_(post_data=json.dumps({**post, "created": [{**post["created"][0], "label": "unheard of"}]}))

    desk.page.route("**/changes", spoil)
    try:
        draw_polygon(desk)
        desk.page.get_by_text("The server refused a change").wait_for()
    finally:
        desk.page.unroute("**/changes")
    wait(desk.page, "limner.instances().length === 0")
    draw_polygon(desk, 220)
    assert desk.stored() == desk.instances()
    desk.page.locator("#notices").get_by_label("Dismiss").first.click()
    desk.page.get_by_text("The server refused a change").wait_for(state="hidden")


def test_a_reload_keeps_everything(browser: Browser, server: Server) -> None:
    context = signed_in(browser, server)
    project = server.api("GET", f"/api{server.first}")["project"]
    file = server.upload(project, "cat.png", PHOTO.read_bytes())["id"]
    page = opened(context, server, f"/files/{file}")
    desk = Desk(page, server)
    desk.file = file
    desk.press("4")
    desk.draw_box(60, 20, 320, 270)
    desk.wait_for_kinds("polygon")
    draw_polygon(desk)
    desk.wait_saved()
    before = desk.instances()
    page.reload()
    wait(page, "window.limner?.instances().length === 2")
    after = desk.instances()
    assert [one["label"] for one in after] == ["cat", "cat"]
    assert [one["geometry"] for one in after] == [one["geometry"] for one in before]
    assert [one["provenance"]["actor"] for one in after] == ["script", "human"]
    context.close()
