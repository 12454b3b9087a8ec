"""Clean up: a patch smoothed, and two shapes that share their border vertex for vertex."""

from tests.e2e.desk import Desk

CARD = (20, 200, 480, 300)


def arrange(desk: Desk) -> None:
    desk.press("Shift+N")
    desk.page.locator("#questions").get_by_role("button", name="Yes", exact=True).click()
    desk.page.get_by_text("shapes moved onto a border").wait_for()
    desk.click(166, 405)
    desk.press("Shift+M")
    desk.page.get_by_text("Smooth: ").wait_for()
    desk.press("Shift+S")
    desk.page.get_by_text("Simplify: ").wait_for()
    for _ in range(2):
        desk.page.locator("#notices [aria-label=Dismiss]").first.click()
