"""Parameters: what a script lets its user set, declared in JSON-Schema words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from limner.errors import ParameterError

ParameterType = Literal["integer", "number", "boolean", "string"]
PARAMETER_TYPES: tuple[str, ...] = get_args(ParameterType)
_PYTHON: dict[str, Any] = {
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "string": (str,),
}


@dataclass(frozen=True)
class Parameter:
    """One declared parameter; `step` and `unit` only shape the control that shows it."""

    name: str
    type: ParameterType
    default: Any = None
    title: str = ""
    description: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str = ""
    enum: tuple[Any, ...] | None = None

    def check(self, value: Any) -> Any:
        """Give `value` if it fits. Raises `ParameterError` that says what would."""
        wrong = self._wrong(value)
        if wrong:
            raise ParameterError(f"parameter {self.name!r} is {value!r}, expected {wrong}")
        return float(value) if self.type == "number" else value

    def _wrong(self, value: Any) -> str | None:
        if not isinstance(value, _PYTHON[self.type]) or isinstance(value, bool) != (self.type == "boolean"):
            return f"{self.type}"
        if isinstance(value, float) and not math.isfinite(value):
            return "a finite number"
        if self.enum is not None and value not in self.enum:
            return "one of " + ", ".join(map(repr, self.enum))
        if self.minimum is not None and value < self.minimum:
            return f"at least {self.minimum:g}"
        if self.maximum is not None and value > self.maximum:
            return f"at most {self.maximum:g}"
        return None


class Params(dict[str, Any]):
    """Parameter values by name, as items and as attributes: `canvas.params.iterations`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            known = ", ".join(self) or "none"
            raise ParameterError(f"no parameter {name!r} is declared (there are: {known})") from None


def resolve(declared: Mapping[str, Parameter], given: Mapping[str, Any]) -> Params:
    """Give every declared parameter its given value or its default. Raises `ParameterError`."""
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise ParameterError(f"no parameter {unknown[0]!r} is declared (there are: {', '.join(declared) or 'none'})")
    return Params({name: p.check(given[name]) if name in given else p.default for name, p in declared.items()})
