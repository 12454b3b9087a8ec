"""How much two shapes overlap: exact where it can be, and close to counted pixels everywhere else."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import (
    Bounds,
    Box,
    Cuboid,
    Ellipse,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    Tag,
    area,
    iou,
    rings,
    to_mask,
)
from limner.geometry import KINDS
from tests.runtime import strategies as some

FINE = 8  # raster pixels for one of the file
INSIDE = ("box", "polygon", "ellipse", "cuboid", "mask")
small_boxes = st.builds(Box, *[st.integers(0, 40)] * 2, *[st.integers(1, 40)] * 2)


def square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def bits(mask: Mask, place: Bounds) -> Any:
    """The mask's pixels in a larger place."""
    x, y, width, height = map(int, mask.bounds)
    canvas = np.zeros((int(place.height), int(place.width)), bool)
    values = np.arange(len(mask.rle)) % 2 == 1
    left, top = x - int(place.x), y - int(place.y)
    canvas[top : top + height, left : left + width] = np.repeat(values, mask.rle).reshape(height, width)
    return canvas


def counted(one: Geometry, other: Geometry) -> float:
    """The intersection over union in counted pixels."""
    masks = [to_mask(one), to_mask(other)]
    place = rings.bounds(
        corner
        for x, y, width, height in (mask.bounds for mask in masks)
        for corner in ((x, y), (x + width, y + height))
    )
    first, second = (bits(mask, place) for mask in masks)
    return float((first & second).sum() / (first | second).sum())


def larger(polygon: Polygon) -> Polygon:
    return Polygon([(FINE * x, FINE * y) for x, y in polygon.parts[0].outer])


class TestUprightBoxes:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (Box(0, 0, 10, 10), Box(0, 0, 10, 10), 1),
            (Box(0, 0, 10, 10), Box(5, 0, 10, 10), 50 / 150),
            (Box(0, 0, 10, 10), Box(2, 2, 5, 5), 25 / 100),
            (Box(0, 0, 10, 10), Box(9.5, 9.5, 10, 10), 0.25 / 199.75),
            (Box(0, 0, 10, 10), Box(10, 0, 10, 10), 0),
            (Box(0, 0, 10, 10), Box(0, 10, 10, 10), 0),
            (Box(0, 0, 10, 10), Box(100, 100, 1, 1), 0),
            (Box(0, 0, 1e6, 1e6), Box(0, 0, 1, 1), 1e-12),
        ],
    )
    def test_they_are_measured_exactly(self, one: Box, other: Box, expected: float) -> None:
        assert iou(one, other) == pytest.approx(expected, rel=1e-12)

    @given(small_boxes, small_boxes)
    def test_whole_ones_agree_with_counted_pixels(self, one: Box, other: Box) -> None:
        assert iou(one, other) == pytest.approx(counted(one, other), abs=1e-12)

    @pytest.mark.parametrize("flat", [Box(1, 1, 0, 5), Box(1, 1, 0, 0), Box(0, 0, 1e-200, 1e-200), Box(5, 5, 1e-20, 5)])
    def test_ones_without_a_measurable_area_overlap_nothing(self, flat: Box) -> None:
        assert iou(flat, Box(0, 0, 2e-200, 1e-200)) == iou(flat, Box(0, 0, 10, 10)) == 0

    def test_nearly_the_same_are_never_more_than_the_same(self) -> None:
        assert iou(Box(0.1, 0, 0.7, 1), Box(0.1, 0, math.nextafter(0.7, 1), 1)) <= 1


class TestOtherShapes:
    def test_a_box_turned_by_a_right_angle_is_the_upright_one(self) -> None:
        assert iou(Box(0, 0, 20, 10, 90), Box(5, -5, 10, 20)) == pytest.approx(1, abs=1e-9)

    def test_a_box_turned_by_an_eighth_covers_an_octagon_with_itself(self) -> None:
        octagon = 2 * (math.sqrt(2) - 1)  # of a square of side 1 and its turned copy, whose union is 2 less this
        assert iou(Box(0, 0, 10, 10), Box(0, 0, 10, 10, 45)) == pytest.approx(octagon / (2 - octagon), abs=1e-3)

    def test_a_box_and_the_polygon_of_its_corners_are_the_same(self) -> None:
        corners = Polygon(rings.rotate(square(3, 4, 10), (8, 9), 30))
        assert iou(Box(3, 4, 10, 10, 30), corners) == pytest.approx(1, abs=1e-9)

    def test_a_hole_is_outside(self) -> None:
        whole, hole = Polygon(square(0, 0, 10)), Polygon(square(2, 2, 5))
        holed = Polygon(parts=[Part(square(0, 0, 10), [square(2, 2, 5)])])
        assert iou(whole, holed) == pytest.approx(0.75, abs=5e-3)
        assert iou(holed, hole) == 0

    def test_all_parts_count(self) -> None:
        apart = Polygon(parts=[Part(square(0, 0, 10)), Part(square(20, 0, 10))])
        assert iou(apart, Box(0, 0, 10, 10)) == pytest.approx(0.5, abs=1e-9)
        assert iou(apart, Box(0, 0, 30, 10)) == pytest.approx(2 / 3, abs=1e-9)

    def test_a_circle_in_its_square(self) -> None:
        assert iou(Ellipse(5, 5, 5, 5), Box(0, 0, 10, 10)) == pytest.approx(math.pi / 4, abs=2e-3)

    def test_a_cuboid_counts_by_its_front(self) -> None:
        cuboid = Cuboid(Box(0, 0, 10, 10), Box(5, 5, 10, 10))
        assert iou(cuboid, Box(0, 0, 10, 5)) == pytest.approx(0.5, abs=5e-3)

    @given(some.rings(15, 60), some.rings(15, 60))
    def test_polygons_agree_with_counted_pixels(self, one: Any, other: Any) -> None:
        first, second = Polygon(one), Polygon(other)
        assert iou(first, second) == pytest.approx(counted(larger(first), larger(second)), abs=0.01)


