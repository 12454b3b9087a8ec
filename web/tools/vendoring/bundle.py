"""ES modules out of npm packages: one esbuild run, each with its declaration file."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .errors import ToolError
from .manifest import Bundle, Module
from .place import appearing

# An entry holds only re-exports, so the same text is a module and its declaration file.
OPTIONS = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none"]
REGISTRY = "modules/modules.json"
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


def place_modules(modules: Sequence[Module], web: Path, vendor: Path) -> frozenset[str]:
    """Bundle the modules that name no file, and write the registry the cell reads; return the packages inside."""
    packages: set[str] = set()
    for module in modules:
        if module.file:
            continue
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "module.js"
            meta = _run(["--sourcefile=entry.js", *OPTIONS, f"--outfile={out}"], web, Path(folder), module.entry)
            _copy(out, vendor / module.path)
            packages.update(PACKAGE.findall(" ".join(meta["inputs"])))
    if modules:
        with appearing(vendor / REGISTRY) as draft:
            draft.write_text(json.dumps({module.name: _row(module) for module in modules}, indent=1), encoding="utf-8")
    return frozenset(packages)


def _row(module: Module) -> dict[str, object]:
    if not module.file:
        return {"form": "module", "file": module.path}
    row = {"form": "script", "file": module.path, "global": module.global_name, "requires": list(module.requires)}
    return {**row, "prepare": module.prepare}


def _esbuild(bundles: Sequence[Bundle], web: Path, out: Path) -> dict[str, dict[str, object]]:
    return _run([*(f"{bundle.name}={bundle.entry}" for bundle in bundles), *OPTIONS, f"--outdir={out}"], web, out)


def _run(arguments: Sequence[str], web: Path, out: Path, source: str | None = None) -> dict[str, dict[str, object]]:
    program = web / "node_modules" / "esbuild" / "bin" / "esbuild"
    meta = out / "meta.json"
    command = ["node", str(program), *arguments, f"--metafile={meta}", "--log-level=error"]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True, input=source)
    if done.returncode:
        raise ToolError(f"esbuild failed:\n{done.stderr}\ndelete web/node_modules and run make vendor again")
    report: dict[str, dict[str, object]] = json.loads(meta.read_text(encoding="utf-8"))
    return report


def _copy(source: Path, destination: Path) -> None:
    with appearing(destination) as draft:
        shutil.copyfile(source, draft)
