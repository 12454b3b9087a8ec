"""One line of the table: what was measured, beside its peer or limit, and its budget."""

from dataclasses import dataclass

from benchmarks.series import Series

HEAD = ("bench", "what", "n", "median", "p95", "peer or limit in the same run", "ratio", "budget", "met")


@dataclass(frozen=True)
class Budget:
    """A budget of DESIGN section 6, and whether it was kept."""

    text: str
    met: bool


@dataclass(frozen=True)
class Peer:
    """What a measurement is held against."""

    name: str
    series: Series


@dataclass(frozen=True)
class Row:
    what: str
    series: Series
    peer: Peer | None = None
    budget: Budget | None = None
    others: tuple[Peer, ...] = ()
    skipped: tuple[str, ...] = ()  # peers that were not asked, and why

    def cells(self, bench: str) -> tuple[str, ...]:
        """Give the row's texts in the order of `HEAD`."""
        series, budget = self.series, self.budget
        peers = [one for one in (self.peer, *self.others) if one is not None]
        numbers = (str(series.n), series.text(series.median), series.text(series.p95))
        beside = "; ".join([*(f"{one.name}: {one.series.text(one.series.median)}" for one in peers), *self.skipped])
        ratio = "; ".join(_rounded(series.median / one.series.median) if one.series.median else "-" for one in peers)
        verdict = ("yes" if budget.met else "**no**") if budget else ""
        return (bench, self.what, *numbers, beside, ratio, budget.text if budget else "", verdict)


def _rounded(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:,.0f}"


def median_below(series: Series, limit: float) -> Budget:
    return Budget(f"p50 < {limit:g} {series.unit}", series.median < limit)


def p95_below(series: Series, limit: float) -> Budget:
    return Budget(f"p95 < {limit:g} {series.unit}", series.p95 < limit)


def both(*budgets: Budget) -> Budget:
    """Give the budget that is met where all are."""
    return Budget(", ".join(one.text for one in budgets), all(one.met for one in budgets))


def line(cells: tuple[str, ...]) -> str:
    """Give a line of a Markdown table."""
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def head() -> str:
    """Give the head of the Markdown table."""
    return f"{line(HEAD)}\n{line(('---',) * len(HEAD))}"
