"""Many shapes on a file: a change draws anew only its places, to the same picture as a drawing of the whole."""

import base64
import gzip
from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks import crowd
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

COUNT = 400
MANY = 2_000  # are drawn in slices
SHAPES = """async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const layer = document.querySelectorAll("#stage canvas")[1];
  const { width, height } = layer;
  const { data } = layer.getContext("2d").getImageData(0, 0, width, height);
  const small = new Blob([data]).stream().pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(small).arrayBuffer());
  const bytes = Array.from(packed, (byte) => String.fromCharCode(byte));
  return [width, height, btoa(bytes.join(""))];
}"""
LIKE = 64.0  # of 255: a clip makes the browser round the edges of the lines it cuts another way
FEW_PIXELS = 20  # where many clips met; a shape that is missing has more
COUNT_DRAWN = """() => {
  const context = document.querySelectorAll("#stage canvas")[1].getContext("2d");
  window.strokes = 0;
  const { stroke } = CanvasRenderingContext2D.prototype;
  context.stroke = (...given) => { window.strokes += 1; stroke.apply(context, given) };
}"""


@pytest.fixture
def crowded(plain: Desk) -> Iterator[Desk]:
    crowd.fill(plain.server, plain.file, COUNT, 512, 512)
    plain.show(plain.file)
    wait(plain.page, f"limner.instances().length === {COUNT}")
    yield plain
    plain.press("Escape", "v")
    plain.page.evaluate("delete document.querySelectorAll('#stage canvas')[1].getContext('2d').stroke")


def picture(desk: Desk) -> np.ndarray:
    """Give the layer of resting shapes, once it is drawn: height x width x 4, colours times their opacity."""
    width, height, packed = desk.page.evaluate(SHAPES)
    pixels = np.frombuffer(gzip.decompress(base64.b64decode(packed)), np.uint8).reshape(height, width, 4).astype(float)
    pixels[..., :3] *= pixels[..., 3:] / 255
    return pixels


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one - other).max() <= LIKE)


def whole(desk: Desk) -> np.ndarray:
    """Give the same of a drawing of the whole, which another size of the window asks for."""
    size = desk.page.viewport_size
    assert size is not None
    desk.page.set_viewport_size({"width": size["width"] - 40, "height": size["height"]})
    picture(desk)
    desk.page.set_viewport_size(size)
    desk.press("f")
    return picture(desk)


def test_what_is_drawn_selected_moved_and_deleted_leaves_the_picture_of_a_whole_drawing(crowded: Desk) -> None:
    desk = crowded
    desk.press("f")
    before = picture(desk)
    desk.draw_box(100, 120, 60, 40)
    desk.wait_for(f"limner.instances().length === {COUNT + 1}")
    desk.press("Escape", "v")
    desk.click(300, 300)
    drawn = picture(desk)
    assert alike(drawn, whole(desk))
    desk.press("Delete")
    desk.wait_for(f"limner.instances().length === {COUNT}")
    deleted = picture(desk)
    assert alike(deleted, whole(desk))
    desk.press("Control+z", "Control+z")
    desk.wait_for(f"limner.instances().length === {COUNT}")
    desk.press("Escape")
    assert alike(picture(desk), whole(desk)) and alike(picture(desk), before)
    assert not alike(before, drawn) and not alike(before, deleted)


def test_a_shape_among_many_draws_its_neighbours_only(crowded: Desk) -> None:
    desk = crowded
    desk.press("f")
    picture(desk)
    desk.page.evaluate(COUNT_DRAWN)
    desk.draw_box(100, 120, 30, 20)
    desk.wait_for(f"limner.instances().length === {COUNT + 1}")
    picture(desk)
    assert 0 < desk.page.evaluate("strokes") < COUNT / 2


def test_very_many_drawn_in_slices_and_moved_about_leave_the_picture_of_the_file_opened_anew(plain: Desk) -> None:
    desk = plain
    crowd.fill(desk.server, desk.file, MANY, 512, 512)
    desk.show(desk.file)
    wait(desk.page, f"limner.instances().length === {MANY}")
    desk.press("v", "Escape")
    desk.click(256, 256)
    desk.press("Delete")
    desk.page.mouse.move(*desk.at(300, 200))
    for _ in range(6):
        desk.page.mouse.wheel(0, -30)
    desk.draw_box(220, 200, 40, 40)
    for _ in range(6):
        desk.page.mouse.wheel(0, 30)
    desk.press("f", "Escape", "v", "Escape")
    desk.wait_saved()
    changed = settled(desk)
    desk.show(desk.file)
    differing = np.abs(changed - settled(desk)).max(axis=2) > LIKE
    assert differing.sum() < FEW_PIXELS


def settled(desk: Desk) -> np.ndarray:
    """Give the picture once the view has come to rest and all is drawn."""
    picture(desk)
    desk.wait_for("document.querySelectorAll('#stage canvas')[1].dataset.shapes === 'drawn'")
    return picture(desk)
