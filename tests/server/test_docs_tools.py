"""The page about the tools: what it shows is what the commands print."""

import dataclasses
import re
import shlex
from pathlib import Path
from typing import get_args

import pytest

from limner import CreateInstance, Ellipse, Event, pytest_plugin, recording, samples, testing
from limner.changes import ChangeSet
from limner.recording import RunOutcome
from limner.templates import TITLES, own_tests, template
from limner_server import cli
from limner_server.commands import serve
from tests.runtime.recordings import answered, session, state

PAGE = (Path(__file__).parents[2] / "docs" / "scripts" / "tools.md").read_text()
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHOWN = [text for language, text in FENCES if language == "console"]
PYTHON = [text for language, text in FENCES if language == "python"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page speaks of, to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    (tmp_path / "brightest.py").write_text(PYTHON[0])
    (tmp_path / "untested.py").write_text(template("box").source)
    return tmp_path


def leaf_spots(folder: Path) -> None:
    cli.main(["new", "Leaf spots", "--dir", str(folder)])
    events = [samples.event("create_instance") for _ in range(2)]
    events = [dataclasses.replace(event, file=dataclasses.replace(event.file, name="photo.png")) for event in events]
    first = testing.run(folder / "leaf_spots.py", events[0]).changes
    (made,) = first.created
    assert isinstance(made.geometry, Ellipse)
    smaller = dataclasses.replace(made.geometry, rx=made.geometry.rx * 0.9, ry=made.geometry.ry * 0.9)
    second = ChangeSet((dataclasses.replace(made, geometry=smaller),), deleted=(subject(events[1]),))
    pairs = zip(events, (first, second), strict=True)
    entries = [one for event, changes in pairs for one in answered(event, changes, script="local/leaf-spots")]
    (folder / "session.json").write_text(recording.write(session(state(), *entries)))


def subject(event: Event) -> str:
    assert isinstance(event, CreateInstance)
    return event.instance.id


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.splitlines()[0])
def test_a_command_prints_what_is_shown(folder: Path, capfd: "pytest.CaptureFixture[str]", shown: str) -> None:
    command, _, expected = shown.removeprefix("$ limner ").partition("\n")
    if "leaf_spots" in command:
        leaf_spots(folder)
    capfd.readouterr()
    cli.main(shlex.split(command))
    pattern = re.escape(expected).replace("…", "(?:…|[0-9.]+s?)")
    assert re.fullmatch(pattern, capfd.readouterr().out)


def test_the_fixtures_are_used_as_shown(folder: Path) -> None:
    leaf_spots(folder)
    (folder / "test_leaf_spots.py").write_text(PYTHON[1])
    assert cli.main(["test", "leaf_spots.py", "-q"]) == 0


def test_every_fixture_is_in_the_table() -> None:

    offered = {
        name for name, value in vars(pytest_plugin).items() if type(value).__name__ == "FixtureFunctionDefinition"
    }
    assert offered
    assert {name for name in offered if f"| `{name}` |" not in PAGE} == set()


def test_every_template_is_in_the_table() -> None:
    assert {id for id in TITLES if f"| `{id}`" not in PAGE} == set()
    assert all("def test_" in own_tests(id) for id in TITLES)


def test_the_session_that_is_shown_is_one() -> None:
    (text,) = [text for language, text in FENCES if language == "json"]
    found = recording.read(text)
    assert [entry.kind for entry in found.entries] == ["state", "change", "event", "run"]


def test_every_outcome_is_named() -> None:
    assert {one for one in get_args(RunOutcome) if f"`{one}`" not in PAGE} == set()


def test_the_flags_of_serve_are_there() -> None:
    (text,) = [text for language, text in FENCES if language == "sh"]
    for line in text.splitlines():
        parsed = cli.parser("serve").parse_args(shlex.split(line)[1:])
        assert parsed.watch == "my_scripts"
        assert parsed.command == serve.__name__.rpartition(".")[2]


def test_every_command_has_a_heading() -> None:
    assert {name for name in cli.COMMANDS if f"## limner {name}" not in PAGE} == set()
