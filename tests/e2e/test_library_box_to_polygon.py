"""Box to polygon while the box is dragged, and corrected with strokes, by hand on the real page."""

import io
from typing import Any

import numpy as np
from PIL import Image

from tests.e2e.desk import Desk
from tests.e2e.serving import until
from tests.scripts.paint import iou

NAME = "Box to polygon"
SIZE = 320
RED, BLUE = (200, 60, 40), (50, 80, 190)
HEAD, TAIL, FAR = (60, 100, 130, 220), (130, 100, 220, 220), (240, 40, 300, 80)
EMPTY = (0, 0, 0, 0)


def painted(*areas: tuple[tuple[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A grainy dark ground with upright areas `(left, top, right, bottom)` in their colours, as PNG."""
    pixels = np.full((SIZE, SIZE, 3), (40, 60, 50), np.int16)
    for (left, top, right, bottom), colour in areas:
        pixels[top:bottom, left:right] = colour
    pixels += np.random.default_rng(3).integers(-8, 9, pixels.shape, np.int16)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def truth(*areas: tuple[int, int, int, int]) -> Any:
    mask = np.zeros((SIZE, SIZE), bool)
    for left, top, right, bottom in areas:
        mask[top:bottom, left:right] = True
    return mask


def traced(desk: Desk) -> dict[str, Any]:
    """Draw a box round the head alone, and give the polygon."""
    desk.open("two.png", painted((HEAD, RED), (TAIL, BLUE)))
    desk.draw_box(56, 96, 78, 128)
    (polygon,) = desk.wait_for_kinds("polygon")
    assert iou(polygon["geometry"], truth(HEAD), SIZE, SIZE) >= 0.95
    return polygon


def wait_previews(desk: Desk, count: int) -> int:
    """Wait until the script has answered more than `count` shapes in hand, and give how many."""
    found: int = desk.wait_for(f"limner.previews().length > {count} && limner.previews().length")
    return found


def test_the_outline_follows_the_pointer_and_goes_when_it_is_lifted(desk: Desk) -> None:
    desk.open("three.png", painted((HEAD, RED), (FAR, RED)))
    desk.press("b")
    count: int = desk.page.evaluate("limner.previews().length")
    with desk.holding((50, 30)) as to:
        to(140, 230)
        count = wait_previews(desk, count)
        until(desk.page, lambda: desk.pixel(95, 160, layer=2)[3] > desk.pixel(95, 60, layer=2)[3])
        to(310, 230)
        wait_previews(desk, count)
        until(desk.page, lambda: desk.pixel(270, 60, layer=2)[3] > desk.pixel(200, 60, layer=2)[3])
        assert desk.kinds() == []
        assert desk.page.locator("#suggestions").inner_text() == ""
    (polygon,) = desk.wait_for_kinds("polygon")
    assert iou(polygon["geometry"], truth(HEAD, FAR), SIZE, SIZE) >= 0.95
    desk.press("v", "Escape")
    assert desk.pixel(270, 60, layer=2) == EMPTY
    desk.press("Control+z")
    desk.wait_for_kinds("box")


def test_a_stroke_over_what_was_left_out_is_suggested_in_the_polygons_place(desk: Desk) -> None:
    polygon = traced(desk)
    desk.press("s")
    desk.paint((150, 120), (190, 200))
    desk.wait_for("document.querySelector('#suggestions .suggested') !== null")
    desk.press("Enter")
    desk.wait_for(f"limner.instances().length === 1 && limner.instances()[0].id !== '{polygon['id']}'")
    (made,) = desk.instances()
    assert iou(made["geometry"], truth(HEAD, TAIL), SIZE, SIZE) >= 0.95
    assert made["label"] == polygon["label"]
    desk.paint((150, 120), (190, 200), beside=True)
    desk.wait_for("document.querySelector('#suggestions .suggested') !== null")
    desk.press("Enter")
    desk.wait_for(f"limner.instances().length === 1 && limner.instances()[0].id !== '{made['id']}'")
    assert iou(desk.instances()[0]["geometry"], truth(HEAD), SIZE, SIZE) >= 0.95


def test_taking_the_stroke_back_leaves_the_polygon_as_it_was(desk: Desk) -> None:
    polygon = traced(desk)
    desk.press("s")
    desk.paint((150, 120), (190, 200))
    desk.wait_for("document.querySelector('#suggestions .suggested') !== null")
    desk.press("Backspace")
    desk.wait_for("document.querySelector('#suggestions .suggested') === null")
    assert desk.instances() == [polygon]
