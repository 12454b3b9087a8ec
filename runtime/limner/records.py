"""Dataclasses to JSON and back, checked field by field.

The dataclasses of this package are the only definition of the data. `read` turns decoded JSON
into one of them and says where it does not fit; `plain` goes the other way.
"""

import dataclasses
import functools
import math
import sys
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from limner.errors import RecordError

T = TypeVar("T")
_JSON = frozenset({str, int, float, bool, type(None)})
_NUMBERS = frozenset({int, float})
_PAIR = tuple[float, float]


def read(cls: type[T], data: Any, where: str = "") -> T:
    """Build a `cls` from decoded JSON.

    Unknown keys are ignored, so that a newer peer may say more. Raises `RecordError` with the
    path of the first value that does not fit.
    """
    return typing.cast(T, _value(cls, data, where or cls.__name__))


def plain(value: Any) -> Any:
    """Give `value` as what `json.dumps` takes; a field that is None is left out."""
    kind = type(value)
    if kind in _JSON:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _JSON else plain(item) for item in value]
    if hasattr(value, "to_json"):
        return value.to_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return fields_of(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return _scalar(value)


def fields_of(record: Any) -> dict[str, Any]:
    """Give the fields of a dataclass instance as JSON, without those that are None."""
    named = ((field.name, getattr(record, field.name)) for field in dataclasses.fields(record))
    return {name: plain(value) for name, value in named if value is not None}


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if hasattr(value, "item"):
        return value.item()
    raise RecordError(f"{type(value).__name__} {value!r} cannot be sent as JSON")


def _value(hint: Any, data: Any, where: str) -> Any:
    if hint is Any:
        return data
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional(hint, data, where)
    if origin is typing.Literal:
        return _literal(hint, data, where)
    if origin is not None:
        return _collection(origin, typing.get_args(hint), data, where)
    if hasattr(hint, "from_json"):
        return hint.from_json(data, where)
    if dataclasses.is_dataclass(hint):
        return read_fields(hint, data, where)
    if hasattr(hint, "_fields"):
        return hint(*_fixed(tuple(typing.get_type_hints(hint).values()), data, where))
    return _primitive(hint, data, where)


def _optional(hint: Any, data: Any, where: str) -> Any:
    choices = [choice for choice in typing.get_args(hint) if choice is not types.NoneType]
    return None if data is None else _value(choices[0], data, where)


def _literal(hint: Any, data: Any, where: str) -> Any:
    allowed = typing.get_args(hint)
    if any(type(data) is type(choice) and data == choice for choice in allowed):
        return data
    raise RecordError(f"{where} is {data!r}, expected one of {', '.join(map(repr, allowed))}")


def _collection(origin: Any, args: tuple[Any, ...], data: Any, where: str) -> Any:
    if issubclass(origin, Mapping):
        _expect(data, Mapping, "an object", where)
        return {str(key): _value(args[1], item, f"{where}.{key}") for key, item in data.items()}
    _expect(data, Sequence, "an array", where)
    if args[0] == _PAIR and args[-1] is Ellipsis:
        return _pairs(data) or tuple(_value(args[0], item, f"{where}[{index}]") for index, item in enumerate(data))
    if origin is tuple and (len(args) != 2 or args[1] is not Ellipsis):
        return _fixed(args, data, where)
    return origin(_value(args[0], item, f"{where}[{index}]") for index, item in enumerate(data))


def _pairs(data: Any) -> tuple[tuple[float, float], ...] | None:
    """Read many points at once; where one of them does not fit, None: the slow way says which."""
    try:
        fit = all(type(x) in _NUMBERS and type(y) in _NUMBERS for x, y in data)
        pairs = tuple([(float(x), float(y)) for x, y in data]) if fit else ()
    except (TypeError, ValueError, OverflowError):
        return None
    return pairs if fit and math.isfinite(sum(map(sum, pairs))) else None


def _fixed(args: tuple[Any, ...], data: Any, where: str) -> tuple[Any, ...]:
    _expect(data, Sequence, "an array", where)
    if len(data) != len(args):
        raise RecordError(f"{where} has {len(data)} values, expected {len(args)}")
    return tuple(_value(hint, item, f"{where}[{i}]") for i, (hint, item) in enumerate(zip(args, data, strict=True)))


def read_fields(cls: Any, data: Any, where: str) -> Any:
    """Build a dataclass from an object, field by field; `read` for those that choose their own class."""
    _expect(data, Mapping, "an object", where)
    hints = _hints(cls)
    given = {name: _value(hint, data[name], f"{where}.{name}") for name, hint in hints.items() if name in data}
    missing = [field.name for field in dataclasses.fields(cls) if field.name not in given and _required(field)]
    if missing:
        raise RecordError(f"{where} lacks {', '.join(missing)}")
    return cls(**given)


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls) if field.init}


def _required(field: "dataclasses.Field[Any]") -> bool:
    return field.init and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _primitive(hint: Any, data: Any, where: str) -> Any:
    if hint is float:
        return _number(data, where)
    if isinstance(data, hint) and not (hint is int and isinstance(data, bool)):
        return data
    raise RecordError(f"{where} is {_short(data)}, expected {_words(hint)}")


def _number(data: Any, where: str) -> float:
    if isinstance(data, bool) or not isinstance(data, (int, float)):
        raise RecordError(f"{where} is {_short(data)}, expected a number")
    if not -sys.float_info.max <= data <= sys.float_info.max:
        raise RecordError(f"{where} is {_short(data)}, expected a finite number")
    return float(data)


def _expect(data: Any, kind: type, words: str, where: str) -> None:
    if not isinstance(data, kind) or isinstance(data, (str, bytes)):
        raise RecordError(f"{where} is {_short(data)}, expected {words}")


def _words(hint: Any) -> str:
    return {str: "a text", int: "an integer", bool: "true or false"}.get(hint, str(hint))


def _short(data: Any) -> str:
    text = repr(data)
    return text if len(text) <= 40 else text[:37] + "..."
