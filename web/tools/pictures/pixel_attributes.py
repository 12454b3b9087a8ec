"""Attributes from pixels: what was read off the patch, which nothing covers, at the right."""

from tests.e2e.desk import Desk

CARD = (60, 200, 448, 280)


def arrange(desk: Desk) -> None:
    desk.press("Shift+A")
    desk.page.locator("#questions").get_by_role("button", name="Yes", exact=True).click()
    desk.page.get_by_text("attributes of 4 shapes").wait_for()
    desk.click(170, 388)
    desk.page.locator("#notices [aria-label=Dismiss]").first.click()
