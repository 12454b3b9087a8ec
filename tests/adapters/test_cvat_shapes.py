"""Shapes of CVAT and ours, both ways, against the SDK's own masks."""

import numpy as np
import pytest
from cvat_sdk.masks import decode_mask, encode_mask
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from limner import Box, Cuboid, Ellipse, Keypoint, Keypoints, Mask, Point, Polygon, Polyline, Tag
from limner.errors import GeometryError
from limner.geometry import Geometry, Part
from limner_server.adapters.cvat.shapes import geometry_of, numbers_of

RING = [(1.0, 2.0), (9.5, 3.0), (4.0, 8.0)]
BITMAPS = arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


@pytest.mark.parametrize(
    "shape",
    [
        Box(3.5, 4, 10, 20),
        Polygon(RING),
        Polyline(RING),
        Point(4, 5),
        Keypoints((Keypoint("1", 4, 5), Keypoint("2", 6, 7))),
        Ellipse(30, 40, 10, 5),
        Cuboid(Box(1, 2, 30, 40), Box(10, 5, 20, 30)),
        Mask((3, 4, 4, 2), rle=[1, 2, 3, 2]),
        Mask((3, 4, 4, 2), rle=[0, 8]),
    ],
    ids=lambda shape: shape.kind,
)
def test_a_shape_comes_back_as_it_went(shape: Geometry) -> None:
    assert geometry_of(*numbers_of(shape)) == shape


@given(BITMAPS.filter(np.any))
def test_masks_are_those_of_the_sdk(bitmap: np.ndarray) -> None:
    height, width = bitmap.shape
    mask = geometry_of("mask", encode_mask(bitmap))
    assert isinstance(mask, Mask)
    kind, numbers = numbers_of(mask)
    whole = [int(number) for number in numbers]
    assert kind == "mask"
    assert (decode_mask(whole, image_width=width, image_height=height) == bitmap).all()


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (Box(1, 2, 3, 4, 30), "a turned box"),
        (Ellipse(1, 2, 3, 4, 30), "a turned ellipse"),
        (Polygon(parts=[Part(RING), Part(RING)]), "several parts"),
        (Tag(), "a tag has no counterpart"),
    ],
)
def test_what_cvat_has_no_numbers_for_is_refused(shape: Geometry, message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        numbers_of(shape)


@pytest.mark.parametrize(
    ("kind", "numbers", "message"),
    [
        ("interval", [1, 2], "the shape type is 'interval', expected one of rectangle"),
        ("cuboid", [1.0] * 15, "a cuboid has 15 numbers, expected 16"),
        ("mask", [1.5, 2, 0, 0, 1, 1], "a mask needs whole numbers"),
        ("mask", [5, -1, 0, 0, 1, 1], "a mask's runs hold 4 pixels"),
        ("mask", [4, 5, 5, 1, 1], "a mask's runs"),
        ("points", [1, 2, 3], "a points shape has 3 numbers"),
    ],
)
def test_numbers_that_fit_no_shape_are_refused(kind: str, numbers: list[float], message: str) -> None:
    with pytest.raises(GeometryError, match=message):
        geometry_of(kind, numbers)
