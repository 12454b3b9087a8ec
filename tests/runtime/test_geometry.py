"""The shapes: what they take, what they refuse, and their form in JSON."""

import contextlib
import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import (
    Box,
    Cuboid,
    Ellipse,
    Geometry,
    GeometryError,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    RecordError,
    Tag,
)
from limner.geometry import KINDS
from tests.runtime import strategies as some

TRIANGLE = [(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]


def test_every_kind_has_a_strategy_here() -> None:
    assert some.SHAPES.keys() == KINDS.keys()


@given(some.shapes)
def test_every_shape_comes_back_from_json_as_it_was(shape: Geometry) -> None:
    text = json.dumps(shape.to_json(), allow_nan=False)
    assert Geometry.from_json(json.loads(text)) == shape
    assert KINDS[json.loads(text)["kind"]] is type(shape)


@given(some.shapes)
def test_shapes_can_be_kept_in_sets_and_cannot_be_changed(shape: Geometry) -> None:
    assert len({shape, Geometry.from_json(shape.to_json())}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        shape.kind = "other"


def test_the_json_is_that_of_the_specification() -> None:
    assert Box(1, 2, 3, 4).to_json() == {"kind": "box", "x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0}
    assert Polygon(TRIANGLE).to_json() == {
        "kind": "polygon",
        "parts": [{"outer": [[0, 0], [10, 0], [0, 10]], "holes": []}],
    }
    assert Mask((0, 0, 2, 1), [[0, 1]]).to_json() == {"kind": "mask", "bounds": [0, 0, 2, 1], "rle": [1, 1]}
    assert Keypoints((Keypoint("nose", 1, 2),), ()).to_json() == {
        "kind": "keypoints",
        "points": [{"name": "nose", "x": 1, "y": 2, "visible": 2}],
        "edges": [],
    }
    assert Tag().to_json() == {"kind": "tag"}


class TestNumbers:
    def test_whole_numbers_and_array_scalars_become_floats(self) -> None:
        box = Box(1, np.int64(2), np.float32(3), True)
        assert [type(value) for value in (box.x, box.y, box.width, box.height)] == [float] * 4

    @pytest.mark.parametrize("make", [lambda v: Box(v, 1, 1, 1), lambda v: Point(1, v), lambda v: Ellipse(0, 0, v, 1)])
    @pytest.mark.parametrize("value", ["wide", None, [1]])
    def test_what_is_no_number_is_refused_by_name(self, make: Any, value: Any) -> None:
        with pytest.raises(GeometryError, match="expected a number"):
            make(value)


class TestPolygon:
    @pytest.mark.parametrize("points", [TRIANGLE, tuple(TRIANGLE), iter(TRIANGLE), np.array(TRIANGLE, np.float32)])
    def test_points_may_be_any_sequence_of_pairs(self, points: Any) -> None:
        assert Polygon(points) == Polygon(TRIANGLE)

    def test_parts_may_have_holes(self) -> None:
        shape = Polygon(parts=[Part(TRIANGLE, [TRIANGLE[::-1]]), Part(TRIANGLE)])
        assert shape.rings == (tuple(TRIANGLE), tuple(TRIANGLE[::-1]), tuple(TRIANGLE))

    @pytest.mark.parametrize("given", [{}, {"points": TRIANGLE, "parts": [Part(TRIANGLE)]}])
    def test_it_takes_either_points_or_parts(self, given: dict[str, Any]) -> None:
        with pytest.raises(GeometryError, match="either points or parts"):
            Polygon(**given)

    @pytest.mark.parametrize("bad", [(1,), (1, 2, 3), 7, ("a", 1), None])
    def test_a_point_that_is_none_is_named(self, bad: Any) -> None:
        with pytest.raises(GeometryError, match=r"polygon: point 3 is .*, expected"):
            Polygon([(0, 0), (1, 0), bad])

    def test_a_bad_point_of_a_hole_is_named_so(self) -> None:
        with pytest.raises(GeometryError, match="hole: point 1"):
            Part(TRIANGLE, [[("x", 0)]])


class TestMask:
    def test_an_array_a_nested_list_and_run_lengths_are_the_same(self) -> None:
        array = np.array([[0, 1, 1], [0, 0, 7]])
        expected = Mask((5, 6, 3, 2), (1, 2, 2, 1))
        assert Mask((5, 6, 3, 2), array) == Mask((5, 6, 3, 2), array.tolist()) == expected
        assert Mask((5, 6, 3, 2), rle=[1, 2, 2, 1]) == expected

    def test_bounds_are_whole_pixels(self) -> None:
        assert Mask((5.0, 6.9, np.int32(3), 2), [6]).bounds == (5, 6, 3, 2)


class TestFromJson:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"kind": "circle"}, "geometry.kind is 'circle', expected one of box, polygon"),
            ({}, "geometry.kind is None"),
            ({"kind": ["box"]}, "geometry.kind is"),
            (None, "geometry.kind is None"),
            ([], "geometry.kind is None"),
            ({"kind": "box", "x": 1, "y": 1, "width": 1}, "geometry lacks height"),
            ({"kind": "point", "x": "1", "y": 1}, "geometry.x is '1', expected a number"),
            ({"kind": "point", "x": True, "y": 1}, "geometry.x is True, expected a number"),
            ({"kind": "point", "x": float("nan"), "y": 1}, "geometry.x is nan, expected a finite number"),
            ({"kind": "point", "x": 10**400, "y": 1}, "geometry.x is 1.*, expected a finite number"),
            ({"kind": "polygon", "parts": [{"outer": [[1, 2, 3]]}]}, r"geometry.parts\[0\].outer\[0\] has 3 values"),
            (
                {"kind": "polygon", "parts": [{"outer": "abc"}]},
                r"geometry.parts\[0\].outer is 'abc', expected an array",
            ),
            ({"kind": "mask", "bounds": [0, 0, 1], "rle": [1]}, "geometry.bounds has 3 values, expected 4"),
            ({"kind": "mask", "bounds": [0, 0, 1, 1], "rle": [0.5]}, r"geometry.rle\[0\] is 0.5, expected an integer"),
            ({"kind": "cuboid", "front": 1, "rear": 2}, "geometry.front.kind is None"),
            (
                {"kind": "keypoints", "points": [{"name": "a", "x": 1, "y": 1, "visible": 3}]},
                r"geometry.points\[0\].visible is 3, expected one of 0, 1, 2",
            ),
        ],
    )
    def test_what_does_not_fit_is_named_by_its_path(self, data: Any, message: str) -> None:
        with pytest.raises(RecordError, match=message):
            Geometry.from_json(data)

    @given(some.json_values | st.dictionaries(st.sampled_from(["kind", "x", "points", "rle"]), some.json_values))
    def test_arbitrary_json_raises_nothing_else(self, data: Any) -> None:
        with contextlib.suppress(RecordError):
            Geometry.from_json(data)

    def test_unknown_keys_of_a_newer_peer_are_ignored(self) -> None:
        assert Geometry.from_json({"kind": "point", "x": 1, "y": 2, "z": 3}) == Point(1, 2)

    def test_what_may_be_left_out_has_its_default(self) -> None:
        assert Geometry.from_json({"kind": "ellipse", "x": 1, "y": 2, "rx": 3, "ry": 4}) == Ellipse(1, 2, 3, 4, 0)
        assert Geometry.from_json({"kind": "polygon", "parts": [{"outer": TRIANGLE}]}) == Polygon(TRIANGLE)


def test_a_cuboid_has_two_faces() -> None:
    assert Cuboid(Box(0, 0, 10, 10), Box(5, -5, 8, 8)).bounds == (0, -5, 13, 15)


def test_a_polyline_of_an_array_is_one_of_pairs() -> None:
    assert Polyline(np.array(TRIANGLE)).points == tuple(TRIANGLE)
