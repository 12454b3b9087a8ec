"""Detection functions written against the real cvat-sdk, unmodified, as scripts in a real cell."""

import re
from dataclasses import replace
from typing import Any

import pytest

from limner import Box, Cuboid, Ellipse, Instance, Keypoint, Keypoints, Mask, Point, Polygon, Polyline, Tag, testing
from limner.instances import Edit, Provenance
from limner.testing import Outcome
from tests.adapters.bright import LEFT, RIGHT, said, scene, script


def detected(name: str = "bright_things", *, params: Any = None, instances: Any = (), **given: Any) -> Outcome:
    return testing.run(
        script(name, **given), testing.command(scene()), image=scene(), params=params, instances=list(instances)
    )


def shapes(outcome: Outcome) -> list[Any]:
    assert outcome.error is None, outcome.error
    return [one.geometry for one in outcome.changes.created]


class TestDetection:
    @pytest.mark.parametrize(
        ("form", "expected"),
        [
            ("polygon", Polygon([(10, 20), (40, 20), (40, 40), (10, 40)])),
            ("polyline", Polyline(((10, 20), (25, 30), (40, 40)))),
            ("points", Point(25, 30)),
            ("ellipse", Ellipse(25, 30, 15, 10)),
            ("cuboid", Cuboid(Box(10, 20, 15, 10), Box(25, 30, 15, 10))),
        ],
    )
    def test_gives_each_type_as_our_shape(self, form: str, expected: Any) -> None:
        assert shapes(detected(form=form))[0] == expected

    def test_draws_rectangles_by_z_order_and_turned_as_they_are(self) -> None:
        assert shapes(detected()) == [Box(10, 20, 30, 20, 15), Box(70, 50, 20, 30, 15)]  # by area, the largest lowest

    def test_gives_masks_pixel_for_pixel(self) -> None:
        first, second = shapes(detected(form="mask", level=125))
        assert isinstance(first, Mask)
        assert tuple(first.bounds) == LEFT
        assert sum(first.rle[1::2]) == 30 * 20 - 4 * 4
        assert tuple(second.bounds) == RIGHT

    def test_gives_skeletons_with_names_visibility_and_edges(self) -> None:
        expected = Keypoints((Keypoint("left", 10, 30, 2), Keypoint("right", 40, 30, 1)), ((0, 1),))
        assert shapes(detected(form="skeleton"))[0] == expected

    def test_gives_a_tag_for_the_whole_file(self) -> None:
        outcome = detected(form="tag")
        assert shapes(outcome) == [Tag()]
        assert outcome.changes.created[0].label == "scene"

    def test_keeps_label_score_and_attributes_by_their_names_and_types(self) -> None:
        one = detected().changes.created[0]
        assert (one.label, one.attributes) == ("thing", {"area": 600, "large": True, "tone": "white"})
        assert one.score == pytest.approx(0.78, abs=0.01)

    def test_leaves_it_to_the_function_what_to_leave_out_below_the_confidence(self) -> None:
        assert len(shapes(detected(params={"threshold": 0.0}))) == 2
        assert [one.x for one in shapes(detected(params={"threshold": 0.9}))] == [70]

    def test_asks_for_polygons_in_the_place_of_masks(self) -> None:
        assert {one.kind for one in shapes(detected(form="mask", params={"polygons": True}))} == {"polygon"}

    def test_can_suggest_only(self) -> None:
        changes = detected(params={"suggest": True}).changes
        assert (len(changes.created), len(changes.suggested)) == (0, 2)

    @pytest.mark.parametrize(
        ("labels", "expected"),
        [("", "thing"), ("thing = cup, pair", "cup"), ("thing", "thing"), ("* = object", "object"), ("pair", None)],
    )
    def test_calls_labels_as_the_project_does(self, labels: str, expected: str | None) -> None:
        outcome = detected(params={"labels": labels})
        assert {one.label for one in outcome.changes.created} == ({expected} if expected else set())
        assert ("left out" in said(outcome)) == (expected is None)

    def test_says_what_is_no_renaming(self) -> None:
        error = detected(params={"labels": "thing ="}).error
        assert error is not None
        assert "'thing =' is no renaming" in error.message

    def test_takes_the_place_of_what_it_found_before_but_for_what_a_person_touched(self) -> None:
        own = Provenance("script", script="cvat/bright-things")
        edit = Edit("me", testing.NOW, ("geometry",))
        before = [
            Instance("old", "file", Box(1, 1, 5, 5), "thing", provenance=own),
            Instance("edited", "file", Box(1, 1, 5, 5), "thing", provenance=replace(own, edited_by=(edit,))),
            Instance("locked", "file", Box(1, 1, 5, 5), "thing", provenance=own, locked=True),
            Instance("other", "file", Box(1, 1, 5, 5), "thing"),
        ]
        assert detected(instances=before).changes.deleted == ("old",)

    def test_looks_at_an_opened_file_only_where_that_is_wanted_and_not_done(self) -> None:
        done = [Instance("a", "file", Box(1, 1, 5, 5), provenance=Provenance("script", script="cvat/bright-things"))]
        counts = [
            len(testing.run(source, testing.opened(scene()), image=scene(), params=params, instances=there).changes)
            for source in [script("bright_things")]
            for params, there in (({}, []), ({"automatic": True}, []), ({"automatic": True}, done))
        ]
        assert counts == [0, 2, 0]


class TestSlips:
    @pytest.mark.parametrize(
        ("slip", "message"),
        [
            ("unknown label", r"annotation 2: label 9 is not in the function's specification \(there are: 0\)"),
            ("unknown attribute", r"annotation 2: attribute of 'thing' 4 is not in the function's spec"),
            ("preset source", r"annotation 2: its source is set"),
            ("other frame", r"annotation 2: its frame is 3, expected 0"),
            ("three numbers", r"annotation 2: a rectangle has 3 numbers, expected 4"),
            ("odd polygon", r"annotation 2: a polygon has 5 numbers"),
            ("short mask", r"annotation 2: a mask's runs hold 3 pixels, its box 5 x 5"),
            ("no annotation", r"annotation 2: it is dict, expected a tag or a shape of cvat_sdk"),
            ("two points", r"instance 2: polygon has 2 points"),
            ("far away", r"instance 2: box lies outside the file"),
            ("not finite", r"instance 2: box has a coordinate that is no finite number"),
            ("its own error", r"slips: ZeroDivisionError: division by zero \(slips.py:\d+\)"),
        ],
    )
    def test_names_what_is_wrong_and_takes_nothing(self, slip: str, message: str) -> None:
        outcome = detected("slips", slip=slip)
        assert outcome.error is not None
        assert re.search(message, outcome.error.message), outcome.error.message
        assert not outcome.changes

    @pytest.mark.parametrize("slip", ["empty mask", "outside"])
    def test_leaves_out_what_is_not_there(self, slip: str) -> None:
        assert shapes(detected("slips", slip=slip)) == [Box(2, 2, 7, 7)]

    def test_refuses_a_mask_where_polygons_were_asked_for(self) -> None:
        outcome = detected("slips", slip="mask", params={"polygons": True})
        assert outcome.error is not None
        assert "although polygons were asked for" in outcome.error.message
