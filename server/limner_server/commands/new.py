"""`limner new`: a script to start from, and its tests."""

import argparse
import re
import sys
from pathlib import Path

from limner.templates import ENDINGS, TITLES, named, own_tests, template


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument("name", help='what to call it: "Trace leaves" is written to trace_leaves.py')
    parser.add_argument("--language", choices=list(ENDINGS), default="python", help="(default: %(default)s)")
    choices = ", ".join(f"{id}: {title[0].lower()}{title[1:]}" for id, title in TITLES.items())
    parser.add_argument("--template", choices=list(TITLES), default="box", help=f"{choices} (default: %(default)s)")
    parser.add_argument("--dir", type=Path, default=Path(), help="folder to write to (default: this one)")


def run(parsed: argparse.Namespace) -> int:
    """Write the files. Raises `ValueError` where one is there already; then none is written."""
    title = re.sub(r"\.(py|m?js)$", "", parsed.name).strip()
    stem = re.sub(r"\W+", "_", title.lower()).strip("_")
    if not stem:
        raise ValueError(f"{parsed.name!r} is no name for a script: use letters and digits")
    files = _files(title, stem, parsed.template, parsed.language)
    taken = [parsed.dir / name for name in files if (parsed.dir / name).exists()]
    if taken:
        raise ValueError(f"{taken[0]} is there already: choose another name, or move it away")
    parsed.dir.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        with (parsed.dir / name).open("x", encoding="utf-8") as file:
            file.write(source)
        print(parsed.dir / name)
    command = "test" if parsed.language == "python" else "check"
    print(f"try it: limner {command} {parsed.dir / next(iter(files))}", file=sys.stderr)
    return 0


def _files(title: str, stem: str, id: str, language: str) -> dict[str, str]:
    chosen = template(id, "javascript" if language == "javascript" else "python")
    files = {f"{stem}.{ENDINGS[chosen.language]}": named(chosen.source, title)}
    if chosen.language == "python":
        files[f"test_{stem}.py"] = own_tests(id)
    return files
