"""Outlines of masks enclose their pixels and nothing else."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from limner import Mask, Polygon, verbs
from limner_server.adapters.cvat.outlines import polygon_of

BITMAPS = arrays.arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)))


@given(BITMAPS.filter(np.any))
def test_an_outline_encloses_just_the_pixels_and_is_valid(bitmap: np.ndarray) -> None:
    mask = Mask((3, 4, *bitmap.shape[::-1]), bitmap)
    polygon = polygon_of(mask, 0)
    assert verbs.area(polygon) == bitmap.sum()
    centres = [(x, y) for y in range(bitmap.shape[0]) for x in range(bitmap.shape[1])]
    assert all(verbs.contains(polygon, x + 3.5, y + 4.5) == bitmap[y, x] for x, y in centres)
    for part in polygon.parts:
        assert shapely.Polygon(part.outer, part.holes).is_valid, part


def test_pixels_that_touch_at_a_corner_are_parts_of_their_own() -> None:
    assert len(polygon_of(Mask((0, 0, 2, 2), [[1, 0], [0, 1]]), 0).parts) == 2


def test_a_hole_belongs_to_the_part_round_it_and_may_hold_another_part() -> None:
    bitmap = np.ones((9, 9), bool)
    bitmap[2:7, 2:7] = False
    bitmap[4, 4] = True
    around, within = polygon_of(Mask((0, 0, 9, 9), bitmap), 0).parts
    assert len(around.holes) == 1
    assert within == Polygon([(4, 4), (5, 4), (5, 5), (4, 5)]).parts[0]


def test_specks_and_pinholes_are_left_out_but_never_everything() -> None:
    bitmap = np.zeros((20, 20), bool)
    bitmap[2:14, 2:14] = True
    bitmap[5, 5] = False
    bitmap[17, 17] = True
    (part,) = polygon_of(Mask((0, 0, 20, 20), bitmap)).parts
    assert part == Polygon([(2, 2), (14, 2), (14, 14), (2, 14)]).parts[0]
    assert len(polygon_of(Mask((0, 0, 1, 1), [[1]])).parts) == 1


@pytest.mark.parametrize("radius", [5, 40])
def test_steps_are_smoothed_away_by_less_than_the_tolerance(radius: int) -> None:
    ys, xs = np.mgrid[:100, :100]
    bitmap = (xs - 50) ** 2 + (ys - 50) ** 2 <= radius**2
    (part,) = polygon_of(Mask((0, 0, 100, 100), bitmap)).parts
    exact = shapely.Polygon(polygon_of(Mask((0, 0, 100, 100), bitmap), 0).parts[0].outer)
    assert exact.hausdorff_distance(shapely.Polygon(part.outer)) <= 1
    assert len(part.outer) < 60
