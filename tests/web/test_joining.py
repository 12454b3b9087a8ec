"""The modules of a page joined into one: made by `make setup`, served only where they fit the modules."""

import json
from pathlib import Path

import pytest

from limner_server import resources
from web.tools import joining


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let what is joined go elsewhere."""
    monkeypatch.setattr(resources, "JOINED", tmp_path / "joined")
    return tmp_path / "joined"


def test_they_are_there_for_the_tests() -> None:
    chunks = resources.joined()
    assert chunks
    brought = {name for found in chunks.values() for name in found}
    assert [name for name in brought if not (resources.JOINED / name).is_file()] == []
    assert {"pages/annotate.js", "pages/gallery.js", "canvas/windowing.js"} <= set(joining.entries())
    assert [name for name in joining.entries() if not (resources.JOINED / name).is_file()] == []


def test_they_are_made_once_and_those_of_other_modules_go(folder: Path) -> None:
    folder.mkdir()
    (folder / resources.FITS).write_text('{"modules": "others"}')
    (folder / "old.js").touch()
    assert resources.joined() is None
    joining.main()
    assert resources.joined()
    assert not (folder / "old.js").exists()
    made = (folder / "pages" / "annotate.js").stat().st_mtime_ns
    joining.main()
    assert (folder / "pages" / "annotate.js").stat().st_mtime_ns == made


def test_a_change_of_any_module_makes_them_unfit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "js" / "pages").mkdir(parents=True)
    (tmp_path / "vendor").mkdir()
    monkeypatch.setattr(resources, "WEB", tmp_path)
    monkeypatch.setattr(resources, "VENDOR", tmp_path / "vendor")
    ids = [resources.modules_id()]
    for name, text in (("js/pages/a.js", "1"), ("js/pages/a.js", "2"), ("js/b.js", "2"), ("vendor/c.js", "")):
        (tmp_path / name).write_text(text)
        ids.append(resources.modules_id())
    assert len(set(ids)) == len(ids)


def test_their_maps_name_the_modules_as_they_are_served_and_no_path_of_this_machine() -> None:
    maps = sorted(resources.JOINED.rglob("*.map"))
    assert maps
    for path in maps:
        sources = json.loads(path.read_text())["sources"]
        assert [name for name in sources if not (path.parent / name).is_file()] == []
        assert str(resources.REPOSITORY) not in path.read_text() + path.with_suffix("").read_text()
