"""The cat outlined from two clicks, the suggestion still to be accepted."""

from tests.e2e.desk import Desk

SCRIPT = "Point and get a mask"
CARD = (20, 20, 420, 262)


def arrange(desk: Desk) -> None:
    """Wait until the image is read, and click on the cat, once in the face and once on its back."""
    read = "limner.timings().some((one) => one.script === 'limner/point-and-get-a-mask' && one.name === 'open_file')"
    desk.wait_for(read, 120)
    desk.press("s")
    for count, place in enumerate([(232, 130), (330, 210)], 1):
        desk.click(*place)
        answered = "limner.timings().filter((one) => one.name === 'prompt').length"
        desk.wait_for(f"{answered} >= {count}", 60)
    desk.wait_for("document.getElementById('suggestions').innerText !== ''")
