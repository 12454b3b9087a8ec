"""The guide's examples in real cells of the real browser, with what comes of them in CPython.

One cell for each language holds them all: every example comes as a new version of the one before. The
test is their host, as `limner.testing` is without a browser; the sandbox, the interpreters and the
port between are the page's own.
"""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page

from limner.manifest import Language
from limner.memory import MemoryHost
from tests.e2e.desk import Desk
from tests.e2e.holding import HeldCell
from tests.guide.cases import CASES, Case, assert_fits, event_of, observed, world_of
from tests.guide.pages import EXAMPLES, Example

pytestmark = pytest.mark.e2e

TRIED = [(one, case) for one in EXAMPLES for case in CASES[one.name]]
PACKAGES: dict[Language, Sequence[str]] = {"python": ["numpy", "opencv-python"], "javascript": []}


@pytest.fixture(scope="module")
def cells(warm: tuple[Page, list[str]]) -> Iterator[dict[str, HeldCell]]:
    """Give an open cell for each language."""
    page, _ = warm
    held = {language: HeldCell(page, language, packages) for language, packages in PACKAGES.items()}
    for cell in held.values():
        cell.open()
    yield held
    for cell in held.values():
        cell.close()


@pytest.mark.parametrize(
    ("example", "case"), TRIED, ids=lambda one: one.id if isinstance(one, Example) else one["event"]
)
def test_an_example_does_in_the_browser_what_the_guide_says(
    cells: dict[str, HeldCell], example: Example, case: Case
) -> None:
    event = event_of(case)
    given = world_of(case, event)
    image, instances, responses = (given.pop(name) for name in ("image", "instances", "responses"))
    kept, answers, brought = dict(given.pop("storage")), list(given.pop("answers")), given.pop("assets")
    alike = given.pop("similar")
    world = MemoryHost(image, instances, kept, answers, responses, assets=brought, similar=alike)
    outcome = cells[example.language].run(example.filename, example.source, event, world, **given)
    assert_fits(observed(outcome, case), case["expect"])


def test_the_first_script_is_made_in_the_page_as_its_page_says(desk: Desk) -> None:
    (first,) = [one for one in EXAMPLES if one.page == "first-script.md"]
    scripts = f"/api/projects/{desk.project}/scripts"
    desk.page.get_by_role("button", name="Switch Box to polygon off", exact=True).click()
    desk.wait_script("Box to polygon", "off")
    try:
        desk.page.get_by_role("button", name="New script", exact=True).first.click()
        desk.page.get_by_role("button", name="On a new box").click()
        desk.page.locator("#editor .cm-content").click()
        desk.press("Control+a")
        desk.page.keyboard.insert_text(first.source)
        desk.press("Control+s")
        desk.wait_script("Corner dots", "off")
        desk.page.get_by_role("button", name="Turn on: Corner dots", exact=True).click()
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_text("create, change and delete instances").wait_for()
        dialog.get_by_role("button", name="Allow and turn on").click()
        desk.wait_script("Corner dots")
        desk.draw_box(150, 5, 150, 200)
        desk.wait_for_kinds("box", "point", "point", "point", "point")
        desk.press("Control+z")
        desk.wait_for_kinds("box")
        desk.press("Control+z")
        desk.wait_for_kinds()
    finally:
        desk.page.get_by_role("button", name="Close the editor", exact=True).click()
        ids = {one["name"]: one["id"] for one in desk.server.api("GET", scripts)["items"]}
        if "Corner dots" in ids:
            desk.remove_script(ids["Corner dots"])
        desk.server.api("PATCH", f"/api/scripts/{ids['Box to polygon']}", {"enabled": True})
        desk.reload_scripts()
        desk.wait_script("Box to polygon")
