"""The picture of Duplicate shapes: two boxes round a cat's face, and the question about them."""

from tests.e2e.desk import Desk

CARD = (60, 5, 380, 237)


def arrange(desk: Desk) -> None:
    desk.press("1")
    desk.draw_box(121, 41, 222, 207)
    desk.page.locator("#questions .question").wait_for()
    desk.press("v", "Escape")
