"""How change sets differ as shapes."""

import random
from typing import Any

import pytest

from limner import Box, Ellipse, Mask, Point, Polygon, Polyline, Tag, geometry, samples
from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.difference import Difference, differences

BOX = Box(10, 10, 100, 100)
NEAR = Box(12, 10, 100, 100)
FAR = Box(300, 300, 10, 10)


def created(*shapes: Any, label: str | None = None) -> ChangeSet:
    return ChangeSet(tuple(Created(shape, label, id=f"{random.random()}") for shape in shapes))


def told(before: ChangeSet, now: ChangeSet, tolerance: float = 0.999) -> list[str]:
    return [str(one) for one in differences(before, now, tolerance)]


class TestShapes:
    @pytest.mark.parametrize("kind", geometry.KINDS)
    def test_an_equal_shape_is_the_same_whatever_its_kind(self, kind: str) -> None:
        shape = samples.SHAPES[kind]
        (one,) = differences(created(shape), created(shape))
        assert (one.verdict, one.kind, one.iou, one.same) == ("same", kind, 1.0, True)

    def test_a_shape_that_moved_says_how_far_in_iou(self) -> None:
        assert told(created(BOX), created(NEAR)) == ["created box moved (IoU 0.9608)"]

    def test_the_tolerance_says_from_where_on(self) -> None:
        assert told(created(BOX), created(NEAR), 0.96) == ["created box same"]

    def test_shapes_that_have_nothing_in_common_are_gone_and_added(self) -> None:
        assert told(created(BOX), created(FAR)) == ["created box gone", "created box added"]

    def test_more_or_fewer_shapes_are_added_or_gone(self) -> None:
        assert told(created(BOX), created(BOX, FAR)) == ["created box same", "created box added"]
        assert told(created(BOX, FAR), created(FAR)) == ["created box same", "created box gone"]

    def test_the_order_does_not_matter(self) -> None:
        shapes = [Box(20 * i, 0, 30, 30) for i in range(10)]
        found = differences(created(*shapes), created(*reversed(shapes)))
        assert [one.verdict for one in found] == ["same"] * 10

    def test_each_is_paired_with_the_one_it_overlaps_most(self) -> None:
        before = created(Box(0, 0, 100, 100), Box(50, 0, 100, 100))
        now = created(Box(52, 0, 100, 100), Box(2, 0, 100, 100))
        assert [one.iou for one in differences(before, now)] == pytest.approx([0.9608, 0.9608], abs=1e-4)

    def test_another_kind_over_the_same_place_moved(self) -> None:
        (one,) = differences(created(Box(0, 0, 100, 100)), created(Polygon([(0, 0), (100, 0), (100, 100), (0, 100)])))
        assert one.verdict == "same"
        (one,) = differences(created(Box(0, 0, 100, 100)), created(Ellipse(50, 50, 50, 50)))
        assert (one.verdict, one.kind) == ("moved", "ellipse")
        assert one.iou == pytest.approx(0.785, abs=0.01)

    @pytest.mark.parametrize(
        ("shape", "other"), [(Point(1, 1), Point(5, 1)), (Polyline(((0, 0), (9, 9))), Polyline(((0, 0), (9, 8))))]
    )
    def test_shapes_without_an_inside_move_too(self, shape: Any, other: Any) -> None:
        assert told(created(shape), created(other)) == [f"created {shape.kind} moved (IoU 0.0000)"]

    def test_a_hundredth_of_a_pixel_is_nothing(self) -> None:
        assert told(created(Point(1, 1)), created(Point(1.005, 1))) == ["created point same"]

    def test_masks_are_compared_by_their_pixels(self) -> None:
        whole, half = Mask((0, 0, 10, 10), rle=(0, 100)), Mask((0, 0, 10, 10), rle=(0, 50, 50))
        assert told(created(whole), created(half)) == ["created mask moved (IoU 0.5000)"]

    def test_thousands_are_compared(self) -> None:
        before = created(*(Box(i, 0, 5, 5) for i in range(3_000)))
        now = created(*(Box(i, 0, 5, 5) for i in range(1, 3_001)))
        verdicts = [one.verdict for one in differences(before, now)]
        assert verdicts.count("same") == 2_999


class TestFields:
    def test_another_label_is_a_difference(self) -> None:
        (one,) = differences(created(BOX, label="cat"), created(BOX, label="dog"))
        assert not one.same
        assert str(one) == "created box same; label: 'cat' -> 'dog'"

    def test_other_attributes_are_a_difference(self) -> None:
        before, now = (ChangeSet((Created(BOX, attributes=given),)) for given in ({"a": 1}, {}))
        assert told(before, now) == ["created box same; attributes: {'a': 1} -> {}"]

    def test_labels_that_change_places_are_no_difference(self) -> None:
        cat, dog = Created(BOX, "cat"), Created(BOX, "dog")
        assert all(one.same for one in differences(ChangeSet((cat, dog)), ChangeSet((dog, cat))))

    def test_scores_and_ids_are_not_compared(self) -> None:
        before, now = ChangeSet((Created(BOX, score=0.5, id="a"),)), ChangeSet((Created(BOX, score=0.6, id="b"),))
        assert all(one.same for one in differences(before, now))


class TestParts:
    def test_updates_are_compared_by_id(self) -> None:
        before = ChangeSet(updated=(Updated("a", BOX), Updated("b", label="cat"), Updated("c")))
        now = ChangeSet(updated=(Updated("b", label="dog"), Updated("a", NEAR), Updated("d")))
        assert told(before, now) == [
            "updated box moved (IoU 0.9608)",
            "updated same; label: 'cat' -> 'dog'",
            "updated gone",
            "updated added",
        ]

    def test_an_update_that_gains_or_loses_its_shape_moved(self) -> None:
        with_shape, without = ChangeSet(updated=(Updated("a", BOX),)), ChangeSet(updated=(Updated("a"),))
        assert differences(without, with_shape)[0].verdict == "moved"
        assert differences(with_shape, without)[0].verdict == "moved"

    def test_deletions_are_compared_by_id(self) -> None:
        found = told(ChangeSet(deleted=("a", "b")), ChangeSet(deleted=("b", "c")))
        assert found == ["deleted same", "deleted gone", "deleted added"]

    def test_suggestions_are_compared_as_shapes(self) -> None:
        before, now = (ChangeSet(suggested=(Suggested(shape),)) for shape in (BOX, NEAR))
        assert told(before, now) == ["suggested box moved (IoU 0.9608)"]

    def test_nothing_has_no_differences(self) -> None:
        assert differences(ChangeSet(), ChangeSet()) == []

    def test_a_tag_is_its_whole_file(self) -> None:
        assert differences(created(Tag()), created(Tag())) == [Difference("created", "same", "tag", 1.0)]
