"""ES modules out of npm packages: one esbuild run, each with its declaration file."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .errors import ToolError
from .manifest import Bundle
from .place import appearing

# An entry holds only re-exports, so the same text is a module and its declaration file.
OPTIONS = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none"]
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")


def place_bundles(bundles: Sequence[Bundle], web: Path, vendor: Path) -> frozenset[str]:
    """Write `NAME.js` and `NAME.d.ts` for each bundle; return the names of the packages inside."""
    if not bundles:
        return frozenset()
    with tempfile.TemporaryDirectory() as folder:
        meta = _esbuild(bundles, web, Path(folder))
        for bundle in bundles:
            _copy(Path(folder) / f"{bundle.name}.js", vendor / f"{bundle.name}.js")
            _copy(web / bundle.entry, vendor / f"{bundle.name}.d.ts")
    return frozenset(PACKAGE.findall(" ".join(meta["inputs"])))


def _esbuild(bundles: Sequence[Bundle], web: Path, out: Path) -> dict[str, dict[str, object]]:
    program = web / "node_modules" / "esbuild" / "bin" / "esbuild"
    meta = out / "meta.json"
    entries = [f"{bundle.name}={bundle.entry}" for bundle in bundles]
    command = ["node", str(program), *entries, *OPTIONS, f"--outdir={out}", f"--metafile={meta}", "--log-level=error"]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"esbuild failed:\n{done.stderr}\ndelete web/node_modules and run make vendor again")
    report: dict[str, dict[str, object]] = json.loads(meta.read_text(encoding="utf-8"))
    return report


def _copy(source: Path, destination: Path) -> None:
    with appearing(destination) as draft:
        shutil.copyfile(source, draft)
