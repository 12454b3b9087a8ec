"""A question shows what it is about: numbered outlines on the picture, brought into sight, told by more than colour."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Pointing"
SOURCE = python(
    NAME,
    """
@on("command")
async def ask(event, canvas):
    shapes = await canvas.instances()
    print("heard", await canvas.ask("The same?", ("Yes", "No"), about=[*shapes[:2], "not-there"]))
""",
    ("ask", "instances:read"),
)
CARD = "#questions .question"


@pytest.fixture(scope="module", autouse=True)
def script_there(by_hand: None, warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    added = desk.add_script(SOURCE)
    desk.wait_script(NAME)
    yield
    desk.remove_script(added)


@pytest.fixture
def two(desk: Desk) -> Iterator[list[dict[str, Any]]]:
    """Two boxes on the open file, and the question about them."""
    desk.draw_box(60, 50, 120, 90)
    desk.draw_box(64, 52, 120, 90)
    found = desk.wait_for_kinds("box", "box")
    desk.press("v", "Escape")
    desk.show_tab("scripts")
    desk.run(NAME)
    desk.page.locator(CARD).wait_for()
    yield found
    if desk.page.locator(CARD).count():
        desk.page.locator(CARD).get_by_role("button", name="No").click()


def painted(desk: Desk) -> int:
    """Count the white pixels of the layer for the shape in hand, once the next frame is drawn."""
    script = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
      const layer = document.querySelectorAll("#stage canvas")[2];
      const { data } = layer.getContext("2d").getImageData(0, 0, layer.width, layer.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) count += Math.min(...data.slice(i, i + 4)) > 250;
      resolve(count);
    })))"""
    return int(desk.page.evaluate(script))


def test_it_names_them_by_number_and_outlines_them_until_it_is_answered(desk: Desk, two: list[Any]) -> None:
    numbers = desk.page.locator(f"{CARD} .about i").all_inner_texts()
    assert numbers == ["1", "2"], "what is not there is not told of"
    assert painted(desk) > 500
    desk.page.locator(CARD).get_by_role("button", name="Yes").click()
    desk.page.locator(CARD).wait_for(state="detached")
    assert painted(desk) == 0


def test_one_of_them_can_be_selected_from_the_question(desk: Desk, two: list[dict[str, Any]]) -> None:
    desk.page.locator(f"{CARD} .about button").nth(1).click()
    desk.page.locator(f"#instances [aria-selected=true][data-id='{two[1]['id']}']").wait_for()


def test_what_is_out_of_sight_is_brought_into_it(desk: Desk, two: list[dict[str, Any]]) -> None:
    desk.page.locator(CARD).get_by_role("button", name="Yes").click()
    desk.page.locator(CARD).wait_for(state="detached")
    stage = desk.page.locator("#stage").bounding_box()
    assert stage is not None
    desk.page.mouse.move(stage["x"] + stage["width"] - 40, stage["y"] + stage["height"] - 40)
    for _ in range(8):
        desk.page.mouse.wheel(0, -400)
    desk.wait_for(f"limner.toScreen([60, 50])[0] < {stage['x']}")
    desk.run(NAME)
    desk.page.locator(CARD).wait_for()
    x, y = desk.at(60, 50)
    right, low = desk.at(184, 142)
    assert stage["x"] <= x < right <= stage["x"] + stage["width"]
    assert stage["y"] <= y < low <= stage["y"] + stage["height"]


def test_the_view_stays_while_a_shape_is_in_the_hand(desk: Desk, two: list[dict[str, Any]]) -> None:
    desk.page.locator(CARD).get_by_role("button", name="Yes").click()
    desk.page.locator(CARD).wait_for(state="detached")
    desk.press("0")
    for _ in range(12):
        desk.page.mouse.wheel(0, -400)
    desk.press("p")
    stage = desk.page.locator("#stage").bounding_box()
    assert stage is not None
    left, top = stage["x"] + 200, stage["y"] + 60
    for point in ((0, 0), (60, 0)):
        desk.page.mouse.click(left + point[0], top + point[1])
    before = desk.at(0, 0)
    desk.run(NAME)
    desk.page.locator(CARD).wait_for()
    assert desk.at(0, 0) == before, "two corners of a polygon are in the hand"
    desk.page.locator("#stage").focus()
    desk.press("Escape")
    desk.wait_for(f"limner.toScreen([0, 0])[0] !== {before[0]}")
