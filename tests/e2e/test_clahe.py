"""Evening out the contrast of the displayed image: in a worker, at every zoom, and never what scripts read."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.writing import javascript

pytestmark = pytest.mark.e2e

PHOTO = np.asarray(Image.open(SAMPLES / "astronaut.png").convert("RGB"))
MEASURE = javascript(
    "Measure",
    """
on("command", async (event, canvas) => {
  const { data } = await canvas.image();
  canvas.log(`read ${data.reduce((sum, value) => sum + value, 0)}`);
});
""",
    ("image:read",),
)


def turn(desk: Desk, value: float) -> None:
    """Turn the dial, and wait until the picture shows it."""
    desk.page.evaluate("document.getElementById('display').hidden || document.body.focus()")
    if not desk.page.locator("#display").is_visible():
        desk.press("i")
    dial = desk.page.locator("#display").get_by_label("Even out")
    dial.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }",
        str(value),
    )
    desk.press("Escape")
    desk.wait_for(f"document.querySelector('#stage canvas').dataset.clahe === '{value:g}'", 60)


def shown(desk: Desk) -> np.ndarray:
    """Give the file's pixels as the picture shows them at 100 %, as far as they are in sight."""
    desk.press("f", "0")
    desk.wait_for("document.querySelector('#stage canvas').dataset.clahe !== 'busy'", 60)
    left, top = desk.at(0, 0)
    shot = desk.page.evaluate(
        """async ([left, top, width, height]) => {
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          const canvas = document.querySelector("#stage canvas");
          const box = canvas.getBoundingClientRect();
          const place = [Math.round(left - box.left), Math.round(top - box.top), width, height];
          return [...canvas.getContext("2d").getImageData(...place).data];
        }""",
        [left, top, 512, 512],
    )
    return np.asarray(shot, np.uint8).reshape(512, 512, 4)[..., :3]


def evened(pixels: np.ndarray, limit: float) -> np.ndarray:
    tones = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)
    tones[..., 0] = cv2.createCLAHE(limit, (8, 8)).apply(tones[..., 0])
    return cv2.cvtColor(tones, cv2.COLOR_YCrCb2RGB)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_the_picture_is_evened_out_as_opencv_does_it_and_comes_back(desk: Desk) -> None:
    plain = shown(desk)
    rows = plain[100:400]  # all of them are in sight
    turn(desk, 4)
    wanted = evened(PHOTO, 4)[100:400]
    shift = distance(rows, PHOTO[100:400])  # a fitted view is not on whole pixels
    assert distance(shown(desk)[100:400], wanted) < shift + 2
    assert distance(rows, wanted) > 10
    turn(desk, 0)
    assert (shown(desk) == plain).all()


def test_scripts_read_the_file_as_it_is(desk: Desk) -> None:
    script = desk.add_script(MEASURE, "measure.js")
    try:
        desk.wait_script("Measure")
        turn(desk, 6)
        start = len(desk.said("Measure"))
        desk.show_tab("scripts")
        desk.run("Measure")
        (line,) = desk.said("Measure", start + 1)[start:]
        assert line == f"read {int(PHOTO.sum()) + 255 * PHOTO.shape[0] * PHOTO.shape[1]}"
    finally:
        desk.remove_script(script)


def test_a_large_image_is_evened_out_at_every_zoom(desk: Desk) -> None:
    large = cv2.resize(PHOTO, (2400, 2400), interpolation=cv2.INTER_CUBIC) // 3
    buffer = io.BytesIO()
    Image.fromarray(large).save(buffer, "PNG")
    desk.open("large.png", buffer.getvalue())
    turn(desk, 5)
    whole = mean(desk)
    desk.press("0")
    desk.wait_for("document.querySelector('#stage canvas').dataset.clahe === '5'", 60)
    assert mean(desk) > 1.3 * whole / 2  # the middle of the photo is no darker than half of the whole
    assert whole > 1.5 * large.mean()
    desk.press("f")


def mean(desk: Desk) -> float:
    found: float = desk.page.evaluate(
        """async () => {
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          const canvas = document.querySelector("#stage canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let [sum, count] = [0, 0];
          for (let at = 0; at < data.length; at += 4) if (data[at + 3]) [sum, count] = [sum + data[at + 1], count + 1];
          return sum / count;
        }"""
    )
    return found


def test_each_file_has_its_own(desk: Desk) -> None:
    turn(desk, 3)
    first = desk.file
    desk.open("chelsea.png", (SAMPLES / "chelsea.png").read_bytes())
    desk.wait_for("document.querySelector('#stage canvas').dataset.clahe === '0'")
    desk.show(first)
    desk.wait_for("document.querySelector('#stage canvas').dataset.clahe !== 'busy'", 60)
