"""The fixtures that pytest has wherever Limner is installed, in pytests of their own."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

SCRIPT = """\
# /// script
# [tool.limner]
# grants = ["instances:write", "image:read"]
# dependencies = ["numpy"]
# ///
from limner import Point, on


@on("create_instance", kind="box")
async def mark(event, canvas):
    pixels = await canvas.image()
    return Point(*pixels.shape[1::-1])
"""


def run_pytest(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_it_is_registered() -> None:
    assert "limner.pytest_plugin" in {one.value for one in entry_points(group="pytest11")}


def test_a_test_finds_the_script_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mark.py").write_text(SCRIPT)
    (tmp_path / "test_mark.py").write_text(
        "def test_it(script, run, box, box_event, photo):\n"
        "    assert script.name == 'mark.py'\n"
        "    assert box_event.instance == box\n"
        "    outcome = run(box_event)\n"
        "    assert outcome.error is None\n"
        "    assert outcome.changes.created[0].geometry.x == photo.shape[1]\n"
        "    assert run(box_event, image=photo[:20, :20]).error is None\n"
    )
    done = run_pytest(tmp_path, "-W", "error")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_test_in_the_script_finds_the_script(tmp_path: Path) -> None:
    test = "\n\ndef test_it(run, box_event):\n    assert run(box_event).error is None\n"
    (tmp_path / "mark.py").write_text(SCRIPT + test)
    done = run_pytest(tmp_path, "mark.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "mark.py").write_text(SCRIPT)
    (tmp_path / "test_others.py").write_text("def test_it(script):\n    assert script.name == 'mark.py'\n")
    done = run_pytest(tmp_path, "--limner-script", "mark.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_script_that_is_not_there_is_explained(tmp_path: Path) -> None:
    (tmp_path / "test_mark.py").write_text("def test_it(script): pass\n")
    done = run_pytest(tmp_path)
    assert done.returncode == 1
    assert "test_mark.py tests mark.py, which is not beside it" in done.stdout


@pytest.mark.parametrize(
    ("fixture", "event"),
    [
        ("box_event", "create_instance"),
        ("open_event", "open_file"),
        ("command_event", "command"),
        ("prompt_event", "prompt"),
    ],
)
def test_there_are_events(request: pytest.FixtureRequest, fixture: str, event: str) -> None:
    assert request.getfixturevalue(fixture).name == event


def test_any_event_can_be_made(request: pytest.FixtureRequest) -> None:
    make_event = request.getfixturevalue("make_event")
    assert make_event("change_params", changed=("size",)).changed == ("size",)
