"""Commands: their tables in the block, the hooks that ask for them, and what the check says of both."""

from typing import Any

import numpy as np
import pytest

from limner import Box, HookError, Instance, Point, on, testing
from limner.commands import ScriptCommand
from limner.geometry import KINDS
from limner.hooks import collect
from limner.manifest import Problem, parse
from tests.runtime.checking import block, said, script

IMAGE = np.zeros((8, 8, 3), np.uint8)
TABLES = ("[tool.limner.commands.smooth]", "[tool.limner.commands.fill_holes]")
UNKNOWN = 'the block declares no command "{}" (there are: smooth, fill_holes), did you mean "fill_holes"?'
BOTH = """
    @on("command", command="smooth")
    def smooth(event, canvas):
        canvas.log(event.command)


    @on("command", command="fill_holes")
    def fill(event, canvas):
        canvas.log("filled", event.instance.label if event.instance else None)
"""


def read(*lines: str) -> tuple[dict[str, ScriptCommand], list[Problem]]:
    problems: list[Problem] = []
    return dict(parse(block('name = "A"', *lines), problems=problems).commands), problems


class TestTables:
    def test_a_table_has_its_values_and_the_rest_by_default(self) -> None:
        lines = ('title = "Fill"', 'description = "Closes holes."', 'hotkey = "Shift+F"', 'kinds = ["polygon", "mask"]')
        commands, problems = read(TABLES[0], TABLES[1], *lines)
        assert problems == []
        assert list(commands.values()) == [
            ScriptCommand("smooth", "Smooth"),
            ScriptCommand("fill_holes", "Fill", "Closes holes.", "Shift+F", ("polygon", "mask")),
        ]

    def test_a_title_is_the_name_in_words_unless_said(self) -> None:
        assert [one.title for one in read(*TABLES)[0].values()] == ["Smooth", "Fill holes"]

    @pytest.mark.parametrize(
        ("line", "message", "severity"),
        [
            ("title = 5", "command 'smooth': title is 5, expected a text", "error"),
            ('kinds = "box"', "command 'smooth': kinds is 'box', expected a list of texts", "error"),
            ("hotkey = []", "command 'smooth': hotkey is [], expected a text", "error"),
            ('icon = "x"', "command 'smooth': unknown key 'icon' is ignored", "warning"),
            ('name = "x"', "command 'smooth': unknown key 'name' is ignored", "warning"),
        ],
    )
    def test_what_does_not_fit_is_left_out_and_said_at_its_table(self, line: str, message: str, severity: Any) -> None:
        commands, problems = read(TABLES[0], line)
        assert commands == {"smooth": ScriptCommand("smooth", "Smooth")}
        assert problems == [Problem(4, message, severity)]

    def test_a_kind_that_does_not_exist_is_left_out(self) -> None:
        commands, (problem,) = read(TABLES[0], 'kinds = ["blob", "box"]')
        assert commands["smooth"].kinds == ("box",)
        assert problem.message.startswith("command 'smooth': kind 'blob' does not exist, choose from box, polygon")

    @pytest.mark.parametrize("line", ['commands = "all"', "commands = [1]", "commands.smooth = 3"])
    def test_what_is_no_table_is_said(self, line: str) -> None:
        commands, (problem,) = read(line)
        assert commands == {} and "no table" in problem.message and problem.severity == "error"

    def test_two_commands_with_one_key_are_remarked_on(self) -> None:
        _, (problem,) = read(TABLES[0], 'hotkey = "K"', TABLES[1], 'hotkey = "k"')
        assert problem == Problem(6, "command 'fill_holes': the hotkey is that of 'smooth' already")

    def test_a_hotkey_of_the_script_does_nothing_beside_commands(self) -> None:
        _, (problem,) = read('hotkey = "k"', *TABLES)
        assert problem == Problem(4, "hotkey does nothing: the script has commands, and each has its own")

    def test_an_empty_hotkey_is_none(self) -> None:
        assert read(TABLES[0], 'hotkey = ""')[0]["smooth"].hotkey is None


class TestHooks:
    def test_only_the_hook_of_the_command_answers(self) -> None:
        image = IMAGE
        source = script(BOTH, *TABLES)
        cat = Instance("i", "file", Point(1, 2), "cat")
        lines = {
            name: [line.text for line in testing.run(source, testing.command(image, cat, command=name)).lines]
            for name in ("smooth", "fill_holes", "")
        }
        assert lines == {"smooth": ["smooth"], "fill_holes": ["filled cat"], "": []}

    def test_a_hook_without_the_filter_answers_all(self) -> None:
        source = script('@on("command")\ndef all(event, canvas):\n    canvas.log(repr(event.command))\n', *TABLES)
        heard = [testing.run(source, testing.command(IMAGE, command=name)).lines[0].text for name in ("a", "")]
        assert heard == ["'a'", "''"]

    @pytest.mark.parametrize("events", [("open_file",), ("command", "create_instance")])
    def test_an_event_without_commands_cannot_ask_for_one(self, events: tuple[str, ...]) -> None:
        with pytest.raises(HookError, match="only"):
            on(*events, command="smooth")

    @pytest.mark.parametrize("given", ["smooth", ["smooth"], ("smooth",)])
    def test_one_or_several_are_kept(self, given: Any) -> None:
        (bound,) = collect({"f": on("command", command=given)(lambda event: None)})
        assert bound.hook.commands == ("smooth",)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_can_be_named_in_a_table(self, kind: str) -> None:
        assert read(TABLES[0], f'kinds = ["{kind}"]')[0]["smooth"].kinds == (kind,)


class TestCheck:
    def test_a_script_whose_hooks_answer_its_commands_is_right(self) -> None:
        assert said(script(BOTH, *TABLES)) == []

    def test_a_command_that_is_not_declared_is_an_error_where_it_stands(self) -> None:
        source = script('@on("command", command=["smooth", "fill_hole"])\ndef f():\n    pass\n', *TABLES)
        errors = [line for line in said(source) if ": error: " in line]
        assert errors == ["8:35: error: " + UNKNOWN.format("fill_hole")]

    def test_a_command_no_hook_answers_is_remarked_on_at_its_table(self) -> None:
        source = script('@on("command", command="smooth")\ndef f():\n    pass\n', *TABLES)
        assert said(source) == ['5:None: warning: no hook answers the command "fill_holes"']

    @pytest.mark.parametrize(
        "hook", ['@on("command")', '@on("command", **FILTERS)', '@on("command", command=NAMES)', "@on(EVENT)"]
    )
    def test_a_hook_that_may_answer_any_leaves_nothing_to_remark(self, hook: str) -> None:
        source = script(f"FILTERS, NAMES, EVENT = {{}}, [], 'command'\n\n\n{hook}\ndef f():\n    pass\n", *TABLES)
        assert said(source) == []

    def test_the_same_is_said_of_javascript(self) -> None:
        tables = block('name = "A"', *TABLES, mark="//")
        hook = 'import { on } from "limner";\n\non("command", { command: ["smooth", "fil_holes"] }, () => {});\n'
        assert said(tables + hook, "a.js") == [
            '5:None: warning: no hook answers the command "fill_holes"',
            "9:None: error: " + UNKNOWN.format("fil_holes"),
        ]
        assert said(tables + 'on(["command", "open_file"], () => {});\n', "a.js") == []


def test_the_event_of_a_command_keeps_its_instance() -> None:
    box = Instance("i", "file", Box(1, 2, 3, 4))
    event = testing.command(IMAGE, box, command="smooth")
    assert (event.command, event.instance) == ("smooth", box)
    assert type(event).from_json(event.to_json()) == event
