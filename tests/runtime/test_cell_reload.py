"""Live reload: a ready cell takes another version of its script."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from limner import Point, ProtocolError, Tag
from limner.cell import State
from limner.manifest import GRANTS
from limner.protocol import Call, ErrorMessage, Init, Initialized, Message, ParamsMessage, Result
from tests.runtime.examples import message_text
from tests.runtime.host import EVENT, FILENAME, Host, error_of, result_of, script

FIRST, SECOND = script("return Tag()"), script("return Point(1, 2)")
SIZED = """\
# /// script
# [tool.limner.params.size]
# type = "integer"
# default = {default}
# ///
"""


def talk(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(conversation)


async def reload(
    host: Host, source: str, grants: Sequence[str] = tuple(GRANTS), params: dict[str, Any] | None = None
) -> Initialized:
    host.tell(Init(FILENAME, source, tuple(grants), params or {}))
    return await host.hear(Initialized)


class TestANewVersion:
    def test_it_answers_from_then_on(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            assert result_of(await host.run(run="r1")).changes.created[0].geometry == Tag()
            await reload(host, SECOND)
            assert host.state is State.READY
            assert result_of(await host.run(run="r2")).changes.created[0].geometry == Point(1, 2)

        talk(conversation())

    def test_its_hooks_are_announced_afresh_with_ids_of_their_own(self) -> None:
        once = "from limner import on\n@on('command')\ndef answer(): ...\n"
        doubled = "from limner import on\n@on('command', kind='box')\n@on('command', kind='point')\ndef answer(): ...\n"

        async def conversation() -> None:
            host = Host()
            first = await host.load(doubled)
            again = await reload(host, doubled)
            other = await reload(host, once)
            assert [hook.id for hook in first.hooks] == ["answer:command", "answer:command:2"]
            assert again == first
            assert [hook.id for hook in other.hooks] == ["answer:command"]

        talk(conversation())

    def test_hooks_of_the_version_before_are_gone(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            await reload(host, script("pass", event="command"))
            assert error_of(await host.run(run="r2")) == (
                "ProtocolError: the script has no hook 'answer:create_instance'"
            )

        talk(conversation())

    def test_nothing_of_the_module_before_is_left(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("print(globals().get('seen'))", head="seen = [1]\n"))
            await host.run(run="r1")
            await reload(host, script("print(globals().get('seen'))"))
            await host.run(run="r2")
            assert host.lines == ["[1]", "None"]

        talk(conversation())

    def test_it_has_its_own_grants(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            await reload(host, FIRST, grants=["image:read"])
            assert error_of(await host.run(run="r1")).startswith("GrantError: canvas.create needs the grant")
            await reload(host, FIRST, grants=["instances:write"])
            assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_it_has_its_own_parameters(self) -> None:
        def printing(default: int) -> str:
            return script("print(canvas.params.size)", header=SIZED.format(default=default))

        async def conversation() -> None:
            host = Host()
            await host.load(printing(5), params={"size": 7})
            await host.run(run="r1")
            await reload(host, printing(6))
            await host.run(run="r2")
            await reload(host, printing(6), params={"size": 8})
            await host.run(run="r3")
            assert host.lines == ["7", "6", "8"]

        talk(conversation())

    def test_its_errors_show_its_own_lines(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("raise ValueError('first')"))
            await reload(host, script("pass\nraise ValueError('second')"))
            answer = await host.run()
            assert isinstance(answer, ErrorMessage)
            assert [frame.text for frame in answer.error.frames] == ["raise ValueError('second')"]

        talk(conversation())

    def test_calls_go_on_being_counted(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()"))
            numbers = []
            for name in ("r1", "r2"):
                host.begin(run=name)
                numbers.append((await host.answer([])).call)
                await host.end()
                await reload(host, script("await canvas.instances()"))
            assert numbers == [1, 2]

        talk(conversation())

    def test_it_may_have_another_file_name(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            host.tell(Init("other.py", "x = 1 / 0\n"))
            error = (await host.hear(Initialized)).error
            assert error is not None and error.frames[0].text == "x = 1 / 0"

        talk(conversation())


class TestAVersionThatDoesNotLoad:
    @pytest.mark.parametrize(
        ("source", "type"),
        [
            ("x = \n", "SyntaxError"),
            ("raise SystemExit(1)\n", "SystemExit"),
            ("# /// script\n# a =\n# ///\n", "ManifestError"),
            ("from limner import on\n@on('command', attributes={'a': object()})\ndef answer(): ...\n", "ProtocolError"),
        ],
    )
    def test_the_next_one_does(self, source: str, type: str) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            error = (await reload(host, source)).error
            assert error is not None and error.type == type
            assert host.state is State.STARTING
            assert (await reload(host, SECOND)).error is None
            assert result_of(await host.run()).changes.created[0].geometry == Point(1, 2)

        talk(conversation())

    def test_parameters_that_do_not_fit_count_as_that(self) -> None:
        sized = script("print(canvas.params.size)", header=SIZED.format(default=5))

        async def conversation() -> None:
            host = Host()
            assert (await host.load(sized, params={"size": "big"})).error is not None
            assert (await reload(host, sized, params={"size": 6})).error is None
            await host.run()
            assert host.lines == ["6"]

        talk(conversation())

    def test_it_may_be_the_first_one_several_times(self) -> None:
        async def conversation() -> None:
            host = Host()
            assert (await host.load("x = \n")).error is not None
            assert (await reload(host, "y = \n")).error is not None
            assert (await reload(host, FIRST)).error is None
            assert isinstance(await host.run(), Result)

        talk(conversation())

    def test_until_then_the_version_before_answers_nothing(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            await reload(host, "x = \n")
            with pytest.raises(ProtocolError, match="got 'event', expected one of: init, dispose"):
                host.begin(EVENT)
            assert host.state is State.FAILED

        talk(conversation())


class TestWhen:
    @pytest.mark.parametrize("stopping", [False, True])
    def test_while_a_run_goes_on_it_is_out_of_order(self, stopping: bool) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()"))
            host.begin()
            await host.hear(Call)
            if stopping:
                host.cancel()
            with pytest.raises(ProtocolError, match=r"got .init., expected one of: .*cancel, reply, params, dispose"):
                host.tell(Init(FILENAME, FIRST))

        talk(conversation())

    def test_after_a_run_was_stopped_it_is_taken(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()"))
            host.begin(run="r1")
            await host.hear(Call)
            host.cancel("r1")
            await host.end()
            await reload(host, FIRST)
            assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_a_malformed_one_leaves_the_version_before_in_place(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            with pytest.raises(ProtocolError, match=r"init\.source is 5, expected a text"):
                host.cell.receive(message_text("init", source=5))
            assert isinstance(await host.run(), Result)

        talk(conversation())

    @pytest.mark.parametrize("late", [ParamsMessage({}), Init(FILENAME, FIRST)])
    def test_what_may_come_to_a_ready_cell_may_come_after_it(self, late: Message) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(FIRST)
            await reload(host, SECOND)
            host.tell(late)
            assert host.state is State.READY

        talk(conversation())
