"""Attributes from pixels: colour, size, sharpness and occlusion of shapes, and that only what is empty is filled."""

import math
from typing import Any

import cv2
import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from limner import Box, Ellipse, Instance, Mask, Part, Point, Polygon, Tag, testing
from limner.testing import Outcome
from tests.scripts.scenes import scene
from tests.scripts.shapes import LIBRARY, area_of, blobs, module

SCRIPT = LIBRARY / "pixel_attributes.py"
PIXELS = module("pixel_attributes")
GROUND = (20, 60, 200)


def photo(width: int = 200, height: int = 160) -> np.ndarray:
    return np.full((height, width, 3), GROUND, np.uint8)


def named(*shapes: Any, **given: Any) -> list[Instance]:
    return [Instance(f"i{k}", "file", shape, **given) for k, shape in enumerate(shapes)]


def drawn(image: np.ndarray, shape: Any, attributes: Any = None, **params: Any) -> dict[str, Any]:
    """Draw a shape by hand, and give the attributes the script fills."""
    event = testing.created(shape, image, attributes=attributes)
    outcome = testing.run(SCRIPT, event, image=image, instances=[event.instance], params=params)
    assert outcome.error is None, outcome.error
    return dict(outcome.changes.updated[0].attributes or {}) if outcome.changes.updated else {}


def asked(image: np.ndarray, there: list[Instance], selected: int | None = None, **given: Any) -> Outcome:
    one = None if selected is None else there[selected]
    outcome = testing.run(
        SCRIPT, testing.command(image, one, command="describe"), image=image, instances=there, **given
    )
    assert outcome.error is None, outcome.error
    return outcome


