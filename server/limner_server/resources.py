"""Where the files of the web, the cell and the bundled scripts lie: in the wheel, or in the repository."""

import hashlib
import json
from functools import cache
from pathlib import Path

import limner

PACKAGE = Path(__file__).parent
BUNDLE = PACKAGE / "bundle"
REPOSITORY = PACKAGE.parents[1]
SAMPLES = PACKAGE / "samples"


def _folder(bundled: str, source: str) -> Path:
    return BUNDLE / bundled if BUNDLE.is_dir() else REPOSITORY / source


WEB = _folder("web", "web")
CELL = _folder("cell", "runtime/cell")
SCRIPTS = _folder("scripts", "scripts_library")
DOCS = _folder("docs", "docs")
VENDOR = WEB / "vendor"
SNAPSHOTS = WEB / "snapshot"
JOINED = WEB / "joined"
# What is imported in the snapshot: the runtime, and what packages need to be unpacked and NumPy to be imported.
IN_SNAPSHOT = (
    *("importlib", "signal", "limner.browser", "limner.cell", "limner.errors", "pyodide.ffi"),
    *("encodings.cp437", "importlib.metadata", "tarfile"),
    *("ctypes", "datetime", "numbers", "pickle", "platform"),
)
FITS = "joined.json"
RUNTIME = Path(limner.__file__).parent


class MissingAssetsError(RuntimeError):
    """The vendored browser assets are not there."""


def require_vendor() -> None:
    """Raise `MissingAssetsError` that says how to bring the browser assets, if they are missing."""
    if not (VENDOR / "pyodide" / "pyodide.mjs").is_file():
        raise MissingAssetsError(f"the browser assets are not in {VENDOR}: run `make vendor`")


@cache
def build_id() -> str:
    """Give a short hash of all files served under it, so that their URLs can be cached for ever."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def joined() -> dict[str, list[str]] | None:
    """Give for each joined module what it imports, if `make setup` joined these very modules."""
    note = JOINED / FITS
    made = json.loads(note.read_text()) if note.is_file() else {}
    return made["chunks"] if made.get("modules") == modules_id() else None


def modules_id() -> str:
    """Give a hash of the modules of the pages."""
    digest = hashlib.sha256()
    for path in sorted([*(WEB / "js").rglob("*.js"), *VENDOR.glob("*.js")]):
        digest.update(path.relative_to(WEB).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def snapshots() -> tuple[Path, Path] | None:
    """Give Pyodide's memory with this very runtime imported and NumPy's bytecode, if `make setup` made them."""
    if not SNAPSHOTS.is_dir():
        return None
    memory, compiled = (SNAPSHOTS / name for name in snapshot_names())
    return (memory, compiled) if memory.is_file() and compiled.is_file() else None


def snapshot_names() -> tuple[str, str]:
    """Give the names of those that fit the vendored Pyodide and the runtime."""
    digest = hashlib.sha256((VENDOR / "pyodide" / "pyodide-lock.json").read_bytes())
    digest.update(" ".join(IN_SNAPSHOT).encode())
    for path in (VENDOR / "pyodide" / "pyodide.asm.wasm", *sorted(RUNTIME.rglob("*.py"))):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{digest.hexdigest()[:16]}.bin.gz", f"{digest.hexdigest()[:16]}.numpy.zip"


def _sources() -> list[Path]:
    folders = (WEB / "js", WEB / "css", CELL, RUNTIME)
    own = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".js", ".css", ".py"}]
    return own + [path for path in (VENDOR / ".stamp.json", VENDOR / "pyodide" / "pyodide-lock.json") if path.is_file()]
