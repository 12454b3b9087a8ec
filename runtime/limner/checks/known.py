"""What there is to know of canvas, events and records, asked of the runtime's own classes.

A new call, grant, event or field is known here without a change.
"""

import dataclasses
import functools
import inspect
import itertools
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import limner.granted  # noqa: F401 - fills GRANTED
from limner.canvas import GRANTED, Canvas, grants_for
from limner.geometry import Geometry
from limner.params import Params

Classes = frozenset[type]
CANVAS: Classes = frozenset({Canvas})
PARAMS: Classes = frozenset({Params})


@dataclass(frozen=True)
class Member:
    """One attribute of a class: whether its call is to be awaited, and the classes it or its call gives."""

    awaited: bool = False
    called: bool = False
    gives: Classes = frozenset()


def members(cls: type) -> dict[str, Member]:
    """Give the public attributes of a class by name, those of the classes that rest on it included."""
    return _members(cls)


@functools.cache
def _members(cls: Any) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for kind in _family(cls):
        hints = _hints(kind)
        named = {*dir(kind), *hints, *(field.name for field in _fields(kind))}
        for name in sorted(one for one in named if not one.startswith("_")):
            found.setdefault(name, _member(kind, name, hints))
    return found


def grants_of(name: str) -> list[str]:
    """Give the grants that bring a canvas call, any of which will do; none for what every canvas has."""
    return grants_for(name)


def calls_of(grant: str) -> list[str]:
    """Give the canvas calls that a grant brings."""
    added = GRANTED.get(grant)
    return [] if added is None else [name for name in members(added) if grant in grants_of(name)]


def is_shape(value: Any) -> bool:
    """Say whether a value is a constructor of geometry."""
    return inspect.isclass(value) and issubclass(value, Geometry)


def _family(cls: type) -> tuple[type, ...]:
    if cls is Canvas:
        return (Canvas, *GRANTED.values())
    return (cls, *itertools.chain.from_iterable(map(_family, cls.__subclasses__())))


def _member(cls: type, name: str, hints: dict[str, Any]) -> Member:
    value = inspect.getattr_static(cls, name, None)
    if isinstance(value, property):
        return Member(gives=_classes(_hints(value.fget).get("return")))
    if inspect.isfunction(value):
        return Member(inspect.iscoroutinefunction(value), True, _classes(_hints(value).get("return")))
    return Member(gives=_classes(hints.get(name)))


def _hints(value: type | Callable[..., Any] | None) -> dict[str, Any]:
    try:
        return typing.get_type_hints(value)
    except (NameError, TypeError):
        return {}


def _fields(cls: type) -> tuple["dataclasses.Field[Any]", ...]:
    return dataclasses.fields(cls) if dataclasses.is_dataclass(cls) else ()


def _classes(hint: Any) -> Classes:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        parts = [_classes(part) for part in typing.get_args(hint) if part is not types.NoneType]
        return frozenset().union(*parts) if all(parts) else frozenset()
    ours = inspect.isclass(hint) and hint.__module__.startswith("limner")
    return frozenset({hint}) if ours else frozenset()
