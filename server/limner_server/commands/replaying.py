"""`limner test --replay`: a recorded session against the script as it is now."""

import argparse
import json
from pathlib import Path

from limner import recording, replay


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument("--replay", type=Path, metavar="FILE", help="a session recorded in the page, to be replayed")
    about = "shapes with at least this intersection over union are the same (default: %(default)s)"
    parser.add_argument("--tolerance", type=float, default=replay.TOLERANCE, metavar="IOU", help=about)
    parser.add_argument("--json", action="store_true", help="print what --replay finds as JSON")


def run(parsed: argparse.Namespace) -> int:
    """Print what comes out differently; 1 where something does."""
    if not 0 <= parsed.tolerance <= 1:
        raise ValueError(f"--tolerance is {parsed.tolerance:g}, expected 0 to 1")
    report = replay.replay(parsed.script, recording.read(parsed.replay.read_bytes()), parsed.tolerance)
    print(json.dumps(report.to_json(), indent=2) if parsed.json else report)
    return int(not report.same)
