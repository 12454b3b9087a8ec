"""Measure, print one Markdown table, and with `--write` keep it in benchmarks/README.md."""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import canvas, cells, events, grabcut, machine, row, server, stopping
from benchmarks.row import Row
from benchmarks.world import World, opened

README = Path(__file__).with_name("README.md")
MARKERS = ("<!-- results -->", "<!-- end of results -->")
BENCHES: dict[str, Callable[[World], Iterator[Row]]] = {
    "cells": cells.measure,
    "events": events.measure,
    "grabcut": grabcut.measure,
    "stopping": stopping.measure,
    "canvas": canvas.measure,
    "server": server.measure,
}


def main(arguments: list[str]) -> None:
    options = parsed(arguments)
    lines = [row.head()]
    with opened(quick=options.quick) as world:
        about = [*machine.facts(world.browser), ("Load before", machine.load())]
        print(lines[0], flush=True)
        for name in options.names or BENCHES:
            for one in BENCHES[name](world):
                lines.append(row.line(one.cells(name)))
                print(lines[-1], flush=True)
    about.append(("Load after", machine.load()))
    command = " ".join(["python -m benchmarks", *arguments])
    written = results(about, command, "\n".join(lines))
    print(f"\n{written}" if options.about else "")
    if options.write:
        write(written)


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench", help=f"which of {', '.join(BENCHES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions: to see that it works")
    parser.add_argument("--about", action="store_true", help="print the machine too")
    parser.add_argument("--write", action="store_true", help="replace the results in benchmarks/README.md")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    return options


def results(about: list[tuple[str, str]], command: str, table: str) -> str:
    """Give the section: when, how, on what, and the table."""
    facts = [("Date", f"{datetime.now(UTC):%Y-%m-%d}"), ("Command", f"`{command}`"), *about]
    return "\n".join([*(f"- {name}: {value}" for name, value in facts), "", table])


def write(section: str) -> None:
    """Put the section between the markers of the README."""
    start, end = map(re.escape, MARKERS)
    text = README.read_text()
    between = re.compile(f"(?<={start}\n).*?(?={end})", re.DOTALL)
    if not between.search(text):
        raise SystemExit(f"{README.name} lacks the markers {' and '.join(MARKERS)}")
    README.write_text(between.sub(lambda _: f"\n{section}\n\n", text))


if __name__ == "__main__":
    main(sys.argv[1:])
