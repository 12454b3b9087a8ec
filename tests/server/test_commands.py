"""The commands for authors: new, check, test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from limner import recording, samples, testing
from limner.templates import TITLES
from limner_server import cli
from tests.runtime.recordings import answered, session, state
from tests.server.serving import repository, run

GOOD = """\
# /// script
# [tool.limner]
# name = "Mark"
# grants = ["instances:write"]
# ///
from limner import Point, on


@on("create_instance", kind="box")
def mark(event):
    return Point(event.instance.geometry.x, event.instance.geometry.y)
"""


class Ran:
    """What a command gave: its exit code, what it printed, what it complained of."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Command:
    """Run a command in this process."""

    def __init__(self, captured: "pytest.CaptureFixture[str]") -> None:
        self.captured = captured

    def __call__(self, *arguments: object) -> Ran:
        self.captured.readouterr()
        try:
            code = cli.main([str(one) for one in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return Ran(code, *self.captured.readouterr())


@pytest.fixture
def limner(capfd: "pytest.CaptureFixture[str]") -> Command:
    return Command(capfd)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    (tmp_path / "mark.py").write_text(GOOD)
    return tmp_path / "mark.py"


class TestNew:
    @pytest.mark.parametrize("id", TITLES)
    def test_a_new_script_passes_its_checks_and_its_tests(self, tmp_path: Path, limner: Command, id: str) -> None:
        made = limner("new", "Trace leaves", "--template", id, "--dir", tmp_path / "new")
        assert made.code == 0
        script = tmp_path / "new" / "trace_leaves.py"
        assert made.out == f"{script}\n{script.with_name('test_trace_leaves.py')}\n"
        assert 'name = "Trace leaves"' in script.read_text()
        checked = limner("check", script)
        assert (checked.code, checked.out) == (0, "")
        tested = limner("test", script, "-q", "-p", "no:cacheprovider")
        assert tested.code == 0, tested.out
        assert "passed" in tested.out

    @pytest.mark.parametrize("id", TITLES)
    def test_one_in_javascript_has_no_tests(self, tmp_path: Path, limner: Command, id: str) -> None:
        assert limner("new", "x.js", "--language", "javascript", "--template", id, "--dir", tmp_path).code == 0
        assert [path.name for path in tmp_path.iterdir()] == ["x.js"]
        assert limner("check", tmp_path / "x.js").out == ""

    @pytest.mark.parametrize("taken", ["trace.py", "test_trace.py"])
    def test_nothing_is_overwritten_and_nothing_half_written(self, tmp_path: Path, limner: Command, taken: str) -> None:
        (tmp_path / taken).write_text("mine")
        made = limner("new", "trace", "--dir", tmp_path)
        assert made.code == 1
        assert made.err == f"limner: {tmp_path / taken} is there already: choose another name, or move it away\n"
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(taken, "mine")]

    @pytest.mark.parametrize(
        ("name", "file"),
        [("../up", "up.py"), ("Blätter zählen!", "blätter_zählen.py"), ("a.b.py", "a_b.py"), ("-- x", "x.py")],
    )
    def test_the_file_is_called_after_the_name(self, tmp_path: Path, limner: Command, name: str, file: str) -> None:
        assert limner("new", "--dir", tmp_path / "in", "--", name).code == 0
        assert (tmp_path / "in" / file).is_file()

    def test_a_name_without_letters_is_refused(self, tmp_path: Path, limner: Command) -> None:
        made = limner("new", "!!!", "--dir", tmp_path)
        assert (made.code, made.err) == (1, "limner: '!!!' is no name for a script: use letters and digits\n")

    def test_a_template_that_is_not_there_is_explained(self, limner: Command) -> None:
        made = limner("new", "x", "--template", "dance")
        assert made.code == 2
        assert "box" in made.err


class TestCheck:
    def test_a_good_script_says_nothing(self, mark: Path, limner: Command) -> None:
        checked = limner("check", mark)
        assert (checked.code, checked.out, checked.err) == (0, "", "")

    def test_problems_stand_as_compilers_write_them(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD.replace("event.instance.geometry.x", "nothing"))
        checked = limner("check", mark)
        assert (checked.code, checked.out) == (1, f'{mark}:11:18: error: "nothing" is not defined\n')

    def test_warnings_alone_are_no_failure(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD.replace('"instances:write"', '"instances:write", "ask"'))
        checked = limner("check", mark)
        assert checked.code == 0
        assert checked.out == f'{mark}:4:1: warning: the grant "ask" is never used: take it out of grants\n'

    def test_several_are_checked_and_tests_are_none(self, mark: Path, limner: Command) -> None:
        other = mark.with_name("other.js")
        other.write_text("// /// script\n// [tool.limner]\n// timeout = 0\n// ///\n")
        mark.with_name("test_mark.py").write_text("import pytest\n")
        checked = limner("check", *sorted(mark.parent.iterdir()))
        assert checked.code == 1
        assert [line.split(":")[0] for line in checked.out.splitlines()] == [str(other)]

    def test_json_is_a_list_of_problems(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD + "print(nothing)\n")
        checked = limner("check", "--json", mark)
        assert checked.code == 1
        assert json.loads(checked.out) == [
            {"file": str(mark), "line": 12, "column": 7, "message": '"nothing" is not defined', "severity": "error"}
        ]

    @pytest.mark.parametrize(
        ("content", "said"), [(None, "the file cannot be read"), (b"\xff\xfe", "the file is no UTF-8 text")]
    )
    def test_a_file_that_cannot_be_read_is_a_problem(
        self, tmp_path: Path, limner: Command, content: bytes | None, said: str
    ) -> None:
        if content is not None:
            (tmp_path / "a.py").write_bytes(content)
        checked = limner("check", tmp_path / "a.py")
        assert checked.code == 1
        assert f"{tmp_path / 'a.py'}:1:1: error: {said}" in checked.out

    def test_it_does_not_wait_for_the_server(self) -> None:
        code = (
            "import sys; from limner_server import cli; cli.main(['check', 'x.py']); "
            "print({'uvicorn', 'starlette', 'sqlalchemy', 'pytest'} & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stdout.endswith("set()\n"), done.stdout + done.stderr


class TestTest:
    def test_tests_in_the_script_are_run(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD + "\n\ndef test_it(run, box_event):\n    assert run(box_event).changes.created\n")
        tested = limner("test", mark, "-q", "-p", "no:cacheprovider")
        assert tested.code == 0, tested.out
        assert "1 passed" in tested.out

    def test_tests_beside_the_script_and_in_it_are_run(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD + "\n\ndef test_it(script):\n    assert script.name == 'mark.py'\n")
        mark.with_name("test_mark.py").write_text("def test_it(script):\n    assert script.name == 'mark.py'\n")
        tested = limner("test", mark, "-q", "-p", "no:cacheprovider")
        assert "2 passed" in tested.out

    def test_the_options_of_pytest_are_handed_on(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD + "\n\ndef test_one(): pass\n\n\ndef test_two(): pass\n")
        tested = limner("test", mark, "-q", "-k", "two", "-p", "no:cacheprovider")
        assert "1 passed, 1 deselected" in tested.out

    def test_a_test_that_fails_is_a_failure(self, mark: Path, limner: Command) -> None:
        mark.write_text(GOOD + "\n\ndef test_it(run, command_event):\n    assert run(command_event).changes\n")
        tested = limner("test", mark, "-p", "no:cacheprovider")
        assert tested.code == 1
        assert "1 failed" in tested.out

    def test_a_script_without_tests_is_tried_and_that_is_said(self, mark: Path, limner: Command) -> None:
        tested = limner("test", mark)
        assert tested.code == 0
        first, second = tested.out.splitlines()
        assert first.startswith(f"{mark} has no tests (test_mark.py beside it, or functions test_… in it): trying")
        assert second.startswith("mark:create_instance: 1 created, ")

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            (GOOD.replace("event.instance.geometry.y", "1 / 0"), ":11: ZeroDivisionError: division by zero"),
            (GOOD + "import nowhere\n", ":12: ModuleNotFoundError: No module named 'nowhere'"),
            (GOOD + "x = (\n", ":12: SyntaxError: '(' was never closed"),
        ],
    )
    def test_a_hook_that_fails_is_a_failure_with_its_line(
        self, mark: Path, limner: Command, source: str, said: str
    ) -> None:
        mark.write_text(source)
        tested = limner("test", mark)
        assert tested.code == 1
        assert f"{mark}{said}" in tested.out
        assert "Traceback" not in tested.out + tested.err

    def test_a_script_without_hooks_is_said_to_have_none(self, mark: Path, limner: Command) -> None:
        mark.write_text("x = 1\n")
        assert limner("test", mark).out.endswith("it loads, and declares no hook\n")

    def test_scripts_in_javascript_are_explained(self, tmp_path: Path, limner: Command) -> None:
        (tmp_path / "a.js").touch()
        tested = limner("test", tmp_path / "a.js")
        assert tested.code == 1
        assert "is in JavaScript" in tested.err

    def test_a_script_that_is_not_there_is_explained(self, tmp_path: Path, limner: Command) -> None:
        assert limner("test", tmp_path / "a.py").err == f"limner: {tmp_path / 'a.py'} is not there\n"

    def test_without_pytest_it_says_what_to_install(self, tmp_path: Path, mark: Path) -> None:
        (tmp_path / "test_mark.py").write_text("def test_it(): pass\n")
        code = (
            "import importlib.util as u, sys; find = u.find_spec; "
            "u.find_spec = lambda name, *more: None if name == 'pytest' else find(name, *more); "
            f"from limner_server import cli; sys.exit(cli.main(['test', {str(mark)!r}]))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "limner: `limner test` needs pytest: pip install pytest\n")


class TestReplay:
    @pytest.fixture
    def recorded(self, mark: Path) -> Path:
        event = samples.event("create_instance")
        outcome = testing.run(mark, event)
        entries = answered(event, outcome.changes, script="local/mark", hook="mark:create_instance")
        path = mark.with_name("session.json")
        path.write_text(recording.write(session(state(), *entries)))
        return path

    def test_a_session_that_comes_out_the_same(self, mark: Path, recorded: Path, limner: Command) -> None:
        replayed = limner("test", mark, "--replay", recorded)
        assert replayed.code == 0, replayed.err
        assert replayed.out.endswith("local/mark: 1 event, 0 different\n")

    def test_one_that_differs_is_a_failure_unless_the_tolerance_is_wide(
        self, mark: Path, recorded: Path, limner: Command
    ) -> None:
        mark.write_text(GOOD.replace("geometry.y)", "geometry.y + 5)"))
        replayed = limner("test", mark, "--replay", recorded)
        assert replayed.code == 1
        assert "created point moved" in replayed.out
        assert limner("test", mark, "--replay", recorded, "--tolerance", "0").code == 0

    def test_it_can_be_printed_as_json(self, mark: Path, recorded: Path, limner: Command) -> None:
        report = json.loads(limner("test", mark, "--replay", recorded, "--json").out)
        assert (report["script"], report["same"], len(report["events"])) == ("local/mark", True, 1)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--tolerance", "2"), "--tolerance is 2, expected 0 to 1"),
            (("-x",), "-x is an option of pytest, which --replay does not run"),
        ],
    )
    def test_what_does_not_fit_is_explained(
        self, mark: Path, recorded: Path, limner: Command, arguments: tuple[str, ...], said: str
    ) -> None:
        replayed = limner("test", mark, "--replay", recorded, *arguments)
        assert (replayed.code, replayed.err) == (1, f"limner: {said}\n")

    def test_a_file_that_is_no_session_is_explained(self, mark: Path, limner: Command) -> None:
        replayed = limner("test", mark, "--replay", mark)
        assert replayed.code == 1
        assert replayed.err.startswith("limner: the recording is no JSON: ")


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_help(limner: Command, command: str) -> None:
    shown = limner(command, "--help")
    assert shown.code == 0
    assert command in limner("--help").out


def test_an_option_that_is_not_there_is_refused_by_all_but_test(limner: Command) -> None:
    for command in ("new", "check"):
        refused = limner(command, "x", "--speed", "9")
        assert refused.code == 2
        assert "--speed" in refused.err


def test_they_run_as_processes(tmp_path: Path) -> None:
    root = repository(tmp_path)
    made = run(root, "new", "Trace", "--dir", str(tmp_path / "new"))
    assert (made.returncode, made.stderr) == (0, f"try it: limner test {tmp_path / 'new' / 'trace.py'}\n")
    tested = run(root, "test", str(tmp_path / "new" / "trace.py"), "-q", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout + tested.stderr
