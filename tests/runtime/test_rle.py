"""Run lengths of binary masks."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import Mask
from limner.rle import decode, encode, encode_array, spans

bits = st.lists(st.booleans(), max_size=200)
grids = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1)
)


@pytest.mark.parametrize(
    ("flat", "runs"),
    [("", []), ("000110", [3, 2, 1]), ("1", [0, 1]), ("0", [1]), ("1100", [0, 2, 2]), ("0101", [1, 1, 1, 1])],
)
def test_lengths_alternate_and_start_with_background(flat: str, runs: list[int]) -> None:
    assert encode(bit == "1" for bit in flat) == runs


@given(bits)
def test_what_is_encoded_can_be_decoded(flat: list[bool]) -> None:
    assert list(decode(encode(flat))) == flat


@given(bits)
def test_no_run_is_empty_but_the_first(flat: list[bool]) -> None:
    assert all(encode(flat)[1:])
    assert sum(encode(flat)) == len(flat)


@given(grids)
def test_an_array_and_a_nested_list_give_the_runs_of_their_flat_values(grid: list[list[bool]]) -> None:
    expected = encode(chain.from_iterable(grid))
    assert encode_array(grid) == expected
    assert encode_array(np.array(grid, bool)) == expected
    assert encode_array(np.array(grid, np.uint8) * 255) == expected


@given(grids)
def test_the_layout_of_an_array_in_memory_does_not_matter(grid: list[list[bool]]) -> None:
    array = np.array(grid, bool)
    assert encode_array(np.asfortranarray(array)) == encode_array(array)
    assert encode_array(array[::-1, ::-1]) == encode(array[::-1, ::-1].ravel())


@given(bits)
def test_spans_name_the_foreground(flat: list[bool]) -> None:
    named = [i for start, end in spans(encode(flat)) for i in range(start, end)]
    assert named == [i for i, bit in enumerate(flat) if bit]


def test_runs_are_plain_integers_that_travel_as_json() -> None:
    mask = Mask((0, 0, 3, 2), np.array([[0, 1, 1], [0, 0, 1]]))
    assert mask.rle == (1, 2, 2, 1)
    assert {type(length) for length in mask.rle} == {int}


def test_an_array_without_pixels_has_no_runs() -> None:
    assert encode_array(np.zeros((0, 5))) == encode_array(np.zeros((5, 0))) == []
