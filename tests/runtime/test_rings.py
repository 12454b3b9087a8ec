"""Plane geometry of rings and chains."""

import math
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from limner import Bounds
from limner.rings import area, bounds, contains, crossings, distance, rotate, simplify_chain, simplify_ring
from tests.runtime import strategies as some

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
chains = st.lists(some.pairs, max_size=30)
tolerances = st.floats(0, 40)


@dataclass
class Size:
    width: int
    height: int


class TestBounds:
    @given(st.lists(some.pairs, min_size=1))
    def test_they_hold_every_point_and_touch_the_outermost(self, points: list[tuple[float, float]]) -> None:
        found = bounds(points)
        assert min(x for x, _ in points) == found.x
        assert max(y for _, y in points) == pytest.approx(found.y + found.height)
        assert all(found.x <= x <= found.x + found.width + 1e-9 for x, _ in points)

    def test_of_nothing_they_are_all_zero(self) -> None:
        assert bounds([]) == (0, 0, 0, 0)


class TestExpand:
    def test_without_a_margin_they_are_rounded_outwards(self) -> None:
        assert Bounds(1.2, 2.9, 3.0, 4.0).expand() == (1, 2, 4, 5)

    def test_the_margin_is_a_share_of_each_side(self) -> None:
        assert Bounds(100, 100, 40, 20).expand(0.25) == (90, 95, 60, 30)

    def test_they_are_clipped_to_the_file(self) -> None:
        assert Bounds(-5, 90, 20, 20).expand(0.5, within=Size(100, 100)) == (0, 80, 25, 20)

    def test_outside_the_file_nothing_is_left(self) -> None:
        found = Bounds(200, 10, 20, 20).expand(within=Size(100, 100))
        assert (found.width, found.height) == (0, 20)

    @given(st.builds(Bounds, some.coordinates, some.coordinates, some.lengths, some.lengths), st.floats(0, 2))
    def test_what_was_inside_stays_inside(self, before: Bounds, margin: float) -> None:
        after = before.expand(margin)
        assert after.x <= before.x and after.y <= before.y
        assert after.x + after.width >= before.x + before.width - 1e-9
        assert all(float(value).is_integer() for value in after)


class TestArea:
    def test_of_a_square(self) -> None:
        assert area(SQUARE) == 100

    @pytest.mark.parametrize("points", [[], SQUARE[:1], SQUARE[:2]])
    def test_of_fewer_than_three_points_is_zero(self, points: list[tuple[float, float]]) -> None:
        assert area(points) == 0

    @given(some.rings(), some.coordinates, some.coordinates, some.degrees)
    def test_moving_and_turning_keep_it(
        self, ring: list[tuple[float, float]], x: float, y: float, degrees: float
    ) -> None:
        moved = rotate([(px + x, py + y) for px, py in ring], (x, y), degrees)
        assert area(moved) == pytest.approx(area(ring), rel=1e-6)

    @given(some.rings())
    def test_direction_and_start_do_not_matter(self, ring: list[tuple[float, float]]) -> None:
        assert area(ring[::-1]) == pytest.approx(area(ring))
        assert area(ring[1:] + ring[:1]) == pytest.approx(area(ring))


class TestContains:
    def test_it_is_half_open_as_pixels_are(self) -> None:
        assert contains(SQUARE, 0, 0)
        assert not contains(SQUARE, 10, 5)
        assert not contains(SQUARE, 5, 10)

    @given(some.rings(), some.coordinates, some.coordinates)
    def test_a_point_lies_inside_where_an_odd_number_of_crossings_is_left_of_it(
        self, ring: list[tuple[float, float]], x: float, y: float
    ) -> None:
        left = sum(crossing <= x for crossing in crossings([ring], y))
        assume(all(abs(crossing - x) > 1e-9 for crossing in crossings([ring], y)))
        assert contains(ring, x, y) == (left % 2 == 1)

    @given(some.rings(), some.coordinates)
    def test_a_line_crosses_a_ring_an_even_number_of_times(self, ring: list[tuple[float, float]], y: float) -> None:
        found = crossings([ring], y)
        assert len(found) % 2 == 0
        assert found == sorted(found)


class TestSimplify:
    @given(chains, tolerances)
    def test_every_dropped_point_lies_within_the_tolerance(
        self, points: list[tuple[float, float]], tolerance: float
    ) -> None:
        kept = simplify_chain(points, tolerance)
        spans = list(pairwise(kept)) or [(point, point) for point in kept]
        for point in points:
            assert min(distance(point, *span) for span in spans) <= tolerance + 1e-6

    @given(chains, tolerances)
    def test_the_ends_stay_and_nothing_is_added(self, points: list[tuple[float, float]], tolerance: float) -> None:
        kept = simplify_chain(points, tolerance)
        assert kept[:1] == points[:1] and kept[-1:] == points[-1:]
        assert set(kept) <= set(points)

    @given(some.rings(), tolerances)
    def test_a_ring_stays_a_ring_within_the_tolerance(self, ring: list[tuple[float, float]], tolerance: float) -> None:
        kept = simplify_ring(ring, tolerance)
        assert len(kept) >= 3
        edges = list(zip(kept, [*kept[1:], kept[0]], strict=True))
        assert all(min(distance(point, *edge) for edge in edges) <= tolerance + 1e-6 for point in ring)

    def test_points_on_an_edge_go_and_corners_stay(self) -> None:
        ring = [(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 10.1), (0.0, 10.0)]
        assert simplify_ring(ring, 0.5) == SQUARE

    def test_a_ring_of_one_place_is_left_as_it_is(self) -> None:
        assert simplify_ring([(1.0, 1.0)] * 5, 2.0) == [(1.0, 1.0)] * 5

    def test_thousands_of_points_do_not_recurse(self) -> None:
        wave = [(float(i), float(i % 2)) for i in range(5_000)]
        assert len(simplify_chain(wave, 2.0)) == 2


class TestRotate:
    def test_it_is_clockwise_on_a_screen(self) -> None:
        assert rotate([(1.0, 0.0)], (0.0, 0.0), 90) == [pytest.approx((0.0, 1.0))]

    @given(st.lists(some.pairs, min_size=2, max_size=2), some.pairs, some.degrees)
    def test_it_keeps_distances(
        self, points: list[tuple[float, float]], centre: tuple[float, float], degrees: float
    ) -> None:
        turned = rotate(points, centre, degrees)
        assert math.dist(*turned) == pytest.approx(math.dist(*points), abs=1e-6)
        assert math.dist(turned[0], centre) == pytest.approx(math.dist(points[0], centre), abs=1e-6)


class TestDistance:
    @pytest.mark.parametrize(
        ("point", "expected"), [((5, 3), 3), ((-3, 4), 5), ((13, -4), 5), ((10, 0), 0), ((2, 0), 0)]
    )
    def test_it_is_measured_to_the_segment_not_its_line(self, point: tuple[float, float], expected: float) -> None:
        assert distance(point, (0, 0), (10, 0)) == pytest.approx(expected)

    def test_a_segment_may_be_a_point(self) -> None:
        assert distance((3, 4), (0, 0), (0, 0)) == 5
