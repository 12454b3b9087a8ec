"""An underexposed copy of the photo in a comfortable light, the dials that were turned beside it."""

from tests.e2e.desk import Desk

CARD = (150, 20, 360, 225)


def arrange(desk: Desk) -> None:
    desk.page.locator("#stage").focus()
    desk.press("d")
    desk.page.get_by_text("so it is shown with brightness").wait_for()
    desk.press("i")
    desk.wait_for("document.getElementById('status').innerText.includes('last run')")
