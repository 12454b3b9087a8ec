"""The review helper in the page: a list before a file is complete, and a way through it."""

from collections.abc import Iterator

import pytest

from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk

pytestmark = [pytest.mark.plain, pytest.mark.e2e]

NAME = "Review"
LINES = "[...document.querySelectorAll('#pane .finding .what')].map((one) => one.textContent)"
DONE = "document.getElementById('complete-word').textContent"


@pytest.fixture(autouse=True)
def review(desk: Desk) -> Iterator[str]:
    script = desk.add_script((SCRIPTS / "review.py").read_text(), "review.py")
    desk.wait_script(NAME)
    yield script
    desk.remove_script(script)


def box(x: float, y: float, width: float, height: float, label: str | None = "person") -> dict[str, object]:
    return {"label": label, "geometry": {"kind": "box", "x": x, "y": y, "width": width, "height": height}}


BOW = [[300, 300], [400, 400], [400, 300], [300, 400]]
WRONG = [
    box(20, 20, 100, 100),
    box(22, 20, 100, 100),
    box(200, 40, 2, 2),
    box(200, 80, 60, 60, None),
    {"label": "cat", "geometry": {"kind": "polygon", "parts": [{"outer": BOW, "holes": []}]}},
]
FOUND = ["No label", "The outline crosses itself", "Tiny: 2 x 2 px", "Covers another person by 96%"]


def put(desk: Desk, *shapes: dict[str, object]) -> list[str]:
    made = desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": f"r{desk.file}", "created": [*shapes]})
    desk.wait_for(f"limner.instances().length === {len(shapes)}")
    return [one["id"] for one in made["instances"]]


def found(desk: Desk, *lines: str) -> None:
    desk.show_tab("findings")
    desk.wait_for(f"{LINES}.join() === {','.join(lines)!r}", 30)


def test_complete_is_held_once_and_the_list_shows_what_was_found(desk: Desk) -> None:
    put(desk, *WRONG)
    desk.press("Control+Enter")
    desk.page.get_by_text("4 findings on this file. Press Complete again to leave it so.").wait_for()
    assert desk.page.evaluate(DONE) == "Complete"
    desk.page.get_by_role("button", name="Show findings").click()
    found(desk, *FOUND)
    desk.press("Control+Enter")
    desk.wait_for(f"{DONE} === 'Done'")
    assert "findings on this file" not in desk.notices()


def test_an_edit_holds_it_anew(desk: Desk) -> None:
    first, *_ = put(desk, *WRONG)
    desk.press("Control+Enter")
    desk.page.get_by_text("4 findings on this file.").wait_for()
    desk.page.locator(f".inst[data-id='{first}']").click()
    desk.page.locator("#stage").focus()
    desk.press("Delete")
    found(desk, *FOUND[:3])
    desk.press("Control+Enter")
    desk.page.get_by_text("3 findings on this file.").wait_for()
    assert desk.page.evaluate(DONE) == "Complete"


def test_a_file_in_order_is_complete_at_once(desk: Desk) -> None:
    put(desk, box(20, 20, 100, 100))
    desk.press("Control+Enter")
    desk.wait_for(f"{DONE} === 'Done'")


def test_the_key_checks_at_any_time_and_the_list_stays_true(desk: Desk) -> None:
    first, second, tiny, *_ = put(desk, *WRONG)
    desk.page.locator("#stage").focus()
    desk.press("r")
    desk.page.get_by_text("4 findings: F8 goes through them.").wait_for()
    found(desk, *FOUND)
    desk.page.get_by_text("Tiny: 2 x 2 px").click()
    desk.wait_for(f"document.querySelector('.inst[aria-selected=true]')?.dataset.id === '{tiny}'")
    desk.page.locator("#stage").focus()
    desk.press("Delete")
    found(desk, FOUND[0], FOUND[1], FOUND[3])
    desk.press("Control+z")
    found(desk, *FOUND)
    assert {first, second} & {one["id"] for one in desk.instances()}


def test_edits_before_the_first_check_cost_no_run(desk: Desk) -> None:
    desk.draw_box(100, 100, 80, 80)
    desk.press("v", "Escape", "r")
    desk.page.get_by_text("Nothing to mend was found.").wait_for()
    runs = desk.page.evaluate("limner.timings().filter((one) => one.script === 'limner/review').map((one) => one.name)")
    assert runs[-1] == "command"
    assert "create_instance" not in runs[-2:]


def test_a_parameter_that_moves_checks_anew(desk: Desk) -> None:
    put(desk, box(20, 20, 100, 100), box(60, 20, 100, 100))
    desk.page.locator("#stage").focus()
    desk.press("r")
    desk.page.get_by_text("Nothing to mend was found.").wait_for()
    dial = desk.card(NAME).get_by_label("Overlap")
    dial.evaluate("(input) => { input.value = '0.4'; input.dispatchEvent(new Event('input', { bubbles: true })) }")
    found(desk, "Covers another person by 43%")
