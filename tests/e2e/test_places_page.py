"""Choosing a place on a script's page: what each means, why one cannot be chosen, and trust where nothing confines."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, serving, wait
from tests.e2e.writing import python

DOT = python("Dot", '@on("command")\ndef dot(event, canvas):\n    canvas.create(Point(5, 5))')


@pytest.fixture(scope="module")
def unconfined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that finds no bubblewrap."""
    with serving(tmp_path_factory.mktemp("unconfined"), "--bubblewrap", "no-such-bubblewrap") as server:
        yield server


def added(server: Server) -> dict[str, Any]:
    """Add the script to the first project, switched on."""
    project = server.api("GET", "/api/projects")["items"][0]["id"]
    script = server.api("POST", f"/api/projects/{project}/scripts", {"filename": "dot.py", "source": DOT})
    patch = {"enabled": True, "confirmed_grants": script["grants"]}
    made: dict[str, Any] = server.api("PATCH", f"/api/scripts/{script['id']}", patch)
    return made


def where(page: Page) -> Locator:
    return page.get_by_role("region", name="Where it runs")


def open_page(browser: Browser, server: Server, script: dict[str, Any]) -> Page:
    page = signed_in(browser, server).new_page()
    page.goto(f"{server.base}/scripts/{script['id']}")
    where(page).get_by_role("radio").first.wait_for()
    return page


def test_a_place_is_chosen_with_what_it_means_beside_it(browser: Browser, server: Server) -> None:
    script = added(server)
    page = open_page(browser, server, script)
    radios = where(page).get_by_role("radio")
    assert [radios.nth(index).is_checked() for index in range(3)] == [False, True, False]
    expect(where(page)).to_contain_text("confined by bubblewrap", use_inner_text=True)
    expect(where(page).get_by_role("checkbox")).to_have_count(0)
    radios.nth(2).check()
    wait(page, f"(await (await fetch('/api/scripts/{script['id']}')).json()).place === 'server'")
    page.reload()
    radios.first.wait_for()
    assert [radios.nth(index).is_checked() for index in range(3)] == [False, False, True]
    server.api("DELETE", f"/api/scripts/{script['id']}")
    page.context.close()


def test_without_bubblewrap_the_page_says_so_and_a_trusted_script_runs_there(
    browser: Browser, unconfined: Server
) -> None:
    script = added(unconfined)
    page = open_page(browser, unconfined, script)
    server = where(page).get_by_role("radio").nth(2)
    expect(server).to_be_disabled()
    expect(where(page)).to_contain_text("bubblewrap is not installed", use_inner_text=True)
    where(page).get_by_role("checkbox", name="Trusted").check()
    server.check()
    wait(page, f"(await (await fetch('/api/scripts/{script['id']}')).json()).place === 'server'")
    desk = Desk(opened(page.context, unconfined), unconfined)
    desk.file = desk.page.evaluate("document.getElementById('stage').dataset.file")
    desk.run("Dot")
    assert desk.wait_for_kinds("point")[0]["provenance"]["place"] == "server"
    where(page).get_by_role("checkbox", name="Trusted").uncheck()
    desk.wait_script("Dot", "failed")
    assert "bubblewrap is not installed" in desk.script("Dot")["error"]
    page.context.close()
