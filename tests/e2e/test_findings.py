"""What scripts find on a file: a list in which every line leads to its place."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.writing import python

pytestmark = [pytest.mark.plain, pytest.mark.e2e]

NAME = "Finder"
FINDER = python(
    NAME,
    """
@on("command")
async def check(event, canvas):
    found = [Finding(f"{one.label} is <b>here</b>", one, level="error") for one in await canvas.instances()]
    corner = Finding("look at the corner", bounds=(400, 400, 40, 40), level="info")
    canvas.report([*found, corner] if found else [], checked="every shape")


@on("delete_instance")
def many(event, canvas):
    if event.instance.bounds.width == 99:
        canvas.report(Finding(f"number {n}", bounds=(n % 500, 5, 4, 4)) for n in range(6000))
""",
    ("instances:read",),
)
LINES = "[...document.querySelectorAll('#pane .finding .what')].map((one) => one.textContent)"
HEADING = "document.querySelector('#pane .found-by')?.innerText ?? ''"


@pytest.fixture(autouse=True)
def finder(desk: Desk, script: Callable[..., str]) -> Iterator[None]:
    script(FINDER)
    desk.wait_script(NAME)
    yield
    desk.press("Escape", "v")


def post(desk: Desk, **shapes: tuple[float, float, float, float]) -> list[str]:
    """Put boxes on the file over the API, and give their ids."""
    boxes = [
        {"label": label, "geometry": {"kind": "box", "x": x, "y": y, "width": w, "height": h, "rotation": 0}}
        for label, (x, y, w, h) in shapes.items()
    ]
    made = desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": f"k{desk.file}", "created": boxes})
    desk.wait_for(f"limner.instances().length >= {len(boxes)}")
    return [one["id"] for one in made["instances"]]


def check(desk: Desk, count: int) -> None:
    desk.card(NAME).get_by_role("button", name=f"Run {NAME}", exact=True).click()
    desk.show_tab("findings")
    desk.wait_for(f"{LINES}.length === {count}")


def selected(desk: Desk) -> str:
    found: str = desk.page.evaluate("document.querySelector('.inst[aria-selected=true]')?.dataset.id ?? ''")
    return found


def test_every_finding_is_a_line_of_text_with_its_level_in_words(desk: Desk) -> None:
    post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    assert desk.page.evaluate(LINES) == ["person is <b>here</b>", "look at the corner"]
    assert desk.page.locator("#pane .finding .level").all_inner_texts() == ["error", "info"]
    expect(desk.page.locator("#pane .finding b")).to_have_count(0)
    assert desk.page.evaluate(HEADING).split() == ["Finder", "2", "every", "shape"]
    assert desk.page.get_by_role("tab", name="Findings").inner_text().split() == ["Findings", "2"]


def test_a_click_selects_the_instance_and_brings_it_into_sight(desk: Desk) -> None:
    (person,) = post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    for _ in range(6):
        desk.press("=")
    x, y = desk.at(256, 256)
    desk.page.mouse.move(x, y)
    desk.page.mouse.wheel(0, 900)
    desk.page.get_by_text("person is <b>here</b>").click()
    desk.wait_for(f"document.querySelector('.inst[aria-selected=true]')?.dataset.id === '{person}'")
    left, top = desk.at(50, 50)
    stage = desk.page.locator("#stage").bounding_box()
    assert stage is not None
    assert stage["x"] <= left <= stage["x"] + stage["width"]
    assert stage["y"] <= top <= stage["y"] + stage["height"]
    desk.press("f")


def test_a_place_without_an_instance_lights_up(desk: Desk) -> None:
    post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    desk.page.get_by_text("look at the corner").click()
    lit = """async () => {
      const canvas = document.querySelectorAll("#stage canvas")[2];
      for (let frames = 0; frames < 10; frames += 1) {
        await new Promise(requestAnimationFrame);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        if (data.some((value) => value > 0)) return true;
      }
      return false;
    }"""
    assert desk.page.evaluate(lit)


def test_f8_goes_from_one_finding_to_the_next_and_round(desk: Desk) -> None:
    first, second = post(desk, person=(20, 20, 60, 60), cat=(200, 200, 60, 60))
    check(desk, 3)
    desk.show_tab("scripts")
    desk.page.locator("#stage").focus()
    seen = []
    for keys in ("F8", "F8", "F8", "F8", "Shift+F8", "Shift+F8"):
        desk.press(keys)
        seen.append(selected_line(desk))
    assert seen == ["person", "cat", "look", "person", "look", "cat"]
    assert selected(desk) in (first, second)
    expect(desk.page.locator("#tab-findings")).to_have_attribute("aria-selected", "true")


def selected_line(desk: Desk) -> str:
    desk.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return desk.page.locator("#pane .finding[aria-selected=true] .what").inner_text().split()[0]


def test_the_list_is_walked_with_the_arrows_and_entered_with_enter(desk: Desk) -> None:
    _, second = post(desk, person=(20, 20, 60, 60), cat=(200, 200, 60, 60))
    check(desk, 3)
    desk.page.get_by_role("listbox", name="Findings").focus()
    desk.press("ArrowDown", "ArrowDown")
    assert selected_line(desk) == "cat"
    assert selected(desk) == ""
    desk.press("Enter")
    desk.wait_for(f"document.querySelector('.inst[aria-selected=true]')?.dataset.id === '{second}'")
    desk.press("End", "ArrowDown")
    assert selected_line(desk) == "look"
    desk.press("Home", "ArrowUp")
    assert selected_line(desk) == "person"


def test_a_finding_whose_instance_is_deleted_is_struck_through_and_counts_no_more(desk: Desk) -> None:
    post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    desk.page.get_by_text("person is <b>here</b>").click()
    desk.page.locator("#stage").focus()
    desk.press("Delete")
    gone = desk.page.locator("#pane .finding.gone")
    gone.wait_for()
    expect(gone).to_have_attribute("aria-disabled", "true")
    expect(gone.locator(".meta")).to_have_text("gone", use_inner_text=True)
    assert desk.page.get_by_role("tab", name="Findings").inner_text().split() == ["Findings", "1"]
    desk.press("Control+z")
    desk.wait_for("!document.querySelector('#pane .finding.gone')")


def test_nothing_found_says_what_was_checked(desk: Desk) -> None:
    check(desk, 0)
    desk.wait_for(f"{HEADING}.includes('No findings')")
    assert "every shape" in desk.page.evaluate(HEADING)
    desk.page.get_by_role("button", name=f"Clear the findings of {NAME}").click()
    desk.page.get_by_text("What scripts find on this file is listed here").wait_for()


def test_the_card_counts_and_leads_to_the_list(desk: Desk) -> None:
    post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    desk.card(NAME).get_by_role("button", name="2 findings").click()
    desk.wait_for(f"{LINES}.length === 2")
    desk.wait_for("document.activeElement.getAttribute('aria-label') === 'Findings'")
    expect(desk.page.locator("#tab-findings")).to_have_attribute("aria-selected", "true")


def test_of_thousands_only_those_in_sight_are_in_the_page(desk: Desk) -> None:
    (many,) = post(desk, person=(20, 20, 99, 60))
    desk.show_tab("findings")
    desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": f"d{desk.file}", "deleted": [many]})
    desk.wait_for(f"{HEADING}.includes('6,000')")
    assert desk.page.locator("#pane .finding").count() < 60
    desk.page.get_by_role("listbox", name="Findings").focus()
    desk.press("End")
    desk.page.get_by_text("… and 1,000 more").wait_for()
    assert selected_line(desk) == "number"
    expect(desk.page.locator("#pane .finding[aria-selected=true] .what")).to_have_text(
        "number 4999", use_inner_text=True
    )


def test_a_script_that_is_switched_off_takes_its_findings_along(desk: Desk) -> None:
    post(desk, person=(20, 20, 60, 60))
    check(desk, 2)
    desk.card(NAME).get_by_role("button", name=f"Switch {NAME} off").click()
    desk.show_tab("findings")
    desk.wait_for(f"{LINES}.length === 0")
