"""Row-major run lengths of a binary mask, starting with background: `[3, 2, 1]` is `000110`."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from typing import Any


def encode(bits: Iterable[Any]) -> list[int]:
    """Give the run lengths of a flat sequence of truth values."""
    runs: list[int] = []
    for value, group in groupby(map(bool, bits)):
        if value and not runs:
            runs.append(0)
        runs.append(sum(1 for _ in group))
    return runs


def encode_array(array: Any) -> list[int]:
    """Give the run lengths of an H x W array or nested list, at array speed where it has any."""
    if not hasattr(array, "ravel"):
        return encode(chain.from_iterable(array))
    flat = array.ravel() != 0
    if not flat.size:
        return []
    turns = [0, *((flat[1:] != flat[:-1]).nonzero()[0] + 1).tolist(), int(flat.size)]
    runs = [end - start for start, end in pairwise(turns)]
    return [0, *runs] if flat[0] else runs


def spans(runs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give where each run of foreground starts and ends in the flat sequence."""
    at = 0
    for index, length in enumerate(runs):
        if index % 2 and length:
            yield at, at + length
        at += length


def decode(runs: Iterable[int]) -> Iterator[bool]:
    """Give the truth values again, flat."""
    value = False
    for length in runs:
        yield from (value for _ in range(length))
        value = not value
