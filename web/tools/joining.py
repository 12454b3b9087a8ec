"""Join the modules of each page with esbuild, so that a browser asks for a handful of files and not for hundreds.

The modules are read as they lie where the joined ones do not fit them, and always with `--plain-modules`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from limner_server import resources

# Workers are started by their address, `../canvas/x.js`, which is the same beside the modules and beside the joined.
WORKER = re.compile(r'new Worker\(new URL\("\.\./([^"]+)", import\.meta\.url\)')
PAGE = re.compile(r'src="\{\{ modules \}\}/([^"]+)"')


def entries() -> list[str]:
    """Give the modules that are asked for by address, relative to web/js."""
    pages = _found(PAGE, resources.WEB / "templates", "*.html")
    return sorted(pages | _found(WORKER, resources.WEB / "js", "*.js"))


def join(target: Path) -> None:
    """Write the joined modules to a folder, with maps that name the modules beside it."""
    options = ("--bundle", "--splitting", "--format=esm", "--target=es2023", "--log-level=warning")
    # Names stay as written: an error someone reports can be read.
    smaller = ("--minify-whitespace", "--minify-syntax", "--legal-comments=none")
    maps = ("--sourcemap", "--sources-content=false")
    to = (f"--outdir={target}", "--outbase=js", "--chunk-names=shared/[name]-[hash]")
    esbuild = resources.WEB / "node_modules" / ".bin" / "esbuild"
    sources = [f"js/{name}" for name in entries()]
    subprocess.run([esbuild, *sources, *options, *smaller, *maps, *to], cwd=resources.WEB, check=True)


def main() -> None:
    """Join them unless those that are there fit."""
    if resources.joined():
        return
    draft = resources.JOINED.with_name(f".{resources.JOINED.name}-{os.getpid()}")
    try:
        join(draft)
        (draft / resources.FITS).write_text(resources.modules_id())
        shutil.rmtree(resources.JOINED, ignore_errors=True)
        draft.rename(resources.JOINED)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    size = sum(path.stat().st_size for path in resources.JOINED.rglob("*.js"))
    print(f"joined {len(entries())} modules and what they import, {size:,} bytes", file=sys.stderr)


def _found(pattern: re.Pattern[str], folder: Path, files: str) -> set[str]:
    return {name for path in folder.rglob(files) for name in pattern.findall(path.read_text())}


if __name__ == "__main__":
    main()
