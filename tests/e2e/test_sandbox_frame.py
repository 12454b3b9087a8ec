"""The frame of a cell, wherever it is opened, and windows of strangers: they reach neither page nor API."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.e2e.conftest import signed_in
from tests.e2e.desk import Desk
from tests.e2e.probes.driver import source
from tests.e2e.probes.listener import Elsewhere
from tests.e2e.serving import TOKEN, Server, wait

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

PARENT = """
() => Object.fromEntries(["document", "limner", "localStorage", "name"].map((name) => {
  try {
    return [name, String(parent[name])];
  } catch (error) {
    return [name, error.name];
  }
}))
"""
FORGED = """
(target) => {
  const created = [{ id: "forged-instance", geometry: { kind: "tag" } }];
  const result = { type: "result", run: "x", changes: { created } };
  for (const message of [result, [JSON.stringify(result)], JSON.stringify(result), { died: "forged" }]) {
    const { port1, port2 } = new MessageChannel();
    target.postMessage(message, "*", [port1, port2]);
  }
  target.postMessage("the last", "*");
}
"""
HEAR = "self.heard = []; addEventListener('message', ({ data }) => heard.push(data))"


@pytest.fixture
def tab(browser: Browser, server: Server) -> Iterator[Page]:
    """Give the cell's frame opened as a page of its own, by somebody who is signed in."""
    context = signed_in(browser, server)
    page = context.new_page()
    page.goto(f"{server.base}/cell/frame")
    yield page
    context.close()


def frame_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.url.endswith("/cell/frame"))


def test_the_frame_in_a_tab_has_an_origin_of_its_own_and_no_store(tab: Page) -> None:
    assert tab.evaluate("self.origin") == "null"
    assert set(tab.evaluate(source("storage.js")).values()) == {"SecurityError"}


def test_the_frame_in_a_tab_does_not_reach_the_api(tab: Page, server: Server, assets: str) -> None:
    options = [{"credentials": "include"}, {"mode": "no-cors", "credentials": "include"}]
    outcomes = tab.evaluate(source("fetch.js"), {"url": f"{server.base}/api/projects", "options": options})
    assert outcomes == [{"refused": "TypeError"}] * 2
    assert "refused" in tab.evaluate(source("xhr.js"), {"url": f"{server.base}/api/projects"})
    (asset,) = tab.evaluate(source("fetch.js"), {"url": f"{assets}cell/frame.js", "options": [{}]})
    assert asset["status"] == 200


def test_the_frame_in_a_tab_has_no_opener_to_reach(desk: Desk) -> None:
    with desk.page.expect_popup() as popup:
        desk.page.evaluate("void open('/cell/frame')")
    assert popup.value.evaluate("opener") is None
    popup.value.close()


def test_the_frame_in_a_tab_opens_no_other_window(tab: Page, server: Server) -> None:
    assert tab.evaluate("(url) => open(url) === null", server.base) is True


def test_the_frame_in_a_tab_boots_no_cell_for_a_stranger(their_page: Page, server: Server) -> None:
    with their_page.expect_popup() as popup:
        their_page.evaluate("(url) => { self.opened = open(url) }", f"{server.base}/cell/frame")
    opened = popup.value
    opened.wait_for_load_state()
    opened.evaluate("() => { self.started = []; self.Worker = function () { started.push('a worker') } }")
    opened.evaluate(HEAR)
    their_page.evaluate(f"({FORGED})(opened)")
    wait(opened, "heard.includes('the last')")
    assert opened.evaluate("started") == []
    opened.close()


def test_the_frame_cannot_touch_the_page_around_it(desk: Desk) -> None:
    assert set(frame_of(desk.page).evaluate(PARENT).values()) == {"SecurityError"}
    assert frame_of(desk.page).evaluate(
        "() => { try { top.location = 'about:blank'; return 'moved'; } catch (error) { return error.name; } }"
    ) == "SecurityError"  # fmt: skip


def test_messages_of_the_frame_document_reach_the_page_and_change_nothing(desk: Desk) -> None:
    scripts = desk.page.evaluate("limner.scripts()")
    desk.page.evaluate(HEAR)
    frame_of(desk.page).evaluate(f"({FORGED})(parent)")
    wait(desk.page, "heard.includes('the last')")
    assert len(desk.page.evaluate("heard")) == 5
    assert (desk.instances(), desk.page.evaluate("limner.scripts()")) == ([], scripts)
    desk.draw_box(150, 5, 150, 200)
    desk.wait_for_kinds("polygon")


def test_a_strangers_frame_is_not_let_into_the_page(desk: Desk, other: Elsewhere) -> None:
    before = list(other.asked)
    blocked = desk.page.evaluate(
        """(url) => new Promise((resolve) => {
          addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
          const frame = Object.assign(document.createElement("iframe"), { src: url, id: "strange" });
          document.body.append(frame);
        })""",
        f"{other.base}/page",
    )
    desk.page.evaluate("document.getElementById('strange').remove()")
    assert (blocked, other.asked) == ("frame-src", before)


def test_a_window_of_a_stranger_has_no_way_to_the_page(desk: Desk, other: Elsewhere) -> None:
    with desk.page.expect_popup() as popup:
        desk.page.evaluate("(url) => void open(url)", f"{other.base}/page")
    popup.value.wait_for_load_state()
    assert popup.value.evaluate("opener") is None
    popup.value.close()


def test_a_stranger_who_opens_the_page_loses_hold_of_it(their_page: Page, server: Server) -> None:
    with their_page.expect_popup() as popup:
        their_page.evaluate("(url) => { self.opened = open(url) }", f"{server.base}{server.first}")
    popup.value.wait_for_load_state()
    wait(their_page, "opened.closed")
    popup.value.close()


def framed(page: Page, url: str) -> Frame:
    """Put an address into a frame of a page and give the frame."""
    page.evaluate(
        """(url) => new Promise((resolve) => {
          const frame = Object.assign(document.createElement("iframe"), { src: url, onload: resolve });
          document.body.append(frame);
        })""",
        url,
    )
    return page.frames[-1]


def test_a_stranger_cannot_frame_the_page(their_page: Page, server: Server) -> None:
    assert not framed(their_page, f"{server.base}/").url.startswith(server.base)


def test_a_stranger_cannot_frame_a_cell(their_page: Page, server: Server) -> None:
    assert not framed(their_page, f"{server.base}/cell/frame").url.startswith(server.base)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:1", "http://evil.example"])
def test_the_api_refuses_an_origin_that_is_not_its_own_even_with_the_token(
    server: Server, method: str, origin: str
) -> None:
    refused = asked(server, method, Origin=origin)
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (403, None)
    assert asked(server, "GET").status == 200
    assert asked(server, "GET", Origin=server.base).status == 200


def test_a_socket_of_an_opaque_origin_is_refused(server: Server) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert asked(server, "GET", Origin="null", **upgrade, **key).status == 403


def asked(server: Server, method: str, **headers: str) -> http.client.HTTPResponse:
    """Ask for the projects with the token and these headers, and give the answer."""
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=10)
    body = b'{"name": "forged"}' if method == "POST" else None
    try:
        connection.request(method, "/api/projects", body, {"Authorization": f"Bearer {TOKEN}", **headers})
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()
