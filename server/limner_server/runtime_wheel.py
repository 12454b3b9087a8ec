"""The runtime as a wheel that Pyodide can install, built without a build backend."""

import base64
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

NAME = "limner"
EPOCH = (1980, 1, 1, 0, 0, 0)
WHEEL = "Wheel-Version: 1.0\nGenerator: limner\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build_runtime_wheel(package_dir: Path, out_dir: Path, version: str) -> Path:
    """Write `limner-VERSION-py3-none-any.whl` from the package at `package_dir` and return its path.

    The same sources give the same bytes. Raises FileNotFoundError if `package_dir` is not a package.
    """
    if not (package_dir / "__init__.py").is_file():
        raise FileNotFoundError(f"{package_dir} is not a package: it has no __init__.py")
    out_dir.mkdir(parents=True, exist_ok=True)
    destination = out_dir / f"{NAME}-{version}-py3-none-any.whl"
    draft = destination.with_name(f".{destination.name}.{os.getpid()}.tmp")
    try:
        _write(draft, _members(package_dir, version))
        draft.replace(destination)
    finally:
        draft.unlink(missing_ok=True)
    return destination


def _members(package_dir: Path, version: str) -> dict[str, bytes]:
    about = f"{NAME}-{version}.dist-info"
    members = {
        f"{NAME}/{path.relative_to(package_dir).as_posix()}": path.read_bytes() for path in _sources(package_dir)
    }
    members[f"{about}/METADATA"] = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {version}\n".encode()
    members[f"{about}/WHEEL"] = WHEEL.encode()
    members[f"{about}/RECORD"] = _record(members, f"{about}/RECORD").encode()
    return members


def _sources(package_dir: Path) -> Iterator[Path]:
    for path in sorted(package_dir.rglob("*")):
        if path.is_file() and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(package_dir).parts
        ):
            yield path


def _record(members: dict[str, bytes], record: str) -> str:
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in members.items()]
    return "\n".join([*lines, f"{record},,", ""])


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _write(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content, zipfile.ZIP_DEFLATED)
