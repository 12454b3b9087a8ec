"""The record of the last complete run, by which the next one sees that nothing is to do."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .digest import sha256
from .place import appearing

NAME = ".stamp.json"
# These change when the build adds the runtime's own wheel.
REWRITTEN = ("pyodide/pyodide-lock.json", "pyodide/limner-*.whl")


@dataclass(frozen=True)
class Stamp:
    """What was brought: the hash of the inputs, the extras, and each file's size and SHA-256."""

    inputs: str = ""
    extras: frozenset[str] = frozenset()
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def damaged(self, vendor: Path, thorough: bool) -> list[str]:
        """Return the files that are missing or differ in size or, if thorough, in content."""
        return [name for name, (size, digest) in self.files.items() if _differs(vendor / name, size, digest, thorough)]


def read_stamp(vendor: Path) -> Stamp:
    """Return the stamp in `vendor`, or an empty one."""
    try:
        record = json.loads((vendor / NAME).read_text(encoding="utf-8"))
        files = {name: (size, digest) for name, (size, digest) in record["files"].items()}
        return Stamp(record["inputs"], frozenset(record["extras"]), files)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Stamp()


def write_stamp(vendor: Path, inputs: str, extras: Iterable[str]) -> None:
    """Record every file in `vendor` except those the build rewrites."""
    files = {
        path.relative_to(vendor).as_posix(): [path.stat().st_size, sha256(path)]
        for path in sorted(vendor.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and not _is_rewritten(path.relative_to(vendor))
    }
    record = {"inputs": inputs, "extras": sorted(extras), "files": files}
    with appearing(vendor / NAME) as draft:
        draft.write_text(json.dumps(record, indent=1), encoding="utf-8")


def hash_inputs(root: Path, names: Iterable[str]) -> str:
    """Return one hash over the files under `root` that decide what is brought."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name} {sha256(root / name)}\n".encode())
    return digest.hexdigest()


def _is_rewritten(path: Path) -> bool:
    return any(path.match(pattern) for pattern in REWRITTEN)


def _differs(path: Path, size: int, digest: str, thorough: bool) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return True
    return thorough and sha256(path) != digest
