"""Suggestions: ghosts that a person accepts, changes, rejects and brings back, and what is counted of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server, underway, until, wait
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME = "Guess"
GUESS = python(
    NAME,
    """
@on("command")
def guess(event, canvas):
    for i in range(3):
        canvas.suggest(Box(50 + 150 * i, 60, 100, 80), label="cat", score=(0.9, 0.5, 0.2)[i])


@on("create_instance", kind="polygon", actor="human")
def better(event, canvas):
    canvas.suggest(Ellipse(350, 350, 60, 40), replaces=event.instance)
""",
    ("instances:suggest",),
)
POINTED = "Pointed"
POINTER = javascript(
    POINTED,
    """
on("prompt", (event, canvas) => {
  const { session, points, box, instance } = event;
  canvas.log(JSON.stringify({ session, points, box, instance: instance?.id ?? null }));
  const { x, y } = points[0] ?? box;
  canvas.suggest(Ellipse(x, y, 10 + 5 * points.length, 10));
});
""",
    ("instances:suggest",),
)


@pytest.fixture(scope="module", autouse=True)
def guessing(warm: tuple[Page, list[str]], server: Server) -> Iterator[str]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = [desk.add_script(GUESS), desk.add_script(POINTER, "pointer.js")]
        desk.wait_script(NAME)
        desk.wait_script(POINTED)
        yield added[0]
        for one in added:
            desk.remove_script(one)


@pytest.fixture(autouse=True)
def tidy(desk: Desk) -> Iterator[None]:
    """Leave no suggestion and no threshold behind, and nothing that is still to be counted."""
    with underway(desk.page, "/verdict") as counting:
        desk.show_tab("scripts")
        yield
        desk.show_tab("scripts")
        if desk.page.get_by_label("Least score").count():
            threshold(desk, 0)
        desk.press("v", "Escape", "Escape")
        desk.wait_for("document.getElementById('suggestions').innerText === ''")
        until(desk.page, lambda: not counting)


def bar(desk: Desk) -> str:
    return desk.page.locator("#suggestions").inner_text().replace("\n", " ")


def shown(desk: Desk, words: str) -> None:
    """Wait until the bar over the image says this."""
    desk.page.locator("#suggestions").get_by_text(words).first.wait_for()


def threshold(desk: Desk, value: float) -> None:
    desk.page.get_by_label("Least score").evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }",
        str(value),
    )


def guessed(desk: Desk) -> None:
    desk.run(NAME)
    desk.wait_for("document.querySelector('#suggestions [role=status] b')?.innerText === '3'")


def counted(desk: Desk, script: str) -> tuple[int, int, int]:
    """Give how many were accepted, rejected and edited of this version, as the server has it."""
    (version, *_) = desk.server.api("GET", f"/api/scripts/{script}/statistics")["items"]
    return version["accepted"], version["rejected"], version["edited"]


def wait_counted(desk: Desk, script: str, before: tuple[int, int, int], *more: int) -> None:
    """Wait until the server counts so many more of each."""
    wanted = [one + added for one, added in zip(before, more, strict=True)]
    path = f"/api/scripts/{script}/statistics"
    wait(
        desk.page,
        f"await (async () => {{ const {{ items: [it] }} = await (await fetch('{path}')).json();"
        f" return [it.accepted, it.rejected, it.edited].join() === '{','.join(map(str, wanted))}' }})()",
    )


def test_a_suggestion_is_seen_dashed_and_is_in_no_document(desk: Desk) -> None:
    assert desk.pixel(100, 100) == (0, 0, 0, 0)
    guessed(desk)
    assert desk.pixel(100, 100)[3] > 0, "it is filled, palely"
    edge = {desk.pixel(x, 60) for x in range(55, 150, 2)}
    assert len(edge) > 3, "its outline is dashed"
    assert (desk.instances(), desk.stored()) == ([], [])


def test_accepting_the_picked_one_leaves_the_others(desk: Desk, guessing: str) -> None:
    guessed(desk)
    before = counted(desk, guessing)
    desk.press("v")
    desk.click(100, 100)
    shown(desk, "Accept this one")
    desk.press("Enter")
    (accepted,) = desk.wait_for_kinds("box")
    shown(desk, "2")
    assert (accepted["label"], accepted["provenance"]["actor"]) == ("cat", "script")
    wait_counted(desk, guessing, before, 1, 0, 0)
    desk.press("Control+z")
    desk.wait_for_kinds()


def test_enter_accepts_all_as_one_step(desk: Desk, guessing: str) -> None:
    guessed(desk)
    desk.press("v", "Enter")
    desk.wait_for_kinds("box", "box", "box")
    assert [one["score"] for one in desk.stored()] == [0.9, 0.5, 0.2]
    assert bar(desk) == ""
    desk.press("Control+z")
    desk.wait_for_kinds()
    assert desk.stored() == []


def test_who_runs_a_script_with_the_mouse_has_the_keys_on_the_picture(desk: Desk) -> None:
    focus = "document.activeElement.id"
    desk.page.evaluate("document.getElementById('stage').blur()")
    guessed(desk)
    assert desk.page.evaluate(focus) == "stage"
    button = desk.page.get_by_role("button", name=f"Run {NAME}", exact=True)
    button.focus()
    desk.press("Enter")
    desk.run_of(NAME, 2)
    assert desk.page.evaluate(focus) != "stage", "who uses the keys stays among the buttons"


def test_escape_rejects_and_bring_back_takes_that_back(desk: Desk, guessing: str) -> None:
    guessed(desk)
    before = counted(desk, guessing)
    desk.press("v", "Escape")
    desk.wait_for("document.getElementById('suggestions').innerText === ''")
    assert "3 suggestions were rejected" in desk.notices()
    wait_counted(desk, guessing, before, 0, 3, 0)
    desk.page.get_by_role("button", name="Bring back").last.click()
    shown(desk, "Accept all 3")
    wait_counted(desk, guessing, before, 0, 0, 0)
    desk.page.locator("#suggestions").get_by_role("button", name="Reject all 3").click()
    desk.wait_for("document.getElementById('suggestions').innerText === ''")
    wait_counted(desk, guessing, before, 0, 3, 0)


def test_one_that_is_moved_before_it_is_accepted_counts_as_edited(desk: Desk, guessing: str) -> None:
    guessed(desk)
    before = counted(desk, guessing)
    desk.press("v")
    desk.click(100, 100)
    desk.drag((100, 100), (130, 120))
    desk.press("Enter")
    (moved,) = desk.wait_for_kinds("box")
    assert [moved["geometry"]["x"], moved["geometry"]["y"]] == pytest.approx([80, 80], abs=1)
    desk.wait_saved()
    wait_counted(desk, guessing, before, 0, 0, 1)


def test_the_threshold_hides_those_below_it_and_they_are_not_accepted(desk: Desk) -> None:
    guessed(desk)
    threshold(desk, 0.6)
    shown(desk, "of 3")
    assert desk.pixel(250, 100) == (0, 0, 0, 0)
    assert desk.pixel(100, 100)[3] > 0
    desk.press("v", "Enter")
    desk.wait_for_kinds("box")
    assert "0 of 3" not in bar(desk)
    threshold(desk, 0)
    shown(desk, "Accept all 2")


def test_running_again_takes_the_place_of_what_was_suggested_before(desk: Desk) -> None:
    guessed(desk)
    desk.run(NAME)
    desk.run_of(NAME, 2)
    shown(desk, "Accept all 3")


def test_accepting_replaces_what_the_script_named(desk: Desk) -> None:
    desk.press("p")
    for point in ((300, 300), (400, 300), (350, 400)):
        desk.click(*point)
    desk.press("Enter")
    shown(desk, "Accept")
    desk.press("v", "Escape", "Enter")
    desk.wait_for_kinds("polygon")
    desk.run_of(NAME)


def test_the_suggestions_of_a_file_wait_there_for_every_page_until_they_are_answered(
    desk: Desk, guessing: str, photo: Callable[[str], bytes]
) -> None:
    guessed(desk)
    first = desk.file
    desk.open("cat.png", photo("chelsea.png"))
    assert bar(desk) == ""
    desk.show(first)
    shown(desk, "Accept all 3")
    page = desk.page.context.new_page()
    page.goto(f"{desk.server.base}/files/{first}")
    second = Desk(page, desk.server)
    shown(second, "Accept all 3")
    before = counted(desk, guessing)
    second.press("Enter")
    second.wait_for_kinds("box", "box", "box")
    assert {one["provenance"]["script_version"] for one in second.instances()} == {second.script(NAME)["version"]}
    desk.wait_for("document.getElementById('suggestions').innerText === ''")
    wait_counted(desk, guessing, before, 3, 0, 0)
    second.wait_saved()
    page.close()


@pytest.fixture
def asked(desk: Desk) -> Callable[..., list[dict[str, Any]]]:
    """Give the prompts of this test so far, once there are so many; of two at once the newer may be all that is run."""

    def noted(count: int = 0) -> list[str]:
        return [line for line in desk.said(POINTED, count) if line.startswith("{")]

    start = len(noted())

    def since(count: int) -> list[dict[str, Any]]:
        lines = count  # a run that a newer one overtook has a line of its own on that
        while len(found := noted(start + lines)) < start + count:
            lines += 1
        return [json.loads(line) for line in found[start:]]

    return since


Asked = Callable[..., list[dict[str, Any]]]


def test_clicks_of_the_prompt_tool_come_together_until_they_are_accepted(desk: Desk, asked: Asked) -> None:
    desk.press("s")
    desk.click(100, 100)
    (first,) = asked(1)
    assert [first["points"][0]["x"], first["points"][0]["y"]] == pytest.approx([100, 100], abs=1)
    desk.page.keyboard.down("Alt")
    desk.click(150, 120)
    desk.page.keyboard.up("Alt")
    asked(2)
    desk.page.mouse.click(*desk.at(160, 160), button="right")
    *_, third = asked(3)
    assert [one["positive"] for one in third["points"]] == [True, False, False]
    assert third["session"] == first["session"]
    desk.press("Backspace")
    *_, fourth = asked(4)
    assert len(fourth["points"]) == 2
    desk.press("Enter")
    (accepted,) = desk.wait_for_kinds("ellipse")
    assert accepted["label"] == desk.server.api("GET", f"/api/projects/{desk.project}")["labels"][0]["name"]
    desk.click(300, 300)
    *_, fifth = asked(5)
    assert (len(fifth["points"]), fifth["session"] != first["session"]) == (1, True)
    desk.press("Escape")
    desk.click(320, 320)
    *_, sixth = asked(6)
    assert (len(sixth["points"]), sixth["session"] != fifth["session"]) == (1, True)


def test_a_dragged_box_is_a_prompt_that_clicks_refine_and_backspace_takes_back(desk: Desk, asked: Asked) -> None:
    desk.press("s")
    desk.drag((200, 220), (120, 140))
    (first,) = asked(1)
    assert list(first["box"].values()) == pytest.approx([120, 140, 80, 80], abs=1)
    desk.click(150, 150)
    *_, second = asked(2)
    assert (second["box"], len(second["points"])) == (first["box"], 1)
    desk.press("Backspace")
    *_, third = asked(3)
    assert (third["box"], third["points"]) == (first["box"], [])
    desk.press("Backspace")
    desk.click(180, 180)
    *_, fourth = asked(4)
    assert (fourth["box"], len(fourth["points"])) == (None, 1)


def test_each_click_takes_the_place_of_the_answer_before(desk: Desk, asked: Asked) -> None:
    desk.press("s")
    for i in range(3):
        desk.click(100 + 20 * i, 100)
        asked(i + 1)  # one that comes while another is computed would take its place
        desk.run_of(POINTED, i + 1)
    desk.press("Enter")
    (accepted,) = desk.wait_for_kinds("ellipse")
    assert accepted["geometry"]["rx"] == 25


def test_clicks_beside_the_image_are_no_prompts(desk: Desk, asked: Asked) -> None:
    desk.press("s")
    desk.click(-30, 100)
    desk.click(100, 100)
    (only,) = asked(1)
    assert len(only["points"]) == 1
