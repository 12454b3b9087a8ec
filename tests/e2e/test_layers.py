"""Layers: who made a shape, and what of it one does not see or may not change, by every road there is."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain

SCRIPT = {"actor": "script", "script": "local/find-cats", "run": "r1", "title": "Find cats"}
IMPORT = {"actor": "import", "title": "Import"}
BOB = {"actor": "human", "author": "Bob"}


def box(x: float, y: float, side: float = 60) -> dict[str, Any]:
    return {"kind": "box", "x": x, "y": y, "width": side, "height": side, "rotation": 0.0}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"kind": "polyline", "points": [list(point) for point in points]}


def put(desk: Desk, origin: dict[str, Any], *geometries: dict[str, Any], **fields: Any) -> list[str]:
    """Store shapes as somebody else, and wait until the page shows them. Gives their ids."""
    before = len(desk.instances())
    created = [{"geometry": one, "label": "person", **fields} for one in geometries]
    post = {"key": f"{desk.file[:20]}-{before}", "created": created, "origin": origin}
    made = desk.server.api("POST", f"/api/files/{desk.file}/changes", post)["instances"]
    desk.wait_for(f"limner.instances().length === {before + len(geometries)}")
    return [one["id"] for one in made]


def row(desk: Desk, title: str) -> Locator:
    return desk.page.locator("#layers li", has_text=title)


def said(desk: Desk, words: str, level: str = "notice") -> None:
    """Wait until nothing else is said over the picture, and put it away."""
    shown = "[...document.querySelectorAll('#notices .notice')].map((one) => [one.className, one.textContent])"
    desk.wait_for(
        f"(({shown}).length === 1 && {shown}.every(([level, text]) => level.includes('{level}')"
        f" && text.includes({json.dumps(words)}))) || null"
    )
    desk.dismiss()


def rows(desk: Desk) -> list[str]:
    found: list[str] = desk.page.locator("#layers li").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def wait_selected(desk: Desk, *ids: str) -> None:
    """Wait until exactly these are selected, in the order of the list."""
    found = "[...document.querySelectorAll('#instances [aria-selected=true]')].map((one) => one.dataset.id).join()"
    desk.wait_for(f"{found} === '{','.join(ids)}'")


@pytest.fixture
def desk(plain: Desk) -> Iterator[Desk]:
    yield plain
    pressed = "#layers [data-does=lock][aria-pressed=true], #layers [data-does=hide][aria-pressed=true]"
    plain.page.evaluate("(pressed) => document.querySelectorAll(pressed).forEach((one) => one.click())", pressed)


@pytest.fixture
def layered(desk: Desk) -> Desk:
    """A file with a box of an import and one of a script side by side, one of Bob's, one of this person's."""
    for at, origin in enumerate((IMPORT, SCRIPT, BOB)):
        put(desk, origin, box(100 + 100 * at, 100))
    desk.draw_box(400, 100, 60, 60)
    desk.wait_for_kinds("box", "box", "box", "box")
    desk.press("v", "Escape")
    return desk


def test_a_layer_is_hidden_shown_alone_and_remembered(layered: Desk) -> None:
    desk, file = layered, layered.file
    imported, made, bobs, mine = [one["id"] for one in desk.instances()]
    assert rows(desk) == ["You 1", "Bob 1", "Find cats 1", "Imported 1"]
    row(desk, "Bob").get_by_role("button", name="Hide").click()
    assert desk.pixel(300, 130)[3] == 0
    row(desk, "Bob").get_by_role("button", name="Show the layer").click()
    assert desk.pixel(300, 130)[3] > 0
    desk.page.locator("#stage").focus()
    desk.click(130, 130)
    wait_selected(desk, imported)
    row(desk, "Imported").get_by_role("button", name="Hide").click()
    wait_selected(desk)
    assert desk.pixel(100, 130)[3] == 0
    desk.page.locator("#stage").focus()
    desk.drag((90, 90), (480, 180))
    wait_selected(desk, made, bobs, mine)
    desk.press("Escape", "Control+a")
    wait_selected(desk, made, bobs, mine)
    desk.press("Escape")
    desk.click(130, 130)
    desk.press("Tab", "Tab")
    wait_selected(desk, bobs)
    desk.open("astronaut.png", (SAMPLES / "astronaut.png").read_bytes())
    put(desk, IMPORT, box(10, 10))
    expect(row(desk, "Imported").get_by_role("button", name="Show the layer Imported")).to_be_visible()
    desk.show(file)
    alone = row(desk, "Bob").locator("[data-does=only]")
    alone.focus()
    alone.press("Enter")
    desk.wait_for("document.querySelectorAll('#layers .hid').length === 3")
    alone.press("ArrowUp")
    assert desk.page.evaluate("document.activeElement.closest('li').dataset.maker") == "person:"
    desk.draw_box(400, 200, 60, 60)
    said(desk, "The layer “You” is shown again", "info")
    desk.wait_for("document.querySelectorAll('#layers .hid').length === 2")
    alone.click()
    desk.wait_for("document.querySelectorAll('#layers .hid').length === 3")
    alone.click()
    desk.wait_for("document.querySelectorAll('#layers .hid').length === 0")


def shapes(desk: Desk, *ids: str) -> list[dict[str, Any]]:
    """Give all that can be changed of some stored shapes."""
    of = {one["id"]: one for one in desk.stored()}
    return [{name: value for name, value in of[id].items() if name not in ("version", "provenance")} for id in ids]


ALONE = {
    "an arrow": ["ArrowRight"],
    "a turn": ["."],
    "a flip": [";"],
    "a label": ["2"],
    "deleting": ["Delete"],
    "cutting out": ["Control+x"],
    "locking": ["Control+l"],
    "hiding": ["h"],
    "the order": ["Home"],
    "simplifying": ["z"],
    "smoothing": ["Shift+Z"],
    "linking": ["Shift+R"],
}
WORDS = {"locked": "The layer “Find cats” is locked", "ruled": "What scripts made is read-only"}


@pytest.fixture
def rules(desk: Desk) -> Iterator[Callable[..., None]]:
    """Give what makes layers read-only for everybody, and let them free at the end."""

    def rule(*readonly: str) -> None:
        put = {"rules": {"readonly": list(readonly), "relations": ["on"]}}
        desk.server.api("PATCH", f"/api/projects/{desk.project}", put)
        desk.wait_for("document.querySelector('#inspector [aria-label=Relation]') !== null")

    yield rule
    desk.server.api("PATCH", f"/api/projects/{desk.project}", {"rules": {}})
    desk.wait_for("document.querySelector('#inspector [aria-label=Relation]') === null")


@pytest.mark.parametrize("how", WORDS)
def test_nothing_that_is_read_only_is_changed_by_any_road_and_it_is_said_why(
    desk: Desk, rules: Callable[..., None], how: str
) -> None:
    words = WORDS[how]
    outline = {"kind": "polygon", "parts": [{"outer": [[200, 100], [260, 100], [262, 130], [260, 160]], "holes": []}]}
    held, far = put(desk, SCRIPT, outline, line((20, 300), (60, 300), (61, 340)))
    put(desk, BOB, box(400, 400))
    before = shapes(desk, held, far)
    desk.click(230, 120)
    rules(*(["script"] if how == "ruled" else []))
    if how == "locked":
        row(desk, "Find cats").get_by_role("button", name="Lock the layer Find cats").click()
        desk.page.locator("#stage").focus()
    desk.wait_for(f"document.querySelector('#inspector .base')?.textContent.includes('{words}')")
    wait_selected(desk, held)
    for why, keys in ALONE.items():
        desk.press(*keys)
        said(desk, words)
        assert shapes(desk, held) == before[:1], why
    for word in ("Left, in pixels", "Label"):
        if desk.page.locator("#inspector").get_by_label(word).count():
            expect(desk.page.locator("#inspector").get_by_label(word)).to_be_disabled()
    for word in ("Lock", "Hide", "Delete"):
        expect(desk.page.locator("#inspector").get_by_role("button", name=word)).to_be_disabled()
    for start, end in (((230, 120), (290, 180)), ((200, 100), (150, 80))):
        desk.drag(start, end)
        said(desk, words, "info")
    expect(desk.page.locator("#deeds").get_by_role("toolbar")).to_have_count(0)
    desk.press("Control+k")
    desk.page.keyboard.type("Make it a box")
    desk.press("Enter")
    said(desk, words)
    desk.press("x")
    for place in ((230, 80), (230, 200)):
        desk.click(*place)
    desk.press("Enter")
    said(desk, words)
    desk.press("v", "Escape")
    desk.page.locator(f".inst[data-id='{far}']").click()
    desk.page.locator("#stage").focus()
    desk.press("Shift+ArrowDown")
    said(desk, words)
    assert shapes(desk, held, far) == before
    assert len(desk.instances()) == 3


def test_what_is_read_only_beside_others_stays_and_the_others_are_changed(desk: Desk) -> None:
    [held] = put(desk, SCRIPT, box(200, 100))
    [free] = put(desk, BOB, box(300, 100))
    before = shapes(desk, held)
    desk.click(230, 130)
    desk.page.keyboard.down("Shift")
    desk.click(330, 130)
    desk.page.keyboard.up("Shift")
    wait_selected(desk, held, free)
    row(desk, "Find cats").get_by_role("button", name="Lock the layer Find cats").click()
    desk.page.locator("#stage").focus()
    desk.drag((360, 160), (370, 170))
    grown = shapes(desk, free)[0]["geometry"]
    assert [round(grown[name]) for name in ("x", "y", "width", "height")] == [300, 100, 70, 70]
    desk.press("Control+z")
    desk.drag((330, 130), (340, 150))
    desk.press("ArrowRight", "Home", "2", "Control+l", "Control+l")
    desk.press("Control+g")
    [one] = shapes(desk, free)
    assert (one["geometry"]["x"], one["geometry"]["y"]) == (311, 120)
    assert (one["label"], one["order"], one["locked"], bool(one["group"])) == ("rocket", 1, False, True)
    desk.press("h")
    assert shapes(desk, free)[0]["hidden"]
    desk.press("Control+z", "Delete")
    assert [one["id"] for one in desk.stored()] == [held]
    desk.press("Control+z")
    assert shapes(desk, held) == before
    assert desk.notices() == ""


def test_clicks_and_tools_go_through_what_is_read_only(desk: Desk) -> None:
    [big] = put(desk, BOB, box(100, 100, 100))
    mask = {"kind": "mask", "bounds": [300, 300, 40, 40], "rle": [0, 1600]}
    held = put(desk, IMPORT, box(130, 130, 40), mask, line((20, 300), (60, 300)))
    [other] = put(desk, BOB, line((20, 310), (60, 310)))
    before = shapes(desk, *held)
    row(desk, "Imported").get_by_role("button", name="Lock the layer Imported").click()
    desk.page.locator("#stage").focus()
    desk.click(150, 150)
    wait_selected(desk, big)
    desk.press("Escape")
    desk.drag((90, 90), (220, 220))
    wait_selected(desk, big)
    desk.press("Control+a")
    wait_selected(desk, big, other)

    desk.press("Escape", "x")
    desk.drag((150, 90), (150, 215))
    desk.press("Enter")
    desk.wait_for("limner.instances().length === 6")
    assert shapes(desk, *held) == before
    desk.press("Control+z", "Escape")
    choose(desk, big, held[0])
    desk.press("Shift+J")
    said(desk, "The layer “Imported” is locked")
    desk.press("PageUp", "Shift+Y")
    [one] = shapes(desk, big)
    assert (one["order"], len(one["geometry"]["parts"][0]["holes"])) == (1, 1)
    desk.press("Control+z", "Escape")
    choose(desk, other, held[2])
    desk.press("Control+j")
    said(desk, "The layer “Imported” is locked")

    choose(desk, held[1])
    desk.press("m")
    desk.drag((320, 320), (330, 320))
    desk.wait_for("limner.instances().length === 6")
    desk.press("v", "Control+z", "Escape")
    assert shapes(desk, *held) == before

    choose(desk, big)
    desk.press("ArrowRight")
    row(desk, "Bob").get_by_role("button", name="Lock the layer Bob").click()
    desk.press("Control+z")
    said(desk, "The layer “Bob” is locked")
    assert shapes(desk, big)[0]["geometry"]["x"] == 101
    row(desk, "Bob").get_by_role("button", name="Unlock the layer Bob").click()
    desk.press("Control+z")
    assert shapes(desk, big)[0]["geometry"]["x"] == 100
    assert desk.notices() == ""


def choose(desk: Desk, *ids: str) -> None:
    """Select shapes in the list, and give the picture the keyboard."""
    for id in ids:
        desk.page.locator(f".inst[data-id='{id}']").click(modifiers=["Control"])
    desk.page.locator("#stage").focus()
