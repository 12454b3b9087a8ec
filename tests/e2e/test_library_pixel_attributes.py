"""Attributes from pixels in the page: for what is drawn, for all on command, and for a thousand at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk

pytestmark = [pytest.mark.plain, pytest.mark.e2e]

NAME = "Attributes from pixels"
SUIT = (110, 420, 40, 60)
FILLED = "limner.instances().filter((one) => one.attributes.colour).length"


@pytest.fixture(autouse=True)
def describing(desk: Desk) -> Iterator[None]:
    script = desk.add_script((SCRIPTS / "pixel_attributes.py").read_text(), "pixel_attributes.py")
    desk.wait_script(NAME)
    yield
    desk.press("v", "Escape")
    desk.remove_script(script)


def put(desk: Desk, *boxes: tuple[float, float, float, float], **attributes: Any) -> None:
    names = ("x", "y", "width", "height")
    shapes = [{"kind": "box", "rotation": 0, **dict(zip(names, box, strict=True))} for box in boxes]
    created = [{"label": "person", "geometry": shape, "attributes": attributes} for shape in shapes]
    post = {"key": f"put-{desk.file}", "created": created, "updated": [], "deleted": []}
    desk.server.api("POST", f"/api/files/{desk.file}/changes", post)


def test_a_drawn_box_has_its_attributes_at_once(desk: Desk) -> None:
    desk.draw_box(*SUIT)
    desk.wait_for(f"{FILLED} === 1")
    (box,) = desk.stored()
    assert (box["attributes"]["colour"], box["attributes"]["size"]) == ("orange", "medium")
    assert box["attributes"]["hex"].startswith("#")
    assert "occluded" not in box["attributes"]
    assert box["provenance"]["actor"] == "human"


def test_the_command_fills_what_is_empty_of_all(desk: Desk) -> None:
    put(desk, SUIT, (120, 430, 20, 60), colour="mine")
    desk.wait_for("limner.instances().length === 2 && limner.instances().every((one) => one.attributes.size)")
    desk.press("v", "Shift+A")
    desk.page.locator("#questions").get_by_text("Describe all 2 shapes?").wait_for()
    desk.page.locator("#questions").get_by_role("button", name="Yes", exact=True).click()
    desk.wait_for("limner.instances()[0].attributes.occluded > 0")
    below, above = desk.stored()
    assert (below["attributes"]["colour"], below["attributes"]["occluded"]) == ("mine", 0.42)
    assert above["attributes"]["occluded"] == 0


def test_five_hundred_shapes_are_described_with_one_look_at_the_image(desk: Desk) -> None:
    put(desk, *((4 + 16 * (k % 30), 4 + 16 * (k // 30), 14, 14) for k in range(500)))
    desk.wait_for(f"{FILLED} === 500", 60)
    desk.wait_saved()
    runs = "limner.timings().filter((one) => one.script === 'limner/attributes-from-pixels'"
    desk.wait_for(f"{runs} && one.file === '{desk.file}').length >= 1")
    landed = desk.page.evaluate(f"{runs} && one.file === '{desk.file}' && one.outcome === 'applied').length")
    assert landed == 1
