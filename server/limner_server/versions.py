"""The immutable name of a script's source."""

import hashlib


def version_of(source: str) -> str:
    """Give the content hash that names a version."""
    return "sha256:" + hashlib.sha256(source.encode()).hexdigest()
