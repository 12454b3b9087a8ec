"""The command line: `limner serve`, `limner new`, `limner check`, `limner backend`, `limner test`."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from limner import __version__
from limner.errors import LimnerError
from limner_server import resources

COMMANDS = {
    "serve": "serve the pages and the API",
    "new": "write a script to start from, with its tests",
    "check": "say what is wrong with scripts, without running them",
    "backend": "run a script in this process, for a Limner server elsewhere",
    "test": "run the tests of a script, or replay a recorded session against it",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    top = parser(given[0] if given and given[0] in COMMANDS else "")
    parsed, left = top.parse_known_args(given)
    if left and not hasattr(parsed, "left"):
        top.error(f"unrecognized arguments: {' '.join(left)}")
    parsed.left = left
    try:
        return int(_command(parsed.command).run(parsed))
    except (ValueError, OSError, resources.MissingAssetsError, LimnerError) as error:
        print(f"limner: {error}", file=sys.stderr)
        return 1


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """Make the parser, with the flags of one command, by default of all."""
    top = argparse.ArgumentParser(prog="limner", description="A browser-hosted userscript runtime for annotation.")
    top.add_argument("--version", action="version", version=f"limner {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, about in COMMANDS.items():
        own = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", allow_abbrev=False)
        if command in (None, name):
            _command(name).arguments(own)
    return top


def _command(name: str) -> Any:
    return importlib.import_module(f"limner_server.commands.{name}")


if __name__ == "__main__":
    sys.exit(main())
