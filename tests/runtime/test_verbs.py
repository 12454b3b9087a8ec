"""What can be asked of a shape: laws that hold for all of a kind."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from limner import (
    Box,
    Cuboid,
    Ellipse,
    Geometry,
    GeometryError,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    Tag,
    area,
    contains,
    rings,
    rle,
    simplify,
    to_mask,
    verbs,
)
from limner.geometry import KINDS
from limner.verbs import VERBS
from tests.runtime import strategies as some

sizes = st.integers(1, 2 * some.SIDE)
clampable = st.one_of(
    some.upright_boxes, *(some.SHAPES[kind] for kind in ("polygon", "polyline", "point", "keypoints"))
)


def vertices_of(shape: Geometry) -> list[tuple[float, float]]:
    match shape:
        case Polygon():
            return [point for part in shape.parts for point in part.outer]
        case Polyline():
            return list(shape.points)
        case Box():
            return verbs.box_corners(shape)
        case Cuboid():
            return [*verbs.box_corners(shape.front), *verbs.box_corners(shape.rear)]
        case Ellipse():
            return verbs.ellipse_ring(shape)
        case Mask():
            x, y, w, h = shape.bounds
            return [(x, y), (x + w, y + h)]
        case Tag():
            return []
        case Point():
            return [(shape.x, shape.y)]
    return [(point.x, point.y) for point in shape.points]  # type: ignore[attr-defined]


def moved(polygon: Polygon, x: float, y: float, degrees: float) -> Polygon:
    return Polygon(
        parts=[Part(turned(p.outer, x, y, degrees), [turned(h, x, y, degrees) for h in p.holes]) for p in polygon.parts]
    )


def turned(ring: rings.Ring, x: float, y: float, degrees: float) -> list[tuple[float, float]]:
    return rings.rotate([(px + x, py + y) for px, py in ring], (x, y), degrees)


def bitmap(mask: Mask) -> np.ndarray:
    return np.array(list(rle.decode(mask.rle)), bool).reshape(int(mask.bounds.height), int(mask.bounds.width))


def test_every_kind_has_its_verbs() -> None:
    assert VERBS.keys() == KINDS.keys()


@given(some.shapes)
def test_bounds_hold_every_vertex(shape: Geometry) -> None:
    x, y, w, h = shape.bounds
    assert all(x - 1e-6 <= px <= x + w + 1e-6 and y - 1e-6 <= py <= y + h + 1e-6 for px, py in vertices_of(shape))


@given(some.shapes)
def test_drawn_shapes_have_no_problem(shape: Geometry) -> None:
    assert verbs.problem(shape) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_verb_answers_for_every_kind(kind: str) -> None:
    @given(some.SHAPES[kind])
    def ask(shape: Geometry) -> None:
        assert area(shape) >= 0 or kind == "polygon"
        assert isinstance(contains(shape, 1.0, 1.0), bool)
        assert verbs.vertices(shape) >= 0
        assert type(simplify(shape, 1.0)) is type(verbs.clamp(shape, 100, 100)) is type(shape)

    ask()


class TestArea:
    @given(some.SHAPES["polygon"], some.coordinates, some.coordinates, some.degrees)
    def test_moving_and_turning_a_polygon_keep_it(self, shape: Polygon, x: float, y: float, degrees: float) -> None:
        assert area(moved(shape, x, y, degrees)) == pytest.approx(area(shape), rel=1e-6, abs=1e-4)

    @given(some.boxes)
    def test_of_a_box_is_width_times_height_however_turned(self, box: Box) -> None:
        assert area(box) == pytest.approx(box.width * box.height, rel=1e-6)

    @given(some.SHAPES["ellipse"])
    def test_of_an_ellipse_is_met_to_two_thousandths(self, ellipse: Ellipse) -> None:
        assert area(ellipse) == pytest.approx(math.pi * ellipse.rx * ellipse.ry, rel=2e-3)

    @given(some.masks())
    def test_of_a_mask_counts_its_pixels(self, mask: Mask) -> None:
        assert area(mask) == bitmap(mask).sum()


class TestContains:
    @given(some.filled, st.integers(-some.SIDE, 2 * some.SIDE), st.integers(-some.SIDE, 2 * some.SIDE))
    def test_a_shape_and_its_mask_agree_at_pixel_centres(self, shape: Geometry, column: int, row: int) -> None:
        x, y = column + 0.5, row + 0.5
        outline = VERBS[shape.kind].outline(shape)
        assume(all(abs(crossing - x) > 1e-9 for crossing in rings.crossings(outline, y)))
        assert contains(shape, x, y) == contains(to_mask(shape), x, y)

    @given(some.polygons)
    def test_outside_the_bounds_is_outside(self, shape: Polygon) -> None:
        x, y, w, h = shape.bounds
        assert not contains(shape, x - 1, y + h / 2)
        assert not contains(shape, x + w + 1, y + h / 2)
        assert not contains(shape, x + w / 2, y - 1)
        assert not contains(shape, x + w / 2, y + h + 1)

    @given(some.masks())
    def test_a_mask_contains_its_pixels_and_no_others(self, mask: Mask) -> None:
        x, y, w, h = map(int, mask.bounds)
        said = [
            [contains(mask, x + column + 0.5, y + row + 0.5) for column in range(-1, w + 1)] for row in range(-1, h + 1)
        ]
        np.testing.assert_array_equal(said, np.pad(bitmap(mask), 1))


class TestToMask:
    @given(some.polygons)
    def test_its_area_is_that_of_the_polygon_but_for_the_rim(self, shape: Polygon) -> None:
        ring = shape.parts[0].outer
        rim = sum(math.dist(a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
        assert abs(area(to_mask(shape)) - area(shape)) <= rim + 4

    @given(some.polygons)
    def test_it_is_a_valid_mask_round_the_shape(self, shape: Polygon) -> None:
        mask = to_mask(shape)
        assert verbs.problem(mask) is None
        assert mask.bounds == shape.bounds.expand()

    def test_a_box_along_pixel_edges_is_exact(self) -> None:
        assert to_mask(Box(3, 4, 5, 6)) == Mask((3, 4, 5, 6), [0, 30])

    def test_a_pixel_belongs_where_its_centre_lies_inside(self) -> None:
        assert bitmap(to_mask(Box(0.6, 0, 2, 1))).tolist() == [[False, True, True]]
        assert bitmap(to_mask(Box(0.5, 0, 2, 1))).tolist() == [[True, True, False]]

    def test_holes_stay_open(self) -> None:
        square = [(0, 0), (6, 0), (6, 6), (0, 6)]
        hole = [(2, 2), (4, 2), (4, 4), (2, 4)]
        expected = np.ones((6, 6), bool)
        expected[2:4, 2:4] = False
        np.testing.assert_array_equal(bitmap(to_mask(Polygon(parts=[Part(square, [hole])]))), expected)

    @given(some.masks())
    def test_a_mask_is_its_own(self, mask: Mask) -> None:
        assert to_mask(mask) is mask

    @pytest.mark.parametrize("shape", [Point(1, 1), Polyline([(0, 0), (1, 1)]), Tag()])
    def test_what_has_no_inside_says_so(self, shape: Geometry) -> None:
        with pytest.raises(GeometryError, match=f"a {shape.kind} has no inside"):
            to_mask(shape)


class TestSimplify:
    @given(some.SHAPES["polygon"], st.floats(0, 20))
    def test_every_vertex_of_a_polygon_stays_within_the_tolerance(self, shape: Polygon, tolerance: float) -> None:
        simple = simplify(shape, tolerance)
        assert isinstance(simple, Polygon) and verbs.problem(simple) is None
        for before, after in zip(shape.rings, simple.rings, strict=True):
            edges = list(zip(after, [*after[1:], after[0]], strict=True))
            assert all(min(rings.distance(point, *edge) for edge in edges) <= tolerance + 1e-6 for point in before)

    @given(some.shapes, st.floats(0, 20))
    def test_it_never_adds_vertices(self, shape: Geometry, tolerance: float) -> None:
        assert verbs.vertices(simplify(shape, tolerance)) <= verbs.vertices(shape)


class TestClamp:
    @given(some.shapes, sizes, sizes)
    def test_a_second_time_changes_nothing(self, shape: Geometry, width: int, height: int) -> None:
        once = verbs.clamp(shape, width, height)
        assert verbs.clamp(once, width, height) == once

    @given(clampable, sizes, sizes)
    def test_every_vertex_is_inside_the_file(self, shape: Geometry, width: int, height: int) -> None:
        clamped = verbs.clamp(shape, width, height)
        assert all(-1e-9 <= x <= width + 1e-9 and -1e-9 <= y <= height + 1e-9 for x, y in vertices_of(clamped))

    @given(some.SHAPES["ellipse"], sizes, sizes)
    def test_an_ellipse_keeps_its_size_and_its_centre_is_inside(self, shape: Ellipse, width: int, height: int) -> None:
        clamped = verbs.clamp(shape, width, height)
        assert isinstance(clamped, Ellipse)
        assert 0 <= clamped.x <= width and 0 <= clamped.y <= height
        assert dataclasses.replace(clamped, x=shape.x, y=shape.y) == shape

    @given(clampable)
    def test_what_is_inside_stays_as_it_is(self, shape: Geometry) -> None:
        assume(shape.bounds.x >= 0 and shape.bounds.y >= 0)
        clamped = verbs.clamp(shape, 3 * some.SIDE, 3 * some.SIDE)
        np.testing.assert_allclose(vertices_of(clamped), vertices_of(shape), atol=1e-9)

    @given(some.masks(), sizes, sizes)
    def test_a_mask_keeps_exactly_the_pixels_in_the_file(self, mask: Mask, width: int, height: int) -> None:
        clamped = verbs.clamp(mask, width, height)
        x, y, w, h = map(int, mask.bounds)
        assert verbs.problem(clamped) is None or min(clamped.bounds[2:]) < 1
        for row in range(y, y + h):
            for column in range(x, x + w):
                kept = 0 <= column < width and 0 <= row < height and contains(mask, column + 0.5, row + 0.5)
                assert contains(clamped, column + 0.5, row + 0.5) == kept

    def test_a_mask_far_larger_than_the_file_costs_no_more_than_the_file(self) -> None:
        side = 10**9
        clamped = verbs.clamp(Mask((-5, -5, side, side), [0, side * side]), 8, 6)
        assert clamped == Mask((0, 0, 8, 6), [0, 48])
