"""Values as the console unfolds them: always JSON, never much of it, whatever the value is."""

import dataclasses
import enum
import json
import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import Box, Point
from limner.previews import DEEPEST, IN_ALL, LONGEST, MOST, preview, previews
from tests.runtime import strategies as some


class Pair(NamedTuple):
    left: int
    right: str


class Side(enum.StrEnum):
    LEFT = "left"


class Mute:
    def __repr__(self) -> str:
        raise ValueError("no")


class Stray:
    """Something that says it is an array and is none."""

    shape = 5
    dtype = "float"


class Liar(Mapping[str, int]):
    def __getitem__(self, key: str) -> int:
        raise OSError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


class Unspeakable:
    def __str__(self) -> str:
        raise ValueError("no")

    __repr__ = __str__


@dataclasses.dataclass(init=False)
class Unfinished:
    size: int


class Trap:
    def __getattribute__(self, name: str) -> Any:
        if name == "shape":
            raise LookupError(name)
        return super().__getattribute__(name)


def count(shown: Any) -> int:
    inside = shown.values() if isinstance(shown, dict) else shown if isinstance(shown, (list, tuple)) else ()
    return 1 + sum(map(count, inside))


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


class TestWhenTheyAreSent:
    @pytest.mark.parametrize("values", [(), ("a",), (1, 2.5, None, True), (10**400, math.nan), (np.float64(1),)])
    def test_what_the_text_says_as_well_is_not(self, values: tuple[Any, ...]) -> None:
        assert previews(values) is None

    @pytest.mark.parametrize("value", [[], {}, (), Box(1, 2, 3, 4), np.zeros(3), object(), b"raw"])
    def test_one_that_says_more_brings_all_of_them(self, value: Any) -> None:
        found = previews(("look", value, 5))
        assert found is not None
        assert (found[0], len(found), found[2]) == ("look", 3, 5)

    def test_of_very_many_the_first_are(self) -> None:
        found = previews([[i] for i in range(10_000)])
        assert found == tuple([i] for i in range(MOST))


class TestForms:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (None, None),
            (True, True),
            (5, 5),
            (2.5, 2.5),
            ("text", "text"),
            ([1, [2]], [1, [2]]),
            ((1, "a"), [1, "a"]),
            ({1: None, "b": (2,)}, {"1": None, "b": [2]}),
            (frozenset({7}), [7]),
            (Pair(1, "r"), [1, "r"]),
            (MappingProxyType({"a": 1}), {"a": 1}),
            (Point(1, 2), {"kind": "point", "x": 1.0, "y": 2.0}),
            (Side.LEFT, "left"),
            (Point, "<class 'limner.geometry.Point'>"),
            (b"raw", "b'raw'"),
            (1 + 2j, "(1+2j)"),
        ],
    )
    def test_each_has_its_own(self, value: Any, shown: Any) -> None:
        assert preview(value) == shown

    @pytest.mark.parametrize(("value", "shown"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")])
    def test_what_is_no_number_in_json_is_a_text(self, value: float, shown: str) -> None:
        assert preview([value, np.float64(value), np.float32(value)]) == [shown] * 3

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (2**53, 2**53),
            (2**53 + 1, "9007199254740993"),
            (-(2**60), "-1152921504606846976"),
            (10**400, "1" + "0" * 400),
        ],
    )
    def test_an_integer_a_page_cannot_hold_is_a_text(self, value: int, shown: Any) -> None:
        assert preview([value]) == [shown]

    def test_an_integer_too_large_to_write_is_named(self) -> None:
        assert preview([10**5000]) == ["a very large integer"]


class TestArrays:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (np.zeros((2, 3), np.uint8), "array 2 x 3 uint8"),
            (np.zeros(4), "array 4 float64"),
            (np.zeros((0, 2), bool), "array 0 x 2 bool"),
        ],
    )
    def test_they_are_named_by_shape_and_type(self, value: Any, shown: str) -> None:
        assert preview({"mask": value}) == {"mask": shown}

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (np.float32(0.5), 0.5),
            (np.int64(7), 7),
            (np.uint64(2**60), str(2**60)),
            (np.bool_(True), True),
            (np.array(3), 3),
            (np.str_("a"), "a"),
            (np.complex64(1j), "1j"),
            (np.longdouble(2), repr(np.longdouble(2))),
        ],
    )
    def test_a_single_number_of_theirs_is_that_number(self, value: Any, shown: Any) -> None:
        found = preview({"score": value})["score"]
        assert (found, type(found)) == (shown, type(shown))

    def test_something_that_only_looks_like_one_is_a_text(self) -> None:
        assert preview(Stray()) == "(Stray: showing it raises TypeError)"


class TestCuts:
    def test_a_long_text_is_cut_as_value_and_as_key(self) -> None:
        text = "x" * 10_000
        assert preview([text]) == [text[:LONGEST]]
        assert preview({text: 1}) == {text[:LONGEST]: 1}
        assert len(preview(b"x" * 10_000)) == LONGEST

    def test_of_many_the_first_are_shown(self) -> None:
        assert preview(list(range(1000))) == list(range(MOST))
        assert list(preview({i: i for i in range(1000)})) == [str(i) for i in range(MOST)]

    def test_what_is_deep_is_shown_as_text(self) -> None:
        shown = preview(deep(DEEPEST + 2))
        for _ in range(DEEPEST):
            (shown,) = shown
        assert shown == "[['bottom']]"
        assert preview(deep(DEEPEST)) == deep(DEEPEST)

    def test_all_that_one_line_shows_is_bounded(self) -> None:
        grid = [[[[i] * MOST] * MOST] * MOST for i in range(MOST)]
        shown = previews((grid, "last"))
        assert shown is not None and shown[1] == "…"
        assert count(shown) < IN_ALL + (DEEPEST + 1) * MOST

    def test_what_holds_itself_has_an_end(self) -> None:
        ring: list[Any] = []
        ring.append(ring)
        known: dict[str, Any] = {}
        known["self"] = known
        json.dumps(preview([ring, known]), allow_nan=False)


class TestHostileValues:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (Mute(), "(Mute: showing it raises ValueError)"),
            (Liar(), "(Liar: showing it raises OSError)"),
            ({Unspeakable(): 1}, "(dict: showing it raises ValueError)"),
            (Unfinished(), "(Unfinished: showing it raises AttributeError)"),
            (Trap(), "(Trap: showing it raises LookupError)"),
        ],
    )
    def test_one_that_cannot_be_shown_says_so_and_leaves_the_others(self, value: Any, shown: str) -> None:
        assert preview([1, value, 2]) == [1, shown, 2]

    @given(st.recursive(some.json_values | some.shapes | st.binary() | st.complex_numbers(), st.lists, max_leaves=20))
    def test_whatever_it_is_it_can_be_sent(self, value: Any) -> None:
        json.dumps(preview(value), allow_nan=False)
