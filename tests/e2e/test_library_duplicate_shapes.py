"""Duplicate shapes on the real page: drawn, pasted, reshaped; answered by key and mouse; kept; refused on save."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk
from tests.e2e.serving import Server

pytestmark = pytest.mark.plain

NAME = "Duplicate shapes"
IDENTITY = "limner/duplicate-shapes"
CARD = "#questions .question"
BOX = (60, 50, 160, 120)
MOVED = (64, 52, 160, 120)


@pytest.fixture(scope="module")
def added(by_hand: None, warm: tuple[Page, list[str]], server: Server) -> Iterator[str]:
    desk = Desk(warm[0], server)
    script = desk.add_script((SCRIPTS / "duplicate_shapes.py").read_text(), "duplicate_shapes.py")
    desk.wait_script(NAME)
    yield script
    desk.remove_script(script)


@pytest.fixture(autouse=True)
def alone(desk: Desk, added: str) -> Iterator[None]:
    """The page with only this script on, its first box drawn."""
    desk.draw_box(*BOX)
    desk.wait_for_kinds("box")
    yield
    while desk.page.locator(CARD).count():
        desk.page.get_by_role("button", name="Put the question away").first.click()
    desk.page.get_by_role("button", name="Put the question away").wait_for(state="detached")
    desk.press("v", "Escape")
    desk.show_tab("scripts")


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    """The ids of two boxes upon each other, once the question about them is there."""
    desk.draw_box(*MOVED)
    question(desk)
    return [one["id"] for one in desk.wait_for_kinds("box", "box")]


def question(desk: Desk) -> Locator:
    card = desk.page.locator(CARD)
    card.wait_for()
    return card


def answer(desk: Desk, choice: str) -> None:
    question(desk).get_by_role("button", name=choice, exact=True).click()
    desk.page.locator(CARD).wait_for(state="detached")


def wait_for_ids(desk: Desk, *ids: str) -> None:
    desk.wait_for(f"limner.instances().map(({{ id }}) => id).join() === '{','.join(ids)}'")


def test_a_box_on_another_is_asked_about_and_both_are_numbered(desk: Desk, ids: list[str]) -> None:
    text = question(desk).inner_text()
    assert "is there twice" in text
    assert "% overlap" in text
    assert desk.page.locator(f"{CARD} .about i").all_inner_texts() == ["1", "2"]


@pytest.mark.parametrize(("choice", "stays"), [("Keep first", 0), ("Keep new", 1)])
def test_what_is_chosen_stays_and_undo_brings_the_other_back(
    desk: Desk, ids: list[str], choice: str, stays: int
) -> None:
    answer(desk, choice)
    wait_for_ids(desk, ids[stays])
    desk.press("Control+z")
    desk.wait_for("limner.instances().length === 2")
    assert desk.page.locator(CARD).count() == 0, "what comes back is not asked about"


def moved(desk: Desk, count: int) -> None:
    """Drag the second box a little, and wait until the script has heard of it `count` times."""
    desk.press("v")
    desk.drag((224, 110), (228, 113))
    runs = f"limner.timings().filter((one) => one.script === '{IDENTITY}' && one.file === '{desk.file}')"
    desk.wait_for(f"{runs}.filter(({{ name }}) => name === 'update_instance').length >= {count}")


def test_both_are_kept_and_never_asked_about_again(desk: Desk, ids: list[str]) -> None:
    answer(desk, "Keep both")
    desk.wait_for("limner.timings().at(-1).name === 'create_instance'")
    moved(desk, 1)
    assert desk.page.locator(CARD).count() == 0
    assert len(desk.instances()) == 2


def test_a_pair_put_away_is_asked_about_when_it_is_moved(desk: Desk, ids: list[str]) -> None:
    desk.page.get_by_role("button", name="Put the question away").click()
    desk.page.locator(CARD).wait_for(state="detached")
    desk.press("v")
    desk.drag((224, 110), (228, 113))
    question(desk)
    assert len(desk.instances()) == 2


def test_nothing_is_asked_while_a_shape_is_dragged(desk: Desk) -> None:
    desk.draw_box(300, 200, 160, 120)
    desk.wait_for_kinds("box", "box")
    desk.press("v")
    desk.page.mouse.move(*desk.at(310, 210))
    desk.page.mouse.down()
    desk.page.mouse.move(*desk.at(72, 62), steps=8)
    before = desk.page.evaluate("limner.timings().length")
    desk.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert desk.page.evaluate("limner.timings().length") == before
    assert desk.page.locator(CARD).count() == 0
    desk.page.mouse.up()
    question(desk)


def test_a_duplicate_made_with_the_keyboard_is_asked_about(desk: Desk) -> None:
    desk.press("v")
    desk.press("Control+d")
    desk.wait_for_kinds("box", "box")
    question(desk)
    answer(desk, "Keep first")
    desk.wait_for_kinds("box")


def test_completing_is_refused_where_it_is_wanted_and_the_pairs_are_listed(desk: Desk, ids: list[str]) -> None:
    desk.page.get_by_role("button", name="Put the question away").click()
    desk.show_tab("scripts")
    wanted = desk.card(NAME).get_by_role("checkbox", name="Refuse to save")
    wanted.check()
    assert desk.page.locator(CARD).count() == 0, "a setting asks nothing anew"
    desk.page.locator("#stage").focus()
    desk.press("Control+Enter")
    desk.wait_for("document.getElementById('notices').innerText.includes('1 pair of duplicates')")
    assert desk.server.api("GET", f"/api/files/{desk.file}")["state"] != "done"
    wanted.uncheck()
    desk.show_tab("findings")
    desk.wait_for("document.getElementById('pane').innerText.includes('is there twice')")


def test_completing_waits_for_an_open_question_and_says_so(desk: Desk, ids: list[str]) -> None:
    desk.press("Control+Enter")
    desk.wait_for("document.getElementById('notices').innerText.includes('waits for an answer')")
    desk.press("Q", "Enter")
    wait_for_ids(desk, ids[0])
    desk.wait_for("document.getElementById('complete-word').textContent === 'Done'")


def test_the_button_asks_about_what_is_left(desk: Desk, ids: list[str]) -> None:
    desk.page.get_by_role("button", name="Put the question away").click()
    desk.page.locator(CARD).wait_for(state="detached")
    desk.press("v", "Shift+U")
    question(desk)
    answer(desk, "Keep new")
    wait_for_ids(desk, ids[1])
