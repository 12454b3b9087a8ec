"""The page about the first script: its commands do with its script and its test what it says."""

import re
import textwrap
from pathlib import Path

import pytest

from limner_server import cli

PAGE = (Path(__file__).parents[2] / "docs" / "scripts" / "first-script.md").read_text()
SCRIPT, TEST = (
    textwrap.dedent(text) for _, text in re.findall(r"^( *)```python\n(.*?)^\1```$", PAGE, re.MULTILINE | re.DOTALL)
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    return tmp_path


def test_new_writes_the_script_and_its_test(folder: Path) -> None:
    assert cli.main(["new", "Corner dots"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["corner_dots.py", "test_corner_dots.py"]


def test_check_says_nothing_of_the_script_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "corner_dots.py").write_text(SCRIPT)
    assert cli.main(["check", "corner_dots.py"]) == 0
    assert capsys.readouterr().out == ""


def test_the_test_shown_holds_for_the_script_shown(folder: Path) -> None:
    (folder / "corner_dots.py").write_text(SCRIPT)
    (folder / "test_corner_dots.py").write_text(TEST)
    assert cli.main(["test", "corner_dots.py", "-q"]) == 0


def test_the_test_shown_fails_where_the_script_is_wrong(folder: Path) -> None:
    (folder / "corner_dots.py").write_text(SCRIPT.replace("Point(x, y), ", ""))
    (folder / "test_corner_dots.py").write_text(TEST)
    assert cli.main(["test", "corner_dots.py", "-q"]) == 1
