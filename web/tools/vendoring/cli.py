"""The command line of `make vendor`."""

import argparse
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .console import Console
from .download import Cache, opener
from .errors import VendorError
from .npm import Npm
from .run import Run
from .sources import Sources

WEB = Path(__file__).resolve().parents[2]
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill the vendor folder; return 0, or 1 after saying what went wrong."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)(thorough=options.verify)
    except VendorError as error:
        print(f"make vendor: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make vendor: stopped; what was downloaded is kept and continued next time", file=sys.stderr)
        return INTERRUPTED
    return 0


def _run(options: argparse.Namespace) -> Run:
    console = Console(quiet=options.quiet)
    npm = Npm(options.web, offline=options.offline)
    downloads = Cache(_cache_folder(), console, cache(lambda: opener(npm.settings)), offline=options.offline)
    return Run(options.web, frozenset(options.extras), Sources(npm, downloads), console)


def _cache_folder() -> Path:
    default = Path.home() / ".cache" / "limner" / "vendor"
    return Path(os.environ.get("LIMNER_VENDOR_CACHE") or default).absolute()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vendor.py", description="Fill web/vendor with third-party files.")
    parser.add_argument(
        "--with",
        dest="extras",
        action="append",
        default=[],
        metavar="NAME",
        help="also bring an extra group, such as scientific",
    )
    parser.add_argument("--verify", action="store_true", help="hash every file, and bring again what is damaged")
    parser.add_argument("--offline", action="store_true", help="use only the cache")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    parser.add_argument("--web", type=Path, default=WEB, help="the folder of vendor.toml (default: %(default)s)")
    return parser
