"""A script asks the annotator: answered, put away, the file left, the run stopped; its time stands still."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Asker"
ASKER = python(
    NAME,
    """
@on("command")
async def ask(event, canvas):
    choice = await canvas.ask("Is this a <b>cat</b>?", ("Yes", "No", "Hard to say"))
    print("heard", choice)


@on("open_file")
async def greet(event, canvas):
    if event.file.name == "question.png":
        print("met", await canvas.ask("Which animal?", ["Cat", "Dog"]))


@on("leave_file")
async def late(event, canvas):
    if event.file.name == "late.png":
        print("late", await canvas.ask("Are you sure?"))
""",
    ("ask",),
    timeout=1.0,
)
QUESTION = "Is this a <b>cat</b>?"


@pytest.fixture(scope="module", autouse=True)
def asker(warm: tuple[Page, list[str]], server: Server) -> Iterator[str]:
    desk = Desk(warm[0], server)
    added = desk.add_script(ASKER)
    desk.wait_script(NAME)
    yield added
    desk.remove_script(added)


@pytest.fixture
def heard(desk: Desk) -> Callable[[], str]:
    """Give what the script heard next."""
    count = len(desk.said(NAME))
    desk.show_tab("scripts")
    return lambda: desk.said(NAME, count + 1)[count]


def asked(desk: Desk) -> None:
    desk.show_tab("scripts")
    desk.run(NAME)
    desk.page.get_by_text(QUESTION).wait_for()


def none_open(desk: Desk) -> None:
    desk.wait_for("document.querySelectorAll('#questions .question').length === 0")


def test_the_choice_reaches_the_script(desk: Desk, heard: Callable[[], str]) -> None:
    asked(desk)
    desk.page.locator("#questions").get_by_role("button", name="Hard to say").click()
    assert heard() == "heard Hard to say"
    none_open(desk)


def test_a_question_put_away_is_none(desk: Desk, heard: Callable[[], str]) -> None:
    asked(desk)
    desk.page.get_by_role("button", name="Put the question away").click()
    assert heard() == "heard None"


def test_q_gives_it_the_keyboard(desk: Desk, heard: Callable[[], str]) -> None:
    asked(desk)
    desk.press("q", "Tab", "Enter")
    assert heard() == "heard No"


def test_the_runs_time_stands_still_and_the_annotator_goes_on_working(desk: Desk, heard: Callable[[], str]) -> None:
    asked(desk)
    desk.wait_for("/running (1\\.[2-9]|[2-9])/.test(document.getElementById('pane').innerText)")
    desk.press("p")
    for point in ((100, 100), (200, 100), (150, 200)):
        desk.click(*point)
    desk.press("Enter")
    desk.wait_for_kinds("polygon")
    assert desk.script(NAME)["state"] == "running", "it has a second"
    desk.page.locator("#questions").get_by_role("button", name="Yes").click()
    assert heard() == "heard Yes"


def test_leaving_the_file_answers_with_none(
    desk: Desk, heard: Callable[[], str], photo: Callable[[str], bytes]
) -> None:
    asked(desk)
    desk.open("other.png", photo("chelsea.png"))
    none_open(desk)
    assert heard() == "heard None"


def test_stopping_the_run_puts_the_question_away(desk: Desk) -> None:
    asked(desk)
    desk.page.get_by_role("button", name=f"Stop {NAME}").click()
    none_open(desk)
    desk.wait_script(NAME, "ready")
    assert desk.script(NAME)["error"] is None


def test_a_run_of_another_script_of_that_name_leaves_it_open(
    desk: Desk, heard: Callable[[], str], script: Callable[..., str]
) -> None:
    body = '@on("create_instance", kind="polygon")\ndef greet(event):\n    print("a polygon")'
    script(python(NAME, body, (), more='namespace = "namesake"'))
    desk.wait_for(
        f"limner.scripts().filter(({{ name, state }}) => name === '{NAME}' && state === 'ready').length === 2"
    )
    desk.page.get_by_role("button", name=f"Run {NAME}").first.click()
    desk.page.get_by_text(QUESTION).wait_for()
    desk.press("p")
    for point in ((100, 100), (200, 100), (150, 200)):
        desk.click(*point)
    desk.press("Enter")
    assert heard() == "a polygon"
    desk.wait_for("limner.timings().at(-1).name === 'create_instance'")
    desk.page.locator("#questions").get_by_role("button", name="Yes").click()
    desk.wait_for("limner.timings().at(-1).name === 'command'")


def test_switching_the_script_off_puts_the_question_away(desk: Desk, asker: str) -> None:
    asked(desk)
    desk.server.api("PATCH", f"/api/scripts/{asker}", {"enabled": False})
    none_open(desk)
    desk.server.api("PATCH", f"/api/scripts/{asker}", {"enabled": True})
    desk.wait_script(NAME, "ready")


def test_a_question_about_a_file_that_was_left_is_not_asked(
    desk: Desk, heard: Callable[[], str], photo: Callable[[str], bytes]
) -> None:
    desk.open("late.png", photo("chelsea.png"))
    desk.open("next.png", photo("chelsea.png"))
    assert heard() == "late None"
    none_open(desk)


def test_a_question_on_opening_a_file_is_asked_there(
    desk: Desk, heard: Callable[[], str], photo: Callable[[str], bytes]
) -> None:
    desk.open("question.png", photo("chelsea.png"))
    desk.page.get_by_text("Which animal?").wait_for()
    desk.page.locator("#questions").get_by_role("button", name="Cat").click()
    assert heard() == "met Cat"
