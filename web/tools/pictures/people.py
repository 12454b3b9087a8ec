"""People: the outline, the skeleton, and an attribute to fill."""

from tests.e2e.desk import Desk


def arrange(desk: Desk) -> None:
    field = desk.card("People").get_by_label("Attributes to fill")
    field.fill("on_phone")
    field.press("Enter")
    desk.run("People")
    desk.wait_for_kinds("polygon", "keypoints", seconds=90)
    desk.click(200, 330)
    desk.page.locator("#notices button").first.click()
