"""The review helper's list, the crossing of an outline picked in it."""

from tests.e2e.desk import Desk

CARD = (100, 310, 280, 175)


def arrange(desk: Desk) -> None:
    desk.page.locator("#stage").focus()
    desk.press("r")
    desk.page.get_by_text("4 findings: F8 goes through them.").wait_for()
    desk.show_tab("findings")
    desk.page.get_by_text("The outline crosses itself").click()
    desk.wait_for("document.querySelectorAll('.notice').length === 0")
    desk.page.get_by_role("listbox", name="Findings").focus()
