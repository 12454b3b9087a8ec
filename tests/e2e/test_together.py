"""Two people on one file, each with a browser of their own: what one does the other sees, and neither loses work."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk

NO_PEOPLE = "document.querySelectorAll('#people i').length"


@pytest.fixture
def other(plain: Desk, browser: Browser) -> Iterator[Desk]:
    """Give the same file in somebody else's browser; their live connection can be cut with `cut`."""
    context = signed_in(browser, plain.server)
    lines: list[WebSocketRoute] = []

    def connect(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    context.route_web_socket(re.compile("/sync$"), connect)
    desk = Desk(opened(context, plain.server, f"/files/{plain.file}"), plain.server)
    desk.file = plain.file
    yield desk
    desk.wait_saved()
    context.close()


def draw(desk: Desk, x: float = 100) -> None:
    desk.press("p")
    for point in ((x, 100), (x + 80, 100), (x + 40, 180)):
        desk.click(*point)
    desk.press("Enter", "v")


def reload(desk: Desk) -> None:
    desk.page.reload()
    desk.wait_for("Boolean(window.limner)")
    desk.page.evaluate("limner.ready")


def name(page: Page, text: str) -> None:
    page.locator("#people").click()
    page.get_by_role("textbox", name="Your name").fill(text)
    page.keyboard.press("Enter")


def seen(desk: Desk) -> list[dict[str, Any]]:
    fields = ("id", "geometry", "label", "attributes", "hidden", "locked", "version")
    return [{name: one[name] for name in fields} for one in sorted(desk.instances(), key=lambda one: str(one["id"]))]


def same(one: Desk, other: Desk) -> None:
    """Wait until both pages show what the server has."""
    other.wait_saved()
    versions = ",".join(sorted(f"{item['id']} {item['version']}" for item in one.stored()))
    shown = "limner.instances().map(({ id, version }) => `${id} ${version}`).sort().join()"
    for desk in (one, other):
        desk.wait_for(f"{shown} === '{versions}'")
    assert seen(one) == seen(other)


def test_people_see_each_other_by_name_and_what_the_other_does(plain: Desk, other: Desk) -> None:
    name(other.page, "Ada Lovelace")
    plain.wait_for("document.querySelector('#people i.here')?.textContent === 'AL'")
    assert "1 other is here, 1 on this file" in (plain.page.locator("#people").get_attribute("title") or "")
    draw(other)
    plain.wait_for_kinds("polygon")
    plain.press("v")
    plain.drag((140, 120), (160, 140))
    same(plain, other)
    plain.page.keyboard.press("Shift+W")
    plain.page.locator("#history li").nth(1).wait_for()
    mine, theirs = (line.inner_text() for line in plain.page.locator("#history li").all())
    assert ("Ada Lovelace" in theirs, "Draw polygon" in theirs, "Somebody" in mine) == (True, True, True)
    plain.page.locator("#history").get_by_role("button", name="Close").click()
    other.page.goto("about:blank")
    plain.wait_for(f"{NO_PEOPLE} === 0")
    other.page.goto(f"{plain.server.base}/files/{plain.file}")
    other.wait_for("Boolean(window.limner)")
    other.page.evaluate("limner.ready")


def test_offline_edits_of_two_people_are_merged_field_by_field_and_what_clashes_is_said(
    plain: Desk, other: Desk
) -> None:
    draw(plain)
    draw(plain, 250)
    other.wait_for_kinds("polygon", "polygon")
    other.page.context.set_offline(True)
    other.press("v")
    other.click(140, 120)
    other.press("3")  # another label
    other.drag((290, 120), (310, 140))
    other.click(290, 140)
    plain.click(140, 120)
    plain.press("2", "h")
    plain.click(290, 120)
    plain.press("Delete")
    plain.wait_saved()
    other.wait_for("limner.unsaved() === 2")
    other.page.context.set_offline(False)
    other.page.get_by_text("Yours came later and holds").wait_for()
    other.page.get_by_text("deleted the").wait_for()
    same(plain, other)
    (left,) = plain.stored()
    labels = plain.server.api("GET", f"/api/projects/{plain.project}")["labels"]
    assert (left["label"], left["hidden"]) == (labels[2]["name"], True)
    other.page.get_by_role("button", name="Take theirs").click()
    other.wait_for(f"limner.instances()[0].label === '{labels[1]['name']}'")
    other.page.get_by_role("button", name="Bring it back").click()
    other.wait_for_kinds("polygon", "polygon")
    same(plain, other)
    outer = other.stored()[1]["geometry"]["parts"][0]["outer"]
    assert abs(outer[0][0] - 270) < 2, "as the one who moved it left it"


def test_undo_goes_on_after_a_reload_and_only_over_what_one_did_oneself(plain: Desk, other: Desk) -> None:
    draw(plain)
    other.wait_for_kinds("polygon")
    draw(other, 250)
    plain.wait_for_kinds("polygon", "polygon")
    plain.click(140, 120)
    plain.press("2")
    plain.drag((140, 120), (160, 140))
    plain.press("Control+z")
    before = plain.stored()
    reload(plain)
    plain.wait_for("!document.querySelector('[data-action=undo]').disabled")
    assert "Change label" in (plain.page.locator("[data-action=undo]").get_attribute("title") or "")
    plain.press("Control+y")
    plain.wait_for("limner.instances()[0].version > " + str(before[0]["version"]))
    plain.press("Control+z", "Control+z", "Control+z")
    plain.wait_for_kinds("polygon")
    expect(plain.page.locator("[data-action=undo]")).to_be_disabled()
    assert [one["id"] for one in plain.stored()] == [before[1]["id"]]
    plain.press("Control+y", "Control+y")
    same(plain, other)
    assert [(one["id"], one["label"]) for one in plain.stored()] == [(one["id"], one["label"]) for one in before]


def test_any_version_is_had_back_and_one_change_taken_back(plain: Desk) -> None:
    draw(plain)
    draw(plain, 250)
    plain.click(140, 120)
    plain.press("2", "Delete")
    plain.wait_for_kinds("polygon")
    plain.wait_saved()
    plain.page.keyboard.press("Shift+W")
    lines = plain.page.locator("#history li")
    plain.wait_for("document.querySelectorAll('#history li').length === 4")
    expect(lines.first).to_contain_text("Delete polygon", use_inner_text=True)
    lines.nth(2).get_by_role("button", name="Go back to this").click()
    plain.wait_for_kinds("polygon", "polygon")
    assert len({one["label"] for one in plain.stored()}) == 1
    plain.wait_for("document.querySelectorAll('#history li').length === 5")
    plain.page.locator("#history li").nth(4).get_by_role("button", name="Take back").click()
    plain.wait_for_kinds("polygon")
    plain.press("Control+z")
    plain.wait_for_kinds("polygon", "polygon")
    expect(lines.first).to_contain_text("Undo", use_inner_text=True)
    plain.click(290, 120)
    plain.page.get_by_role("tab", name="Selected shape").click()
    plain.wait_for("document.querySelectorAll('#history li').length === 1")
    plain.page.keyboard.press("Escape")
    expect(plain.page.locator("#history")).to_be_hidden()
    assert len(plain.stored()) == 2
