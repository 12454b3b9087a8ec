"""Measure how well the bundled scripts do; with `--write` into benchmarks/QUALITY.md.

Each module of this package but `quality` is one script's: its `rows(world)` yields its lines.
"""

import argparse
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine
from benchmarks import quality as package
from benchmarks.quality import quality
from benchmarks.quality.quality import Quality
from benchmarks.row import line
from benchmarks.world import World, opened

RESULTS = Path(__file__).parents[1] / "QUALITY.md"
INTRODUCTION = """# How well the bundled scripts do

Made by `make bench-quality`. References are outlines and masks that ship in registry packages, or synthetic
scenes whose truth is known to the pixel, or outlines drawn by hand for this table. A line says where a value of a
script was chosen on the photo it is scored on. Least scores and limits of specks of People, in all its lines, were
chosen while looking at its three photos. Times are of the run alone, warm.
"""


def main(arguments: list[str]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # so that servers and browser end too
    modules = {name.replace("_", "-"): name for _, name, _ in pkgutil.iter_modules(package.__path__)}
    benches = {slug: name for slug, name in modules.items() if slug not in ("quality", "--main--")}
    options = parsed(arguments, list(benches))
    print(quality.head(), flush=True)
    found: dict[str, list[str]] = {}
    with opened(quick=options.quick) as world:
        facts, before = machine.facts(world.browser), machine.load()
        for slug in options.names or sorted(benches):
            for one in rows_of(benches[slug])(world):
                found.setdefault(slug, []).append(line(one.cells()))
                print(found[slug][-1], flush=True)
    if options.write:
        how = f"{datetime.now(UTC):%Y-%m-%d}, load {before} before and {machine.load()} after"
        write(found, [f"{name}: {value}" for name, value in facts], how)


def rows_of(name: str) -> Callable[[World], Iterator[Quality]]:
    rows: Callable[[World], Iterator[Quality]] = importlib.import_module(f"benchmarks.quality.{name}").rows
    return rows


def parsed(arguments: list[str], benches: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="script", help=f"which of {', '.join(benches)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions: to see that it works")
    parser.add_argument("--write", action="store_true", help=f"put the results into {RESULTS.name}")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(benches):
        parser.error(f"nothing is measured for {', '.join(sorted(unknown))}; there are {', '.join(benches)}")
    return options


def write(found: dict[str, list[str]], facts: list[str], how: str) -> None:
    """Put results into the page, keeping those of the scripts that were not measured now."""
    earlier = dict(re.findall(r"^- Run of ([a-z-]+): (.+)$", read(), re.MULTILINE))
    runs = {**earlier, **dict.fromkeys(found, how)}
    kept: dict[str, list[str]] = {}
    for section in re.finditer(r"^## (\S+)\n(.*?)(?=^## |\Z)", read(), re.MULTILINE | re.DOTALL):
        kept[section[1]] = [row for row in section[2].splitlines() if row.startswith("| ")][2:]
    sections = {**kept, **found}
    listed = "\n".join(f"- {fact}" for fact in [*facts, *(f"Run of {name}: {runs[name]}" for name in sorted(runs))])
    tables = "".join(f"\n## {slug}\n\n{quality.head()}\n{chr(10).join(sections[slug])}\n" for slug in sorted(sections))
    RESULTS.write_text(f"{INTRODUCTION}\n{listed}\n{tables}")


def read() -> str:
    return RESULTS.read_text() if RESULTS.exists() else ""


if __name__ == "__main__":
    main(sys.argv[1:])
