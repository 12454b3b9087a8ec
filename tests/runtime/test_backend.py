"""Scripts as classes: made once, set up once, their hooks found and called like any."""

from typing import Any

import numpy as np
import pytest

from limner import Box, check
from limner.testing import command, opened, run, runs
from tests.server.world import block

IMAGE = np.zeros((10, 10, 3), np.uint8)
HEAD = block("Class", ("instances:write",)) + "from limner import Box, on\nfrom limner.backend import Backend\n"
COUNTING = (
    HEAD
    + """
class Counting(Backend):
    def setup(self):
        print("set up")
        self.runs = 0

    @on("command", schedule="drop")
    async def count(self, event, canvas):
        self.runs += 1
        return Box(0, 0, self.runs, 1)

    @on("open_file")
    def plain(self, event):
        print("opened")

    def no_hook(self, event, canvas):
        raise AssertionError
"""
)


def test_a_class_is_set_up_once_and_keeps_what_it_has_from_run_to_run() -> None:
    first, second = runs(COUNTING, [command(IMAGE), command(IMAGE)], image=IMAGE)
    assert [one.changes.created[0].geometry for one in (first, second)] == [Box(0, 0, 1, 1), Box(0, 0, 2, 1)]
    assert first.hooks == ("count:command", "plain:open_file")


def test_a_method_may_take_the_event_alone() -> None:
    assert [line.text for line in run(COUNTING, opened(IMAGE)).lines][-1] == "opened"


def test_functions_and_methods_of_one_name_are_hooks_of_their_own() -> None:
    source = COUNTING + '\n@on("command")\ndef count(event, canvas):\n    return Box(5, 5, 1, 1)\n'
    outcome = run(source, command(IMAGE))
    assert outcome.hooks == ("count:command", "count:command:2", "plain:open_file")
    assert len(outcome.changes.created) == 2


def test_only_the_class_that_others_do_not_rest_on_is_made() -> None:
    source = COUNTING + "\nclass Doubling(Counting):\n    def setup(self):\n        self.runs = 4\n"
    outcome = run(source, command(IMAGE))
    assert outcome.hooks == ("count:command", "plain:open_file")
    assert outcome.changes.created[0].geometry == Box(0, 0, 5, 1)


def test_an_overridden_method_without_on_is_no_hook() -> None:
    source = COUNTING + "\nclass Quiet(Counting):\n    def count(self, event, canvas): ...\n"
    assert run(source, command(IMAGE)).hooks == ("plain:open_file",)


@pytest.mark.parametrize(
    ("setup", "kind", "message"),
    [
        ("def setup(self): raise OSError('no model here')", "OSError", "no model here"),
        ("async def setup(self): ...", "HookError", "Broken.setup is async"),
        ("def __init__(self, path): ...", "TypeError", "path"),
    ],
)
def test_what_goes_wrong_in_setup_is_told(setup: str, kind: str, message: str) -> None:
    error: Any = run(f"{HEAD}\nclass Broken(Backend):\n    {setup}\n", command(IMAGE)).error
    assert error.type == kind
    assert message in error.message


def test_nothing_is_wrong_with_a_class_of_hooks() -> None:
    assert check.problems(COUNTING, "a.py") == []


@pytest.mark.parametrize(
    ("given", "instead", "says"),
    [
        ("Counting(Backend)", "Counting", "the hooks of Counting are never called"),
        ("self.runs += 1", "canvas.pixel()", 'the canvas has no "pixel"'),
        ("plain(self, event)", "plain(self, event, canvas, more)", "needs more than (event, canvas)"),
        ('@on("open_file")', '@on("open_fil")', '"open_file"'),
    ],
)
def test_the_check_finds_what_is_wrong_in_a_class(given: str, instead: str, says: str) -> None:
    assert given in COUNTING
    problems = check.problems(COUNTING.replace(given, instead), "a.py")
    assert any(says in problem.message for problem in problems), problems
