"""The results in the README: the machine, one line for each run, one table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import row

README = Path(__file__).with_name("README.md")
BETWEEN = re.compile(r"(?<=<!-- results -->\n).*?(?=<!-- end of results -->)", re.DOTALL)
RUN = re.compile(r"^- Run of (?P<benches>[a-z, ]+): (?P<how>.+)$", re.MULTILINE)
ROW = re.compile(r"^\| (?P<bench>[a-z]+) \|.*$", re.MULTILINE)


@dataclass(frozen=True)
class Results:
    """What is known: about the machine, how each bench was run, the lines of the table by bench."""

    machine: Sequence[tuple[str, str]]
    runs: dict[str, str]
    lines: dict[str, list[str]]

    def text(self) -> str:
        """Give the section in Markdown."""
        facts = [f"- {name}: {value}" for name, value in self.machine]
        runs = [f"- Run of {', '.join(self._benches(how))}: {how}" for how in dict.fromkeys(self.runs.values())]
        table = [row.head(), *(line for lines in self.lines.values() for line in lines)]
        return "\n".join([*facts, *runs, "", *table])

    def _benches(self, how: str) -> list[str]:
        return [bench for bench, other in self.runs.items() if other == how]

    def over(self, earlier: "Results", order: Sequence[str]) -> "Results":
        """Give these results, with those of an earlier run for the benches that were not run now."""
        runs, lines = {**earlier.runs, **self.runs}, {**earlier.lines, **self.lines}
        known = [bench for bench in order if bench in runs]
        return Results(self.machine, {one: runs[one] for one in known}, {one: lines.get(one, []) for one in known})


def read() -> Results:
    """Give what the README holds now."""
    section = _section()
    runs = {bench: run["how"] for run in RUN.finditer(section) for bench in run["benches"].split(", ")}
    lines: dict[str, list[str]] = {}
    for found in ROW.finditer(section):
        lines.setdefault(found["bench"], []).append(found[0])
    return Results([], runs, lines)


def write(results: Results) -> None:
    """Put results between the markers of the README."""
    text = README.read_text()
    README.write_text(BETWEEN.sub(lambda _: f"\n{results.text()}\n\n", text))


def _section() -> str:
    found = BETWEEN.search(README.read_text())
    if found is None:
        raise SystemExit(f"{README.name} lacks the markers that the results stand between")
    return found[0]