class TestMasks:
    @given(some.masks(), some.masks())
    def test_they_are_measured_exactly(self, one: Mask, other: Mask) -> None:
        if one == other:
            assert iou(one, other) == 1
        elif area(one) + area(other):
            assert iou(one, other) == pytest.approx(counted(one, other), abs=1e-12)
        else:
            assert iou(one, other) == 0

    def test_thin_stripes_are_not_missed(self) -> None:
        rows = np.ones((512, 4), bool)
        striped = rows.copy()
        striped[::2] = False
        assert iou(Mask((0, 0, 4, 512), rows), Mask((0, 0, 4, 512), striped)) == pytest.approx(0.5)

    def test_the_same_pixels_in_other_bounds_are_the_same(self) -> None:
        assert iou(Mask((2, 3, 2, 1), [0, 2]), Mask((1, 2, 4, 3), [5, 2, 5])) == 1

    def test_background_only_overlaps_nothing(self) -> None:
        assert iou(Mask((0, 0, 4, 4), [16]), Mask((0, 0, 4, 4), [8, 8])) == 0
        assert iou(Mask((0, 0, 4, 4), [16]), Mask((0, 0, 4, 5), [20])) == 0

    def test_a_mask_overlaps_the_shape_it_was_made_of(self) -> None:
        shape = Ellipse(50, 50, 40, 25, 30)
        assert iou(to_mask(shape), shape) > 0.97


class TestWithoutAnInside:
    SHAPES = (
        *(Point(1, 2), Point(1, 3), Polyline([(0, 0), (9, 9)]), Tag()),
        Keypoints((Keypoint("nose", 1, 2),)),
    )

    def test_every_kind_has_an_inside_or_stands_above(self) -> None:
        assert {shape.kind for shape in self.SHAPES} == set(KINDS) - set(INSIDE)

    @pytest.mark.parametrize("one", SHAPES)
    @pytest.mark.parametrize("other", [*SHAPES, Box(0, 0, 10, 10), Mask((0, 0, 2, 2), [0, 4])])
    def test_they_overlap_with_what_is_equal_only(self, one: Geometry, other: Geometry) -> None:
        assert iou(one, other) == iou(other, one) == (1 if one == other else 0)


class TestLaws:
    @given(some.shapes, some.shapes)
    def test_it_is_the_same_both_ways_and_from_0_to_1(self, one: Geometry, other: Geometry) -> None:
        assert iou(one, other) == pytest.approx(iou(other, one), abs=1e-9)
        assert 0 <= iou(one, other) <= 1

    @given(some.shapes)
    def test_a_shape_overlaps_with_itself_wholly(self, shape: Geometry) -> None:
        assert iou(shape, shape) == 1

    @given(some.filled, st.integers(-50, 50), st.integers(-50, 50))
    def test_where_the_two_lie_does_not_matter(self, shape: Geometry, x: int, y: int) -> None:
        still = Box(0, 0, 100, 100)
        assert iou(shape, still) == pytest.approx(iou(moved(shape, x, y), Box(x, y, 100, 100)), abs=1e-3)

    @given(some.upright_boxes, some.rings(5, 60))
    def test_more_of_the_other_is_more_overlap(self, box: Box, ring: Any) -> None:
        polygon = Polygon(ring)
        around = Box(*polygon.bounds)
        assert iou(around, polygon) == pytest.approx(area(polygon) / area(around), abs=0.01)
        assert iou(box, polygon) <= min(area(box), area(polygon)) / max(area(box), area(polygon)) + 0.01


def moved(shape: Any, x: float, y: float) -> Geometry:
    if isinstance(shape, Polygon):
        return Polygon(parts=[Part(*(_moved_rings(part, x, y))) for part in shape.parts])
    kind, own = type(shape), {name: getattr(shape, name) for name in type(shape).__slots__ if name != "kind"}
    return kind(**{**own, "x": shape.x + x, "y": shape.y + y})  # type: ignore[no-any-return]


def _moved_rings(part: Part, x: float, y: float) -> tuple[Any, Any]:
    outer, *holes = ([(a + x, b + y) for a, b in ring] for ring in (part.outer, *part.holes))
    return outer, holes
