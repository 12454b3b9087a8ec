"""The ruler itself: shares of pixels, so that a measured outline means what it says."""

import numpy as np
import pytest

from limner import Part, Polygon
from tests.scripts.paint import iou, painted, rings_of

SQUARE = [(2.0, 3.0), (12.0, 3.0), (12.0, 13.0), (2.0, 13.0)]


def test_a_shape_along_pixel_edges_covers_whole_pixels_only() -> None:
    expected = np.zeros((20, 20))
    expected[3:13, 2:12] = 1
    np.testing.assert_array_equal(painted([SQUARE], 20, 20), expected)


def test_a_pixel_counts_for_its_share() -> None:
    half = painted([[(0, 0), (1.5, 0), (1.5, 1), (0, 1)]], 3, 1)
    np.testing.assert_allclose(half, [[1, 0.5, 0]])


def test_the_area_of_a_slanted_shape_is_met_to_a_thousandth() -> None:
    circle = [(50 + 40 * np.cos(t), 50 + 40 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 361)[:-1]]
    assert painted([circle], 100, 100).sum() == pytest.approx(np.pi * 40**2, rel=1e-3)


def test_a_hole_is_outside() -> None:
    ring = Polygon(parts=[Part(SQUARE, [[(4, 5), (8, 5), (8, 9), (4, 9)]])])
    assert painted(rings_of(ring), 20, 20).sum() == 100 - 16


def test_what_lies_beyond_the_picture_is_cut_off() -> None:
    assert painted([[(-5, -5), (50, -5), (50, 50), (-5, 50)]], 10, 8).sum() == 80


def test_a_polygon_its_json_and_its_mask_are_the_same_shape() -> None:
    polygon, mask = Polygon(SQUARE), painted([SQUARE], 20, 20) > 0
    assert iou(polygon, polygon.to_json(), 20, 20) == 1
    assert iou(polygon, mask, 20, 20) == 1


def test_iou_is_the_shared_part_of_the_whole() -> None:
    shifted = [(x + 5, y) for x, y in SQUARE]
    assert iou(Polygon(SQUARE), Polygon(shifted), 20, 20) == pytest.approx(50 / 150)
