"""`limner test`: the tests of a script, one try of each hook where it has none, or the replay of a session."""

import argparse
import ast
import importlib.util
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from limner import manifest, smoke
from limner.protocol import Failure
from limner_server.commands import replaying

PLUGIN = "limner.pytest_plugin"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags; those that are not ours go to pytest."""
    parser.usage = "limner test SCRIPT [--replay FILE [--tolerance IOU] [--json]] [options of pytest]"
    parser.add_argument("script", type=Path, metavar="SCRIPT")
    parser.set_defaults(left=[])
    replaying.arguments(parser)


def run(parsed: argparse.Namespace) -> int:
    """Run what there is, and give pytest's exit code, or 1 where something failed."""
    path: Path = parsed.script
    if not path.is_file():
        raise ValueError(f"{path} is not there")
    if manifest.language_of(path.name) != "python":
        raise ValueError(f"{path} is in JavaScript: open it in the page to try it; `limner check` reads it without")
    if parsed.replay is not None:
        if parsed.left:
            raise ValueError(f"{parsed.left[0]} is an option of pytest, which --replay does not run")
        return replaying.run(parsed)
    tests = tests_of(path)
    return _pytest(path, tests, parsed.left) if tests else _smoke(path)


def tests_of(path: Path) -> list[Path]:
    """Give the files with tests of a script: the one beside it, and itself if it has any."""
    beside = path.with_name(f"test_{path.name}")
    return [one for one in (beside, path) if one.is_file() and (one is beside or _has_tests(path))]


def _has_tests(path: Path) -> bool:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(isinstance(node, functions) and node.name.startswith("test_") for node in tree.body)


def _pytest(path: Path, tests: list[Path], options: list[str]) -> int:
    if importlib.util.find_spec("pytest") is None:
        raise ValueError("`limner test` needs pytest: pip install pytest")
    known = any(one.value == PLUGIN for one in entry_points(group="pytest11"))
    plugin = () if known else ("-p", PLUGIN)
    ours = (*plugin, "--import-mode=importlib", f"--limner-script={path.resolve()}")
    command = [sys.executable, "-m", "pytest", *ours, *map(str, tests), *options]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter, the author's own tests


def _smoke(path: Path) -> int:
    print(f"{path} has no tests (test_{path.name} beside it, or functions test_… in it): trying each hook once instead")
    hooks = smoke.loaded(path)
    if isinstance(hooks, Failure):
        print(f"it does not load: {_said(path, hooks)}")
        return 1
    if not hooks:
        print("it loads, and declares no hook")
        return 0
    tried = list(smoke.try_hooks(path, hooks))
    for one in tried:
        error, ms = one.outcome.error, f"{one.outcome.ms:.1f} ms"
        print(f"{one.hook.id}: " + (f"failed: {_said(path, error)}" if error else f"{one.summary}, {ms}"))
    return int(any(one.outcome.error for one in tried))


def _said(path: Path, failure: Failure) -> str:
    place = f"{path}:{failure.frames[-1].line}: " if failure.frames else ""
    return f"{place}{failure.type}: {failure.message}"
