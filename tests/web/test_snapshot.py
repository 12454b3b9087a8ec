"""The snapshot cells start from and NumPy's bytecode: made by `make setup`, of the runtime that is there."""

import gzip
import zipfile
from pathlib import Path

import pytest

from limner_server import resources
from web.tools import snapshot


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let what is made go elsewhere."""
    monkeypatch.setattr(resources, "SNAPSHOTS", tmp_path / "snapshot")
    monkeypatch.setattr(resources, "snapshots", resources.snapshots.__wrapped__)
    return tmp_path / "snapshot"


def test_they_are_there_for_the_tests() -> None:
    assert resources.snapshots() is not None


def test_they_are_made_once_and_those_of_other_versions_go(folder: Path) -> None:
    folder.mkdir()
    (folder / "0123456789abcdef.bin.gz").write_bytes(b"old")
    assert resources.snapshots() is None
    snapshot.main()
    found = resources.snapshots()
    assert found
    memory, compiled = found
    assert set(folder.iterdir()) == {memory, compiled}
    assert gzip.decompress(memory.read_bytes()).startswith(b"\0snp")
    names = zipfile.ZipFile(compiled).namelist()
    assert "numpy/__pycache__/__init__.cpython-313.pyc" in names
    made = memory.stat().st_mtime_ns
    snapshot.main()
    assert memory.stat().st_mtime_ns == made


def test_neither_holds_a_path_of_this_machine() -> None:
    found = resources.snapshots()
    assert found
    memory, compiled = found
    content = gzip.decompress(memory.read_bytes()) + _unpacked(compiled)
    assert b"/home/pyodide" in content
    assert str(resources.REPOSITORY).encode() not in content


def test_those_of_another_runtime_are_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = resources.snapshot_names()
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    assert resources.snapshots() is not None
    runtime = tmp_path / "limner"
    runtime.mkdir()
    (runtime / "__init__.py").write_text("changed = True\n")
    monkeypatch.setattr(resources, "RUNTIME", runtime)
    assert resources.snapshots() is None


def _unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
