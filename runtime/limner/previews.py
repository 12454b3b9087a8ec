"""Values as the console can unfold them: plain JSON, cut where they are deep, long or many."""

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

DEEPEST = 4
MOST = 50
LONGEST = 500
IN_ALL = 1_000


def previews(values: Iterable[Any]) -> tuple[Any, ...] | None:
    """Give the values as JSON, or None where their text says as much."""
    given = tuple(values)
    if all(value is None or isinstance(value, (str, int, float)) for value in given):
        return None
    left = iter(range(IN_ALL))
    return tuple(_preview(value, left, 0) for value in given[:MOST])


def preview(value: Any) -> Any:
    """Give one value as JSON; what has no form there is given as a text."""
    return _preview(value, iter(range(IN_ALL)), 0)


def _preview(value: Any, left: Iterator[int], depth: int) -> Any:
    if next(left, None) is None:
        return "…"
    try:
        return _shown(value, left, depth)
    except Exception as error:
        return f"({type(value).__name__}: showing it raises {type(error).__name__})"


def _shown(value: Any, left: Iterator[int], depth: int) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return _cut(value)
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return _array(value)
    inside = _inside(value)
    if inside is None or depth >= DEEPEST:
        return repr(value)[:LONGEST]
    if isinstance(inside, dict):
        items = islice(inside.items(), MOST)
        return {str(key)[:LONGEST]: _preview(item, left, depth + 1) for key, item in items}
    return [_preview(item, left, depth + 1) for item in islice(inside, MOST)]


def _array(value: Any) -> Any:
    if len(value.shape):
        return f"array {' x '.join(map(str, value.shape))} {value.dtype}"
    scalar = value.item()
    return _cut(scalar) if isinstance(scalar, (bool, int, float, str)) else repr(scalar)[:LONGEST]


def _inside(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else None


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return str(value[:LONGEST])
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, int) and abs(value) > 2**53:
        return repr(value) if abs(value) < 10**LONGEST else "a very large integer"
    return value
