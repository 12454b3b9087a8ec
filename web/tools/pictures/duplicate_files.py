"""The picture of Duplicate files: a photo beside its smaller, brighter, cropped copy."""

from tests.e2e.desk import Desk

CARD = ".compare"


def arrange(desk: Desk) -> None:
    desk.page.get_by_role("dialog", name="Two files side by side").wait_for()
    desk.wait_for("[...document.querySelectorAll('.compare img')].every((one) => one.complete && one.naturalWidth)")
