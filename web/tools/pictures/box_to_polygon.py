"""The astronaut's head outlined, and a stroke that is to bring her collar in."""

from tests.e2e.desk import Desk

CARD = (80, 70, 320, 200)


def arrange(desk: Desk) -> None:
    desk.draw_box(150, 5, 150, 200)
    desk.wait_for_kinds("polygon")
    desk.press("s")
    desk.paint((133, 172), (150, 215), (190, 243), (240, 252), (280, 235), (294, 205))
    desk.page.locator("#suggestions .suggested").wait_for()
    desk.page.mouse.move(*desk.at(400, 330))
