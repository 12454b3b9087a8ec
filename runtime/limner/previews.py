"""Values as the console can unfold them: plain JSON, cut where they are deep, long or many."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

DEEPEST = 4
MOST = 50
LONGEST = 500


def previews(values: Iterable[Any]) -> tuple[Any, ...] | None:
    """Give the values as JSON, or None where their text says as much."""
    given = tuple(values)
    if all(value is None or isinstance(value, (str, int, float)) for value in given):
        return None
    return tuple(preview(value) for value in given)


def preview(value: Any, depth: int = 0) -> Any:
    """Give one value as JSON; what has no form there is given as a text."""
    if value is None or isinstance(value, (bool, int, str)):
        return _cut(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"array {' x '.join(map(str, value.shape))} {value.dtype}"
    inside = _inside(value)
    if inside is None or depth >= DEEPEST:
        return _text(value)
    if isinstance(inside, dict):
        return {str(key): preview(item, depth + 1) for key, item in islice(inside.items(), MOST)}
    return [preview(item, depth + 1) for item in islice(inside, MOST)]


def _inside(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else None


def _text(value: Any) -> str:
    try:
        return repr(value)[:LONGEST]
    except Exception as error:
        return f"({type(value).__name__}: its repr raises {type(error).__name__})"


def _cut(value: Any) -> Any:
    if isinstance(value, int) and abs(value) > 2**53:
        return _text(value) if abs(value) < 10**LONGEST else "a very large integer"
    return value[:LONGEST] if isinstance(value, str) else value
