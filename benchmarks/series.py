"""Repeated measurements of one thing."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """The values of one quantity, in the order they were taken; `unit` is empty for a pure number."""

    values: tuple[float, ...]
    unit: str = "ms"

    @classmethod
    def of(cls, values: Iterable[float], unit: str = "ms") -> "Series":
        return cls(tuple(values), unit)

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """Give the nearest-rank 95th percentile; below 20 values that is the largest."""
        return sorted(self.values)[math.ceil(0.95 * self.n) - 1]

    def text(self, value: float) -> str:
        """Give a value with its unit, to three significant digits."""
        if not self.unit:
            return f"{value:.3f}"
        digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
        return f"{value:,.{min(digits, 3)}f} {self.unit}"
