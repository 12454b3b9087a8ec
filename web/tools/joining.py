"""Join the modules of each page with esbuild, so that a browser asks for a handful of files and not for hundreds.

The modules are read as they lie where the joined ones do not fit them, and always with `--plain-modules`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from limner_server import resources

# Workers are started by their address, `../canvas/x.js`, which is the same beside the modules and beside the joined.
WORKER = re.compile(r'new Worker\(new URL\("\.\./([^"]+)", import\.meta\.url\)')
PAGE = re.compile(r'\{\{ module\("([^"]+)"\) \}\}')


def entries() -> list[str]:
    """Give the modules that are asked for by address, relative to web/js."""
    pages = _found(PAGE, resources.WEB / "templates", "*.html")
    return sorted(pages | _found(WORKER, resources.WEB / "js", "*.js"))


def join(target: Path) -> dict[str, list[str]]:
    """Write the joined modules to a folder, with maps that name the modules beside it.

    Gives for each entry what it imports at once, so that a page can name that beside the entry itself.
    """
    options = ("--bundle", "--splitting", "--format=esm", "--target=es2023", "--log-level=warning")
    # Names stay as written: an error someone reports can be read.
    smaller = ("--minify-whitespace", "--minify-syntax", "--legal-comments=none")
    maps = ("--sourcemap", "--sources-content=false")
    report = target.with_name(f"{target.name}.json")
    to = (f"--outdir={target}", "--outbase=js", "--chunk-names=shared/[name]-[hash]", f"--metafile={report}")
    esbuild = resources.WEB / "node_modules" / ".bin" / "esbuild"
    sources = [f"js/{name}" for name in entries()]
    subprocess.run([esbuild, *sources, *options, *smaller, *maps, *to], cwd=resources.WEB, check=True)
    outputs = json.loads(report.read_text())["outputs"]
    report.unlink()
    imports = {
        _name(path, target): {
            _name(one["path"], target) for one in output["imports"] if one["kind"] == "import-statement"
        }
        for path, output in outputs.items()
    }
    return {name: sorted(_all_of(name, imports)) for name in entries()}


def main() -> None:
    """Join them unless those that are there fit."""
    if resources.joined() is not None:
        return
    draft = resources.JOINED.with_name(f".{resources.JOINED.name}-{os.getpid()}")
    try:
        chunks = join(draft)
        (draft / resources.FITS).write_text(json.dumps({"modules": resources.modules_id(), "chunks": chunks}))
        shutil.rmtree(resources.JOINED, ignore_errors=True)
        draft.rename(resources.JOINED)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    size = sum(path.stat().st_size for path in resources.JOINED.rglob("*.js"))
    print(f"joined {len(entries())} modules and what they import, {size:,} bytes", file=sys.stderr)


def _name(path: str, target: Path) -> str:
    return (resources.WEB / path).resolve().relative_to(target.resolve()).as_posix()


def _all_of(name: str, imports: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        new = imports[todo.pop()] - found
        found |= new
        todo += new
    return found


def _found(pattern: re.Pattern[str], folder: Path, files: str) -> set[str]:
    return {name for path in folder.rglob(files) for name in pattern.findall(path.read_text())}


if __name__ == "__main__":
    main()
