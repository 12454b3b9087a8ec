"""A loaded script: its namespace, its hooks, its errors as its author sees them."""

import sys
import traceback

import pytest

from limner import ManifestError, script
from limner.script import failure, load

SOURCE = """\
# /// script
# [tool.limner]
# name = "Two hooks"
# [tool.limner.params.size]
# type = "integer"
# default = 5
# ///
from dataclasses import dataclass
from limner import on

@dataclass
class Note:
    text: "str"

@on("command")
def answer(): return Note("x")

@on("open_file")
def greet(): return __name__
"""


def failing(source: str) -> BaseException:
    with pytest.raises(BaseException) as caught:
        load(source, "a.py")
    return caught.value


def test_the_hooks_are_found_by_id_in_order() -> None:
    assert list(load(SOURCE, "a.py").bound) == ["answer:command", "greet:open_file"]


def test_the_block_is_read_and_its_parameters_resolved() -> None:
    loaded = load(SOURCE, "a.py")
    assert loaded.manifest.name == "Two hooks"
    assert loaded.params({"size": 7}) == {"size": 7}


def test_a_script_may_declare_dataclasses() -> None:
    assert load(SOURCE, "a.py").bound["answer:command"].call(None, None).text == "x"


def test_a_script_is_no_main_program() -> None:
    assert load(SOURCE, "a.py").bound["greet:open_file"].call(None, None) == script.MODULE
    assert script.MODULE in sys.modules


def test_imported_hooks_of_another_load_do_not_linger() -> None:
    load(SOURCE, "a.py")
    assert load("x = 1", "a.py").bound == {}


def test_the_runtime_s_own_future_imports_do_not_reach_the_script() -> None:
    loaded = load("from limner import on\n@on('command')\ndef answer(event: 1 + 1): ...\n", "a.py")
    assert loaded.bound["answer:command"].function.__annotations__ == {"event": 2}


def test_a_block_that_cannot_be_read_is_raised_before_anything_runs() -> None:
    with pytest.raises(ManifestError):
        load("# /// script\n# = 1\n# ///\nraise SystemExit\n", "a.py")


class TestFailure:
    def test_a_syntax_error_is_shown_at_its_line_with_its_text(self) -> None:
        shown = failure(failing("x = 1\n  y = 2\n"), "a.py")
        assert (shown.type, shown.message) == ("IndentationError", "unexpected indent")
        assert [(frame.line, frame.text) for frame in shown.frames] == [(2, "y = 2")]

    def test_a_syntax_error_in_evaluated_code_is_shown_where_it_was_evaluated(self) -> None:
        shown = failure(failing("x = 1\neval('1 +')\n"), "a.py")
        assert [frame.line for frame in shown.frames] == [2]
        assert "invalid syntax" in shown.message

    def test_frames_of_libraries_are_left_out(self) -> None:
        error = failing("import json\n\njson.loads('{')\n")
        assert len(traceback.extract_tb(error.__traceback__)) > 3
        assert [(frame.line, frame.text) for frame in failure(error, "a.py").frames] == [(3, "json.loads('{')")]

    def test_another_version_of_the_file_shows_its_own_lines(self) -> None:
        failing("raise ValueError('old')\n")
        shown = failure(failing("x = 1\nraise ValueError('new')\n"), "a.py")
        assert [(frame.line, frame.text) for frame in shown.frames] == [(2, "raise ValueError('new')")]

    def test_an_error_without_a_traceback_has_no_frames(self) -> None:
        assert failure(ValueError("x"), "a.py").frames == ()

    def test_text_no_file_can_hold_is_an_error_and_no_crash(self) -> None:
        assert failure(failing("x = '\0'"), "a.py").message
