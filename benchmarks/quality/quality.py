"""One line of the quality table: how well a bundled script does on one photo, and how fast."""

from dataclasses import dataclass

from benchmarks.row import line
from benchmarks.series import Series

HEAD = ("script", "photo", "reference", "measure", "score", "n", "p50", "p95", "place", "note")


@dataclass(frozen=True)
class Quality:
    """A score from 0 to 1 against a reference, and the times it took.

    `measure` is what the score is: IoU unless said. `reference` says where the truth comes from, `place`
    where the script ran: `browser` or `CPython`. `times` are milliseconds, None where speed is not the point.
    """

    script: str
    photo: str
    reference: str
    score: float
    times: Series | None
    place: str
    measure: str = "IoU"
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """Give the line's texts in the order of `HEAD`."""
        times = self.times
        spent = (str(times.n), times.text(times.median), times.text(times.p95)) if times else ("", "", "")
        return (
            self.script,
            self.photo,
            self.reference,
            self.measure,
            f"{self.score:.3f}",
            *spent,
            self.place,
            self.note,
        )


def head() -> str:
    return f"{line(HEAD)}\n{line(('---',) * len(HEAD))}"
