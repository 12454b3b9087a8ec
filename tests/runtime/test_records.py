"""Dataclasses to JSON and back, checked field by field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given

from limner import Bounds, Box, Instance, Point, RecordError
from limner.records import plain, read
from tests.runtime import strategies as some


@dataclass(frozen=True)
class Inner:
    count: int
    ratio: float = 0.5


@dataclass(frozen=True)
class Outer:
    name: str
    inner: Inner
    many: tuple[Inner, ...] = ()
    edge: tuple[int, int] = (0, 1)
    level: Literal["low", "high", 1] = "low"
    on: bool = False
    maybe: Inner | None = None
    place: Bounds | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)


GIVEN = {"name": "a", "inner": {"count": 1}}


@given(some.instances)
def test_every_instance_comes_back_from_json_as_it_was(instance: Instance) -> None:
    assert read(Instance, json.loads(json.dumps(plain(instance), allow_nan=False))) == instance


def test_defaults_fill_what_is_left_out() -> None:
    assert read(Outer, GIVEN) == Outer("a", Inner(1, 0.5))


def test_nested_records_tuples_and_lists_are_built() -> None:
    given = {"many": [{"count": 2, "ratio": 1}], "edge": [3, 4], "place": [1, 2, 3, 4], "listed": ["x"], "level": 1}
    read_back = read(Outer, {**GIVEN, **given})
    assert read_back.many == (Inner(2, 1.0),)
    assert (read_back.edge, read_back.listed, read_back.level) == ((3, 4), ["x"], 1)
    assert read_back.place == Bounds(1, 2, 3, 4) and isinstance(read_back.place, Bounds)


def test_whole_numbers_become_floats_where_floats_are_declared() -> None:
    assert type(read(Inner, {"count": 1, "ratio": 2}).ratio) is float


def test_unknown_keys_are_ignored() -> None:
    assert read(Inner, {"count": 1, "newer": [1]}) == Inner(1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": 5}, "Outer.name is 5, expected a text"),
        ({"name": None}, "Outer.name is None, expected a text"),
        ({"inner": 7}, "Outer.inner is 7, expected an object"),
        ({"inner": {}}, "Outer.inner lacks count"),
        ({"inner": {"count": True}}, "Outer.inner.count is True, expected an integer"),
        ({"inner": {"count": 1.0}}, "Outer.inner.count is 1.0, expected an integer"),
        ({"inner": {"count": 1, "ratio": "x"}}, "Outer.inner.ratio is 'x', expected a number"),
        ({"inner": {"count": 1, "ratio": float("inf")}}, "Outer.inner.ratio is inf, expected a finite number"),
        ({"inner": {"count": 1, "ratio": -(10**400)}}, "Outer.inner.ratio is -1000.*, expected a finite number"),
        ({"many": {}}, "Outer.many is {}, expected an array"),
        ({"many": [{"count": 1}, 5]}, r"Outer.many\[1\] is 5, expected an object"),
        ({"edge": [1]}, "Outer.edge has 1 values, expected 2"),
        ({"edge": "ab"}, "Outer.edge is 'ab', expected an array"),
        ({"level": "mid"}, "Outer.level is 'mid', expected one of 'low', 'high', 1"),
        ({"level": True}, "Outer.level is True, expected one of"),
        ({"level": {}}, "Outer.level is {}, expected one of"),
        ({"on": 1}, "Outer.on is 1, expected true or false"),
        ({"rest": []}, r"Outer.rest is \[\], expected an object"),
        ({"name": ["long"] * 99}, r"Outer.name is \['long', .*\.\.\., expected a text"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        read(Outer, {**GIVEN, **changed})


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(RecordError, match="Outer lacks name, inner"):
        read(Outer, {})


@given(some.json_values)
def test_arbitrary_json_raises_nothing_else(data: Any) -> None:
    for wrong in (data, {**GIVEN, "inner": data}, {**GIVEN, "many": data, "rest": data, "place": data}):
        try:
            read(Outer, wrong)
        except RecordError as error:
            assert "Outer" in str(error)


def test_a_field_that_is_none_is_left_out() -> None:
    assert plain(Outer("a", Inner(1))).keys().isdisjoint({"maybe", "place"})


def test_nothing_of_a_mapping_is_left_out() -> None:
    assert plain({"a": None, 1: (2, 3)}) == {"a": None, "1": [2, 3]}


def test_array_scalars_become_plain_numbers() -> None:
    said = plain({"count": np.int64(3), "ratio": np.float32(0.5), "is": np.bool_(True)})
    assert said == {"count": 3, "ratio": 0.5, "is": True}
    assert [type(value) for value in said.values()] == [int, float, bool]


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", Instance])
def test_what_json_cannot_hold_is_named(value: Any) -> None:
    with pytest.raises(RecordError, match=r"cannot be sent as JSON"):
        plain({"value": [value]})


def test_the_bounds_of_an_instance_are_those_of_its_geometry() -> None:
    assert Instance("i", "f", Box(1, 2, 3, 4)).bounds == Bounds(1, 2, 3, 4)


def test_the_json_of_an_instance_is_that_of_the_specification() -> None:
    assert plain(Instance("i", "f", Point(1, 2), "person")) == {
        "id": "i",
        "file": "f",
        "geometry": {"kind": "point", "x": 1.0, "y": 2.0},
        "label": "person",
        "frame": 0,
        "attributes": {},
        "locked": False,
        "hidden": False,
        "order": 0,
        "links": [],
        "version": 1,
        "provenance": {"actor": "human", "edited_by": []},
    }
