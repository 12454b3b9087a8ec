"""The view: zoom at the pointer, pan, fit, crisp pixels."""

import base64
import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain


@pytest.fixture(autouse=True)
def fitted(desk: Desk) -> Iterator[None]:
    desk.press("f")
    yield
    desk.press("f")


def percent(desk: Desk) -> float:
    return float(desk.page.locator("#status .zoom").inner_text().removesuffix(" %"))


def wheel(desk: Desk, x: float, y: float, delta: float) -> None:
    desk.page.mouse.move(*desk.at(x, y))
    desk.page.mouse.wheel(0, delta)
    desk.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


def test_the_wheel_zooms_and_the_place_under_the_pointer_stays(desk: Desk) -> None:
    before = [round(at) for at in desk.at(300, 120)]  # a browser gives the wheel whole pixels
    place = desk.page.evaluate("(point) => limner.toImage(point)", before)
    scale = percent(desk)
    wheel(desk, *place, -400)
    assert percent(desk) > 1.5 * scale
    assert desk.at(*place) == pytest.approx(before, abs=0.1)


def test_zoom_goes_from_five_percent_to_three_thousand_two_hundred(desk: Desk) -> None:
    for _ in range(12):
        wheel(desk, 256, 256, -2000)
    assert percent(desk) == 3200
    for _ in range(24):
        wheel(desk, 256, 256, 2000)
    assert percent(desk) == 5


def test_space_and_drag_pans_without_drawing(desk: Desk) -> None:
    desk.press("b")
    x, y = desk.at(200, 200)
    desk.page.keyboard.down("Space")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 80, y + 40)
    desk.page.mouse.up()
    desk.page.keyboard.up("Space")
    assert desk.at(200, 200) == pytest.approx((x + 80, y + 40), abs=0.6)
    assert desk.instances() == []


def test_to_image_is_the_inverse_of_to_screen(desk: Desk) -> None:
    wheel(desk, 100, 100, -700)
    x, y = desk.at(123.25, 45.5)
    assert desk.page.evaluate("(point) => limner.toImage(point)", [x, y]) == pytest.approx([123.25, 45.5])


def test_pixels_are_squares_with_hard_edges_when_magnified(desk: Desk) -> None:
    board = np.indices((64, 64)).sum(0) % 2 * 255
    buffer = io.BytesIO()
    Image.fromarray(np.repeat(board[..., None], 3, 2).astype(np.uint8)).save(buffer, "PNG")
    desk.open("board.png", buffer.getvalue())
    for _ in range(8):
        wheel(desk, 32.5, 32.5, -2000)
    shot = desk.page.evaluate("document.querySelector('#stage canvas').toDataURL()")
    seen = np.asarray(Image.open(io.BytesIO(base64.b64decode(shot.split(",")[1]))).convert("L"))
    middle = seen[200:400, 200:600]
    assert ((middle < 4) | (middle > 251)).mean() > 0.99


def test_the_view_fits_again_with_f(desk: Desk) -> None:
    scale = percent(desk)
    wheel(desk, 10, 10, -1500)
    desk.press("f")
    assert percent(desk) == scale
