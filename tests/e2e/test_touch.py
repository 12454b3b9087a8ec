"""Touch and pen: one finger draws, two move the picture and zoom; beside a pen, fingers only move it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession

from tests.e2e.desk import Desk, Pair


class Fingers:
    """Real touches at places of the window."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    def send(self, kind: str, *places: Pair) -> None:
        points = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(places)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, *path: Pair) -> None:
        self.send("touchStart", path[0])
        for place in path[1:]:
            self.send("touchMove", place)
        self.send("touchEnd")

    def pen(self, kind: str, place: Pair, held: bool = True) -> None:
        x, y = place
        button = {"button": "left", "buttons": 1 if held else 0, "clickCount": 1}
        self.session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "pointerType": "pen", **button})


@pytest.fixture
def fingers(plain: Desk) -> Iterator[Fingers]:
    session = plain.page.context.new_cdp_session(plain.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    yield Fingers(session)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()


def bounds(desk: Desk) -> list[tuple[int, ...]]:
    return [tuple(round(one["geometry"][key]) for key in ("x", "y", "width", "height")) for one in desk.stored()]


def test_a_finger_draws_two_move_and_zoom_and_a_pen_leaves_only_that_to_fingers(plain: Desk, fingers: Fingers) -> None:
    plain.press("b")
    fingers.drag(plain.at(100, 100), plain.at(130, 140), plain.at(180, 200))
    assert bounds(plain) == [(100, 100, 80, 100)]

    middle, right = plain.at(250, 250), plain.at(350, 250)
    wide = (right[0] + right[0] - middle[0], right[1])
    fingers.send("touchStart", middle)
    fingers.send("touchStart", middle, right)
    fingers.send("touchMove", middle, wide)
    fingers.send("touchEnd")
    plain.wait_for("parseInt(document.querySelector('#status .zoom').textContent) > 180")
    x, y = plain.at(250, 250)
    assert abs(x - middle[0]) < 2
    assert abs(y - middle[1]) < 2
    assert bounds(plain) == [(100, 100, 80, 100)]

    plain.press("f", "p")
    for place in ((300, 300), (400, 300), (400, 400)):
        fingers.drag(plain.at(*place))
    plain.press("Enter")
    assert [one["geometry"]["kind"] for one in plain.stored()] == ["box", "polygon"]

    plain.press("b")
    fingers.pen("mousePressed", plain.at(20, 20))
    fingers.pen("mouseMoved", plain.at(60, 70))
    fingers.pen("mouseReleased", plain.at(60, 70), held=False)
    assert [one["geometry"]["kind"] for one in plain.stored()] == ["box", "polygon", "box"]
    before = plain.at(0, 0)
    start = plain.at(200, 200)
    fingers.drag(start, (start[0] + 20, start[1]), (start[0] + 60, start[1] + 30))
    after = plain.at(0, 0)
    assert (round(after[0] - before[0]), round(after[1] - before[1])) == (60, 30)
    assert len(plain.stored()) == 3
    plain.page.reload()
    plain.wait_for("Boolean(window.limner) && document.getElementById('veil').hidden")
