"""`limner check`: what is wrong with scripts."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from limner import check
from limner.check import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument("scripts", nargs="+", type=Path, metavar="SCRIPT")
    parser.add_argument("--json", action="store_true", help="print JSON: a list of problems, each with its file")


def run(parsed: argparse.Namespace) -> int:
    """Print what is wrong; 1 where something of it is an error."""
    scripts = [path for path in parsed.scripts if not _is_tests(path)]
    found = [(path, problem) for path in scripts for problem in problems_of(path)]
    if parsed.json:
        print(json.dumps([{"file": str(path), **asdict(problem)} for path, problem in found], indent=2))
    else:
        for path, problem in found:
            print(line_of(path, problem))
    return int(any(problem.severity == "error" for _, problem in found))


def problems_of(path: Path) -> list[Problem]:
    """Give what is wrong with the file; that it cannot be read is a problem too."""
    try:
        return check.problems(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as error:
        return [Problem(1, None, f"the file is no UTF-8 text: {error.reason} at byte {error.start}")]
    except OSError as error:
        return [Problem(1, None, f"the file cannot be read: {error.strerror}")]


def _is_tests(path: Path) -> bool:
    """Say whether a file holds the tests of a script, so that `limner check *.py` may be written."""
    return path.name == "conftest.py" or (path.name.startswith("test_") and path.suffix == ".py")


def line_of(path: Path, problem: Problem) -> str:
    """Give a problem as compilers write it: `file:line:column: severity: message`."""
    return f"{path}:{problem.line}:{problem.column or 1}: {problem.severity}: {problem.message}"
