"""The models folders: files that scripts name in their block, found by name and served by content."""

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from limner import assets

BLOCK = 1024 * 1024
Seen = tuple[int, int]  # mtime in nanoseconds, size


@dataclass(frozen=True)
class Asset:
    """A file as it is now."""

    name: str
    path: Path
    size: int
    sha256: str


class Models:
    """Folders that are looked through in turn. A file is hashed again only when it has changed."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._lock = Lock()
        self._hashes: dict[Path, tuple[Seen, str]] = {}
        self._paths: dict[str, Path] = {}

    def find(self, name: str) -> Asset | None:
        """Give the file of that name in the first folder that has it; one that leads out of its folder is not there."""
        if not assets.is_name(name):
            return None
        for folder in self.folders:
            path = _inside(folder, name)
            if path is not None:
                return self._asset(name, path)
        return None

    def path_of(self, sha256: str) -> Path | None:
        """Give the file with that content, if it was asked for by its name and is still what it was."""
        path = self._paths.get(sha256)
        if path is None or self._hashes[path] != (_seen(path), sha256):
            return None
        return path

    def _asset(self, name: str, path: Path) -> Asset:
        with self._lock:
            seen = _seen(path)
            kept = self._hashes.get(path)
            digest = kept[1] if kept and kept[0] == seen else _sha256(path)
            assert seen is not None
            self._hashes[path] = (seen, digest)
            self._paths[digest] = path
            return Asset(name, path, seen[1], digest)


def missing(name: str, folders: Iterable[Path]) -> str:
    """Say that an asset is not there, where it was looked for, and what to do."""
    places = " nor in ".join(map(str, folders))
    return f"asset {name!r} is neither in {places}: put it there, or bring the models Limner knows with `make models`"


def _inside(folder: Path, name: str) -> Path | None:
    """Give the real path, unless it is no file or a link leads out of the folder."""
    try:
        root, path = folder.resolve(strict=True), (folder / name).resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    return path if path.is_relative_to(root) and path.is_file() else None


def _seen(path: Path) -> Seen | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
