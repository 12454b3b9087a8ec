"""Measure, print one Markdown table, and with `--write` put it into benchmarks/README.md."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks import (
    bulk,
    canvas,
    cells,
    drawing,
    events,
    files,
    grabcut,
    large,
    live,
    machine,
    places,
    results,
    row,
    server,
    stopping,
    storms,
)
from benchmarks.results import Results
from benchmarks.row import Row
from benchmarks.world import World, opened

BENCHES: dict[str, Callable[[World], Iterator[Row]]] = {
    "cells": cells.measure,
    "events": events.measure,
    "grabcut": grabcut.measure,
    "drawing": drawing.measure,
    "stopping": stopping.measure,
    "live": live.measure,
    "storms": storms.measure,
    "canvas": canvas.measure,
    "bulk": bulk.measure,
    "large": large.measure,
    "files": files.measure,
    "server": server.measure,
    "places": places.measure,
}


def main(arguments: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that servers and browser end too
    options = parsed(arguments)
    names = options.names or list(BENCHES)
    lines: dict[str, list[str]] = {}
    print(row.head(), flush=True)
    with opened(quick=options.quick) as world:
        facts, before = machine.facts(world.browser), machine.load()
        for name in names:
            for one in BENCHES[name](world):
                lines.setdefault(name, []).append(row.line(one.cells(name)))
                print(lines[name][-1], flush=True)
    command = " ".join(["python -m benchmarks", *arguments])
    how = f"{datetime.now(UTC):%Y-%m-%d}, `{command}`, load {before} before and {machine.load()} after"
    if options.write:
        found = Results(facts, dict.fromkeys(names, how), lines)
        results.write(found.over(results.read(), list(BENCHES)))


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench", help=f"which of {', '.join(BENCHES)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions: to see that it works")
    parser.add_argument("--write", action="store_true", help="put the results into benchmarks/README.md")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