def filled(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {one.id: dict(one.attributes or {}) for one in outcome.changes.updated}


class TestColour:
    @pytest.mark.parametrize(
        ("colour", "name"),
        [
            ((0, 0, 0), "black"),
            ((128, 128, 128), "grey"),
            ((255, 255, 255), "white"),
            ((200, 20, 25), "red"),
            ((255, 140, 0), "orange"),
            ((250, 230, 30), "yellow"),
            ((20, 140, 50), "green"),
            ((30, 60, 210), "blue"),
            ((125, 40, 150), "purple"),
            ((245, 150, 190), "pink"),
            ((115, 70, 25), "brown"),
        ],
    )
    def test_a_plain_shape_has_the_name_and_hex_of_its_colour(self, colour: tuple[int, ...], name: str) -> None:
        image = photo()
        image[40:100, 30:120] = colour
        found = drawn(image, Box(30, 40, 90, 60))
        assert found["colour"] == name
        assert found["hex"] == "#" + bytes(colour).hex()

    def test_only_what_lies_inside_counts(self) -> None:
        image = photo()
        cv2.ellipse(image, (100, 80), (60, 40), 0, 0, 360, (200, 20, 25), -1)
        ring = Polygon(parts=[Part([(20, 20), (180, 20), (180, 140), (20, 140)], [ellipse(100, 80, 66, 46)])])
        assert drawn(image, Ellipse(100, 80, 58, 38))["colour"] == "red"
        assert drawn(image, ring)["hex"] == "#" + bytes(GROUND).hex()

    def test_a_turned_box_counts_what_it_covers_turned(self) -> None:
        image = photo()
        turned = Box(60, 70, 80, 20, rotation=45)
        corners = cv2.boxPoints(((100.0, 80.0), (80.0, 20.0), 45.0))
        cv2.fillPoly(image, [np.round(corners - 0.5).astype(np.int32)], (200, 20, 25))
        assert drawn(image, turned)["hex"] == "#c81419"
        assert drawn(image, Box(60, 70, 80, 20))["colour"] == "blue"

    def test_what_lies_outside_the_image_does_not_count(self) -> None:
        image = photo()
        image[:, :10] = (200, 20, 25)
        assert drawn(image, Box(-50, 20, 59, 40, rotation=1))["colour"] == "red"


class TestSize:
    @pytest.mark.parametrize(("side", "name"), [(31, "small"), (32, "medium"), (95, "medium"), (96, "large")])
    def test_it_is_cocos_class(self, side: int, name: str) -> None:
        assert drawn(photo(), Box(10, 10, side, side))["size"] == name

    def test_the_borders_are_parameters(self) -> None:
        assert drawn(photo(), Box(10, 10, 10, 10), small_below=50, large_from=90)["size"] == "large"

    def test_a_hole_does_not_count(self) -> None:
        holed = Polygon(parts=[Part([(0, 0), (100, 0), (100, 100), (0, 100)], [[(2, 2), (98, 2), (98, 98), (2, 98)]])])
        assert drawn(photo(), holed)["size"] == "small"

    def test_what_the_image_cuts_off_does_not_count(self) -> None:
        assert drawn(photo(), Box(-90, 10, 100, 100, rotation=0.01))["size"] == "small"


class TestSharpness:
    @pytest.mark.parametrize("seed", range(4))
    def test_a_blurred_photo_is_told_from_a_sharp_one_at_any_size(self, seed: int) -> None:
        for size in (256, 512, 1024):
            image, _, box = scene(seed, size, "blob")
            assert drawn(image, Box(*box))["sharpness"] == "sharp", size
            blurred = cv2.GaussianBlur(image, (0, 0), 0.06 * math.sqrt(box[2] * box[3]))
            assert drawn(blurred, Box(*box))["sharpness"] == "blurred", size

    def test_the_measure_is_the_same_at_twice_the_size_and_half_the_contrast(self) -> None:
        image, mask, _ = scene(2, 512, "blob")
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        measured = PIXELS.sharpness(gray, mask)
        larger = cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        paler = (gray // 2 + 60).astype(np.uint8)
        assert PIXELS.sharpness(larger, np.kron(mask, np.ones((2, 2), bool))) == pytest.approx(measured, rel=0.25)
        assert PIXELS.sharpness(paler, mask) == pytest.approx(measured, rel=0.1)

    def test_flat_and_tiny_shapes_have_none(self) -> None:
        image, _, _ = scene(1, 256, "blob")
        assert "sharpness" not in drawn(photo(), Box(10, 10, 80, 80))
        assert "sharpness" not in drawn(image, Box(100, 100, 8, 8))


class TestOcclusion:
    PILE = (Box(0, 0, 100, 100), Box(50, 0, 100, 100), Polygon([(0, 0), (100, 0), (100, 50), (0, 50)]))

    def test_it_is_the_share_that_later_shapes_cover(self) -> None:
        outcome = asked(photo(), named(*self.PILE), answers=["Yes"])
        assert {id: found["occluded"] for id, found in filled(outcome).items()} == {"i0": 0.75, "i1": 0.25, "i2": 0.0}

    def test_the_selected_shape_is_seen_in_the_pile(self) -> None:
        assert filled(asked(photo(), named(*self.PILE), 0))["i0"]["occluded"] == 0.75

    def test_a_hole_covers_nothing_and_neither_does_what_is_hidden(self) -> None:
        frame = Part([(0, 0), (100, 0), (100, 100), (0, 100)], [[(10, 10), (90, 10), (90, 90), (10, 90)]])
        there = named(Box(20, 20, 40, 40), Polygon(parts=[frame]))
        there.append(Instance("hidden", "file", Box(0, 0, 200, 160), hidden=True))
        assert filled(asked(photo(), there, 0))["i0"]["occluded"] == 0.0

    def test_a_new_shape_is_not_judged_since_what_covers_it_may_come_later(self) -> None:
        assert "occluded" not in drawn(photo(), Box(0, 0, 50, 50))


class TestWhatIsFilled:
    def test_what_somebody_has_written_stays(self) -> None:
        found = drawn(photo(), Box(10, 10, 50, 50), {"colour": "teal", "size": ""})
        assert "colour" not in found and found["size"] == "medium"

    def test_names_are_parameters_and_an_empty_name_is_not_filled(self) -> None:
        found = drawn(photo(), Box(10, 10, 50, 50), colour="paint", hex="", size="", sharpness="")
        assert found == {"paint": "blue"}

    def test_where_all_is_filled_the_image_is_not_read(self) -> None:
        there = named(
            Box(1, 2, 30, 40), attributes=dict.fromkeys(("colour", "hex", "size", "sharpness", "occluded"), "x")
        )
        event = testing.command(photo(), there[0], command="describe")
        outcome = testing.run(SCRIPT, event, instances=there)  # it has no image to give
        assert (outcome.error, outcome.notices) == (None, ["Nothing is empty."])

    def test_the_command_says_how_many(self) -> None:
        outcome = asked(photo(), named(Box(1, 2, 30, 40), Point(3, 4), Box(9, 9, 40, 50)), answers=["Yes"])
        assert outcome.questions == ["Describe all 2 shapes?"]
        assert outcome.notices == ["Filled 8 attributes of 2 shapes."]

    @pytest.mark.parametrize("answer", ["No", None])
    def test_without_a_yes_nothing_happens(self, answer: str | None) -> None:
        outcome = asked(photo(), named(Box(1, 2, 30, 40)), answers=[answer])
        assert (outcome.changes.updated, outcome.notices) == ((), [])

    @pytest.mark.parametrize("shape", [Point(3, 4), Tag()])
    def test_what_has_no_inside_is_left_with_a_word(self, shape: Any) -> None:
        outcome = asked(photo(), named(shape), 0)
        assert outcome.notices == [f"The selected {shape.kind} is locked or has no inside."]
        assert asked(photo(), named(shape)).notices == ["There is no shape with an inside on this file."]

    @pytest.mark.parametrize(
        "shape",
        [
            Box(5, 5, 0.2, 0.2),
            Box(-9, 5, 4, 4, rotation=3),
            Mask((0, 0, 1, 1), rle=[0, 1]),
            Polygon([(1, 1), (2, 1), (1, 1)]),
        ],
    )
    def test_tiny_and_odd_shapes_are_no_error(self, shape: Any) -> None:
        for image in (photo(), photo(1, 1), scene(1, 64, "blob")[0]):
            asked(image, named(shape), 0)


class TestManyAtOnce:
    def test_the_first_takes_along_what_came_after_it_with_one_look_at_the_image(self) -> None:
        image = photo()
        there = named(*(Box(10 + k, 10, 20, 20) for k in range(30)))
        event = testing.created(there[10].geometry, image)
        event = type(event)(**{**vars(event), "instance": there[10]})
        outcome = testing.run(SCRIPT, event, image=image, instances=there)
        assert [one.id for one in outcome.changes.updated] == [f"i{k}" for k in range(10, 30)]


class TestInside:
    @settings(max_examples=25, deadline=None)
    @given(blobs)
    def test_a_pixel_is_in_where_its_centre_is(self, shape: Polygon) -> None:
        mask = PIXELS.inside(PIXELS.rings_of(shape), 0, 0, 300, 300)
        xs, ys = np.meshgrid(np.arange(300) + 0.5, np.arange(300) + 0.5)
        assert (mask == shapely.contains_xy(area_of(shape), xs, ys)).all()


def ellipse(x: float, y: float, rx: float, ry: float) -> list[tuple[float, float]]:
    return [(x + rx * math.cos(t), y + ry * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 65)[:-1]]
