"""As much of JSON Schema as the OpenAPI document uses, to hold the real answers against it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

ANNOTATIONS = {"title", "description", "default", "format", "contentEncoding"}
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}


class Checker:
    """Says where a value does not fit a schema. `components` are what `$ref` names."""

    def __init__(self, components: dict[str, Any]) -> None:
        self.components = components

    def problems(self, value: Any, schema: dict[str, Any], where: str = "$") -> Iterator[str]:
        for keyword, rule in schema.items():
            if keyword not in ANNOTATIONS:
                yield from getattr(self, f"_{keyword.lstrip('$')}")(value, rule, where, schema)

    def fits(self, value: Any, schema: dict[str, Any]) -> bool:
        return next(self.problems(value, schema), None) is None

    def _ref(self, value: Any, rule: str, where: str, _: Any) -> Iterator[str]:
        yield from self.problems(value, self.components[rule.removeprefix("#/components/schemas/")], where)

    def _type(self, value: Any, rule: str, where: str, _: Any) -> Iterator[str]:
        if not TYPES[rule](value):
            yield f"{where} is {value!r}, expected {rule}"

    def _const(self, value: Any, rule: Any, where: str, _: Any) -> Iterator[str]:
        if value != rule:
            yield f"{where} is {value!r}, expected {rule!r}"

    def _enum(self, value: Any, rule: list[Any], where: str, _: Any) -> Iterator[str]:
        if value not in rule:
            yield f"{where} is {value!r}, expected one of {rule}"

    def _anyOf(self, value: Any, rule: list[Any], where: str, _: Any) -> Iterator[str]:
        if not any(self.fits(value, choice) for choice in rule):
            yield f"{where} is {value!r}, which fits none of {rule}"

    def _oneOf(self, value: Any, rule: list[Any], where: str, _: Any) -> Iterator[str]:
        fitting = sum(self.fits(value, choice) for choice in rule)
        if fitting != 1:
            yield f"{where} is {value!r}, which fits {fitting} of {rule}"

    def _properties(self, value: Any, rule: dict[str, Any], where: str, _: Any) -> Iterator[str]:
        for name in rule.keys() & (value if isinstance(value, dict) else {}):
            yield from self.problems(value[name], rule[name], f"{where}.{name}")

    def _required(self, value: Any, rule: list[str], where: str, _: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (f"{where} lacks {name}" for name in rule if name not in value)

    def _additionalProperties(self, value: Any, rule: Any, where: str, schema: dict[str, Any]) -> Iterator[str]:
        more = set(value) - set(schema.get("properties", {})) if isinstance(value, dict) else set()
        if rule is False:
            yield from (f"{where} has {name}, which is not declared" for name in more)
        elif isinstance(rule, dict):
            for name in more:
                yield from self.problems(value[name], rule, f"{where}.{name}")

    def _prefixItems(self, value: Any, rule: list[Any], where: str, _: Any) -> Iterator[str]:
        for index, (item, schema) in enumerate(zip(value, rule, strict=False)):
            yield from self.problems(item, schema, f"{where}[{index}]")

    def _items(self, value: Any, rule: Any, where: str, schema: dict[str, Any]) -> Iterator[str]:
        if not isinstance(value, list):
            return
        first = len(schema.get("prefixItems", ()))
        if rule is False and len(value) > first:
            yield f"{where} has {len(value)} items, at most {first} are declared"
        elif isinstance(rule, dict):
            for index, item in enumerate(value[first:], first):
                yield from self.problems(item, rule, f"{where}[{index}]")

    def _minItems(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _least(len(value) if isinstance(value, list) else rule, rule, where)

    def _maxItems(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _most(len(value) if isinstance(value, list) else rule, rule, where)

    def _minLength(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _least(len(value) if isinstance(value, str) else rule, rule, where)

    def _maxLength(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _most(len(value) if isinstance(value, str) else rule, rule, where)

    def _minimum(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _least(value if isinstance(value, (int, float)) else rule, rule, where)

    def _maximum(self, value: Any, rule: int, where: str, _: Any) -> Iterator[str]:
        yield from _most(value if isinstance(value, (int, float)) else rule, rule, where)

    def _pattern(self, value: Any, rule: str, where: str, _: Any) -> Iterator[str]:
        if isinstance(value, str) and not re.search(rule, value):
            yield f"{where} is {value!r}, expected to match {rule}"


def _least(count: float, least: int, where: str) -> Iterator[str]:
    if count < least:
        yield f"{where} has {count}, expected at least {least}"


def _most(count: float, most: int, where: str) -> Iterator[str]:
    if count > most:
        yield f"{where} has {count}, expected at most {most}"
