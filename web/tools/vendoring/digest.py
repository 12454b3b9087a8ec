"""Hashes of files, written the way the manifests write them."""

import base64
import hashlib
from pathlib import Path

from .errors import IntegrityError


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def integrity(path: Path, like: str) -> str:
    """Return a file's Subresource Integrity string, with the algorithm that `like` begins with."""
    algorithm = like.partition("-")[0]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, algorithm).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


def check(path: Path, asset: str, expected: str, mend: str) -> None:
    """Raise IntegrityError unless the file at `path` has the hexadecimal SHA-256 `expected`."""
    came = sha256(path)
    if came != expected:
        raise IntegrityError(f"{asset}: expected sha256 {expected}, got {came} ({path.stat().st_size} bytes); {mend}")
