"""One interpreter as a state machine: what it takes when, and what comes of a run."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any, TypeVar

import pytest

from limner import Box, ProtocolError, Tag
from limner.cell import LEGAL, Cell, State
from limner.changes import Created
from limner.protocol import (
    MESSAGES,
    VERSION,
    Call,
    Cancel,
    Dispose,
    ErrorMessage,
    EventMessage,
    Initialized,
    Log,
    Message,
    Notify,
    Progress,
    Ready,
    Reply,
    Result,
    decode,
)
from tests.runtime.examples import message_text
from tests.runtime.host import BOX, EVENT, FILENAME, Host, error_of, labelled, result_of, run, script, told

Kind = TypeVar("Kind")
WAITING = script('await canvas.image()\nprint("not reached")')
PARAMS = """\
# /// script
# [tool.limner.params.size]
# type = "integer"
# default = 5
# ///
"""


def talk(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(conversation)


async def reached(state: State) -> Host:
    """Give a cell in the state, by the way a host would bring it there."""
    host = Host()
    if state is State.STARTING:
        return host
    await host.load(WAITING)
    if state is State.FAILED:
        host.tell(Dispose())
    elif state is not State.READY:
        host.begin(run="r")
        await host.hear(Call)
    if state is State.STOPPING:
        host.cancel("r")
    return host


@contextlib.contextmanager
def interruptible(cell: Cell, meant: int | None = None) -> Iterator[None]:
    """Let SIGINT interrupt the cell, as a host sends it for a run."""
    before = signal.signal(signal.SIGINT, lambda *_: cell.interrupt(meant))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def resumed(conversation: Coroutine[Any, Any, Kind]) -> Kind:
    """Run a conversation in a loop that an interrupt does not end, as a page's does not."""
    with asyncio.Runner() as runner:
        task = runner.get_loop().create_task(conversation)
        while not task.done():
            with contextlib.suppress(KeyboardInterrupt):
                runner.get_loop().run_until_complete(task)
        return task.result()


class TestStates:
    def test_every_state_says_what_it_takes(self) -> None:
        assert set(LEGAL) == set(State)

    @pytest.mark.parametrize(("state", "kind"), [(state, kind) for state, kinds in LEGAL.items() for kind in kinds])
    def test_what_is_legal_is_taken(self, state: State, kind: type[Message]) -> None:
        after = {"init": State.READY, "event": State.RUNNING, "dispose": State.FAILED}.get(kind.type, state)
        if (state, kind) == (State.RUNNING, Cancel):
            after = State.STOPPING
        if (state, kind) == (State.STOPPING, EventMessage):
            after = State.STOPPING  # it waits

        async def conversation() -> None:
            host = await reached(state)
            assert host.state is state
            host.cell.receive(
                message_text(kind.type, **({"hook": "answer:create_instance"} if kind.type == "event" else {}))
            )
            assert host.state is after

        talk(conversation())

    @pytest.mark.parametrize(
        ("state", "type"),
        [(state, type) for state, kinds in LEGAL.items() for type, kind in MESSAGES.items() if kind not in kinds],
    )
    def test_what_is_out_of_order_is_fatal_and_says_what_was_expected(self, state: State, type: str) -> None:
        async def conversation() -> None:
            host = await reached(state)
            expected = ", ".join(kind.type for kind in LEGAL[state])
            with pytest.raises(ProtocolError, match=f"^got '{type}', expected one of: {expected}$"):
                host.cell.receive(message_text(type))
            assert host.state is State.FAILED

        talk(conversation())

    @pytest.mark.parametrize("text", ["", "null", '{"type":"init"}', '{"type":"dance"}'])
    def test_what_is_malformed_raises_nothing_but_a_protocol_error(self, text: str) -> None:
        with pytest.raises(ProtocolError):
            Cell(lambda *_: None).receive(text)

    def test_it_says_first_what_it_speaks(self) -> None:
        sent: list[str] = []
        Cell(lambda text, _: sent.append(text)).start()
        (ready,) = map(decode, sent)
        assert isinstance(ready, Ready)
        assert ready.protocol == VERSION
        assert ready.language.startswith("Python 3.")

    def test_a_cell_that_failed_while_running_does_not_come_back(self) -> None:
        async def conversation() -> None:
            host = await reached(State.RUNNING)
            host.tell(Dispose())
            assert (await host.end()).stopped  # type: ignore[union-attr]
            assert host.state is State.FAILED
            with pytest.raises(ProtocolError):
                host.begin(run="r2")

        talk(conversation())


class TestLoading:
    def load(self, source: str, **given: Any) -> Initialized:
        return asyncio.run(Host().load(source, **given))

    def test_the_hooks_are_announced_with_their_plain_filters(self) -> None:
        loaded = self.load(
            "from limner import on\n"
            '@on("create_instance", "command", kind="box", label=["cat"], actor="human", when=lambda e: True)\n'
            "def answer(event): ...\n"
        )
        assert loaded.error is None
        assert [hook.id for hook in loaded.hooks] == ["answer:create_instance", "answer:command"]
        assert {(hook.kinds, hook.labels, hook.actors) for hook in loaded.hooks} == {(("box",), ("cat",), ("human",))}

    def test_a_script_without_hooks_is_loaded(self) -> None:
        assert self.load("x = 1\n") == Initialized()

    @pytest.mark.parametrize(
        ("source", "type", "message", "line"),
        [
            ("x = 1\ndef f(:\n    pass\n", "SyntaxError", "invalid syntax", 2),
            ("x = 1\n\nraise ValueError('no')\n", "ValueError", "no", 3),
            ("import no_such_module_here\n", "ModuleNotFoundError", "No module named 'no_such_module_here'", 1),
            ("from limner import on\n\n@on('created')\ndef f(): ...\n", "HookError", "@on: event 'created' does", 3),
            ("raise SystemExit(3)\n", "SystemExit", "3", 1),
        ],
    )
    def test_an_error_is_given_with_its_line(self, source: str, type: str, message: str, line: int) -> None:
        error = self.load(source).error
        assert error is not None
        assert error.type == type
        assert error.message.startswith(message)
        assert [frame.line for frame in error.frames] == [line]

    def test_a_block_that_cannot_be_read_is_an_error(self) -> None:
        error = self.load("# /// script\n# a = \n# ///\n").error
        assert error is not None
        assert (error.type, error.message[:7]) == ("ManifestError", "line 2:")

    def test_parameters_that_do_not_fit_are_an_error(self) -> None:
        error = self.load(script("pass", header=PARAMS), params={"size": "big"}).error
        assert error is not None
        assert error.message == "parameter 'size' is 'big', expected integer"

    def test_a_filter_that_cannot_be_sent_is_an_error(self) -> None:
        source = "from limner import on\n@on('command', attributes={'a': object()})\ndef answer(): ...\n"
        error = self.load(source).error
        assert error is not None
        assert "cannot be sent as JSON" in error.message

    def test_a_script_that_did_not_load_takes_no_events(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load("raise ValueError")
            with pytest.raises(ProtocolError, match="got 'event', expected one of: init, dispose"):
                host.begin()

        talk(conversation())

    def test_what_it_prints_while_loading_belongs_to_no_run(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load('print("hello")')
            (log,) = (message for message in host.said if isinstance(message, Log))
            assert (log.lines[0].text, log.run) == ("hello", None)

        talk(conversation())


class TestReturning:
    @pytest.mark.parametrize("declaration", ["def", "async def"])
    @pytest.mark.parametrize(
        ("returned", "created"),
        [
            ("None", 0),
            ("Box(1, 2, 3, 4)", 1),
            ("event.instance", 1),
            ("[Box(1, 2, 3, 4), Tag()]", 2),
            ("(Tag() for _ in range(3))", 3),
            ("iter([event.instance, Tag()])", 2),
            ("[]", 0),
        ],
    )
    def test_what_a_hook_returns_is_created(self, declaration: str, returned: str, created: int) -> None:
        source = f"from limner import *\n@on('create_instance')\n{declaration} answer(event):\n    return {returned}\n"
        changes = result_of(run(source)).changes
        assert len(changes.created) == len(changes) == created

    def test_a_hook_may_yield_what_it_creates(self) -> None:
        source = "from limner import *\n@on('create_instance')\ndef answer():\n    yield Tag()\n    yield Tag()\n"
        assert len(result_of(run(source)).changes.created) == 2

    @pytest.mark.parametrize(
        ("returned", "message"),
        [
            ("5", "the hook returned int, expected geometries, instances or nothing"),
            ("'box'", "the hook returned str, expected"),
            ("{'kind': 'box'}", "the hook returned dict, expected"),
            ("[Tag(), 5]", "int is no geometry: use Box, Polygon"),
            ("[None]", "NoneType is no geometry"),
        ],
    )
    def test_anything_else_is_an_error_that_says_what_was_expected(self, returned: str, message: str) -> None:
        assert error_of(run(script(f"return {returned}"))).startswith(f"ChangeError: {message}")

    def test_a_geometry_takes_the_label_of_the_trigger(self) -> None:
        (created,) = result_of(run(script("return Tag()"), labelled("dog"))).changes.created
        assert created.label == "dog"

    def test_an_instance_keeps_its_own_label_attributes_and_score(self) -> None:
        body = "return Instance('x', 'f', Tag(), 'car', attributes={'a': 1}, score=0.5)"
        (created,) = result_of(run(script(body))).changes.created
        assert (created.label, created.attributes, created.score) == ("car", {"a": 1}, 0.5)

    def test_what_was_called_and_what_was_returned_come_together(self) -> None:
        body = "canvas.create(Box(1, 1, 2, 2))\ncanvas.delete(event.instance)\nreturn Tag()"
        changes = result_of(run(script(body))).changes
        assert [created.geometry for created in changes.created] == [Box(1, 1, 2, 2), Tag()]
        assert changes.deleted == (BOX.id,)


class TestChecking:
    def test_out_of_range_coordinates_are_clamped_to_the_file(self) -> None:
        (created,) = result_of(run(script("return Box(600, 400, 100, 100)"))).changes.created
        assert created.geometry == Box(600, 400, 40, 80)

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("return [Tag(), Polygon([(0, 0), (1, 1)])]", "instance 2: polygon has 2 points, needs at least 3"),
            ("return Box(float('nan'), 0, 1, 1)", "instance 1: box has a coordinate that is no finite number"),
            ("canvas.create(Tag(), score=2)", "instance 1: score is 2, expected 0 to 1"),
            ("canvas.update(event.instance, geometry=Box(0, 0, 0, 1))", "update of i1: box measures 0 x 1"),
        ],
    )
    def test_one_invalid_item_rejects_all_and_is_named(self, body: str, message: str) -> None:
        assert error_of(run(script(body))).startswith(f"ChangeError: {message}")

    @pytest.mark.parametrize(
        ("value", "message"),
        [("object()", "object <object object"), ("{1}", "set {1}"), ("float('nan')", "Out of range float values")],
    )
    def test_an_attribute_that_cannot_be_sent_is_an_error(self, value: str, message: str) -> None:
        error = error_of(run(script(f"canvas.create(Tag(), attributes={{'a': {value}}})")))
        assert error.startswith(f"ProtocolError: result: {message}")

    def test_an_attribute_that_holds_itself_is_an_error(self) -> None:
        error = error_of(run(script("a = {}\na['a'] = a\ncanvas.create(Tag(), attributes=a)")))
        assert "recursion" in error


class TestPredicate:
    def source(self, when: str) -> str:
        return f"from limner import *\n@on('create_instance', when={when})\ndef answer(): return Tag()\n"

    @pytest.mark.parametrize(("label", "skipped"), [("cat", False), ("dog", True)])
    def test_a_run_it_does_not_want_is_skipped(self, label: str, skipped: bool) -> None:
        result = result_of(run(self.source("lambda event: event.instance.label == 'cat'"), labelled(label)))
        assert (result.skipped, bool(result.changes)) == (skipped, not skipped)

    def test_an_error_in_it_is_the_runs(self) -> None:
        assert error_of(run(self.source("lambda event: 1 / 0"))) == "ZeroDivisionError: division by zero"


class TestErrors:
    def test_only_the_scripts_own_lines_are_shown_innermost_last(self) -> None:
        source = script("return helper()", head="import json\n\ndef helper():\n    return json.loads('{')\n")
        answer = run(source)
        assert isinstance(answer, ErrorMessage)
        lines = source.splitlines()
        assert [(frame.function, frame.text) for frame in answer.error.frames] == [
            ("answer", "return helper()"),
            ("helper", "return json.loads('{')"),
        ]
        assert all(lines[frame.line - 1].strip() == frame.text for frame in answer.error.frames)
        assert not answer.stopped

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("raise SystemExit(3)", "SystemExit: 3"),
            ("import sys; sys.exit()", "SystemExit: "),
            ("raise GeneratorExit", "GeneratorExit: "),
            ("raise BaseException('own')", "BaseException: own"),
            ("raise ExceptionGroup('many', [ValueError(1)])", "ExceptionGroup: many (1 sub-exception)"),
            ("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"),
            ("canvas.params.size", "ParameterError: no parameter 'size' is declared (there are: none)"),
            ("canvas.paint()", "AttributeError: the canvas has no 'paint'"),
        ],
    )
    def test_whatever_is_raised_ends_the_run_and_not_the_cell(self, body: str, error: str) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script(f"if event.instance.label:\n    {body.replace(chr(10), chr(10) + '    ')}"))
            assert error_of(await host.run(run="r1")).startswith(error)
            assert host.state is State.READY
            assert isinstance(await host.run(labelled(None), run="r2"), Result)

        talk(conversation())

    def test_an_error_that_cannot_be_shown_ends_the_run_too(self) -> None:
        head = "class Mute(Exception):\n    def __str__(self): raise ValueError\n"
        assert error_of(run(script("raise Mute", head=head))) == "Mute: (its message cannot be shown)"

    def test_a_hook_that_does_not_exist_is_an_error_of_the_run(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("pass"))
            assert error_of(await host.run(hook="other:command")) == (
                "ProtocolError: the script has no hook 'other:command'"
            )
            assert host.state is State.READY

        talk(conversation())

    def test_nothing_is_applied_of_a_run_that_failed(self) -> None:
        answer, messages = told(script("canvas.create(Tag())\nraise ValueError"))
        assert isinstance(answer, ErrorMessage)
        assert not any(isinstance(message, Result) for message in messages)


class TestStopping:
    def test_a_run_that_waits_is_stopped(self) -> None:
        async def conversation() -> None:
            host = await reached(State.RUNNING)
            host.cancel("r")
            assert host.state is State.STOPPING
            answer = await host.end()
            assert isinstance(answer, ErrorMessage)
            assert (answer.run, answer.stopped, answer.error.type) == ("r", True, "Stopped")
            assert host.state is State.READY
            assert host.lines == []

        talk(conversation())

    def test_a_run_that_has_not_begun_is_stopped_too(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("print('begun')"))
            host.begin()
            host.cancel()
            answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped
            assert host.state is State.READY
            assert host.lines == []
            assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_a_late_cancel_does_nothing(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("return Tag()"))
            await host.run(run="r1")
            host.cancel("r1")
            assert host.state is State.READY
            assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_a_cancel_of_another_run_does_nothing(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()"))
            host.begin(run="r2")
            host.cancel("r1")
            assert host.state is State.RUNNING
            await host.answer([])
            assert isinstance(await host.end(), Result)

        talk(conversation())

    def test_the_next_event_may_come_while_a_run_is_being_stopped_and_begins_after_it(self) -> None:
        async def conversation() -> None:
            host = await reached(State.STOPPING)
            host.begin(run="next")
            first = await host.end()
            assert isinstance(first, ErrorMessage) and (first.run, first.stopped) == ("r", True)
            await host.hear(Call)
            host.cancel("next")
            assert (await host.end()).run == "next"

        talk(conversation())

    def test_only_one_event_may_wait_for_a_stop(self) -> None:
        async def conversation() -> None:
            host = await reached(State.STOPPING)
            host.begin(run="next")
            with pytest.raises(ProtocolError, match="got 'event'"):
                host.begin(run="one too many")

        talk(conversation())

    def test_what_waits_for_a_stop_can_be_stopped_itself(self) -> None:
        async def conversation() -> None:
            host = await reached(State.STOPPING)
            host.begin(run="next")
            host.cancel("next")
            ends = [await host.end(), await host.end()]
            assert [(one.run, isinstance(one, ErrorMessage) and one.stopped) for one in ends] == [
                ("next", True),
                ("r", True),
            ]
            assert host.state is State.READY

        talk(conversation())

    def test_an_interrupt_for_a_run_that_is_over_does_not_stop_the_next(self) -> None:
        async def conversation() -> None:
            host = Host()
            head = "import signal"
            with interruptible(host.cell, meant=1):
                await host.load(script("signal.raise_signal(signal.SIGINT)", head=head))
                first = await host.run(run="r1")
                assert isinstance(first, ErrorMessage) and first.stopped
                assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_an_interrupt_inside_a_hook_is_a_stop(self) -> None:
        answer = run(script("raise KeyboardInterrupt"))
        assert isinstance(answer, ErrorMessage) and answer.stopped

    def test_an_interrupt_stops_a_script_that_computes(self) -> None:
        async def conversation() -> None:
            host = Host()
            with interruptible(host.cell):
                await host.load(script("while True:\n    signal.raise_signal(signal.SIGINT)", head="import signal"))
                host.begin()
                answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped

        talk(conversation())

    def test_an_interrupt_between_the_messages_tears_nothing(self) -> None:
        async def conversation() -> None:
            host = Host()
            with interruptible(host.cell):
                await host.load(WAITING)
                signal.raise_signal(signal.SIGINT)
                host.begin()
                await host.hear(Call)
                signal.raise_signal(signal.SIGINT)
                assert host.state is State.RUNNING
                host.cancel("r1")
                signal.raise_signal(signal.SIGINT)
                answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped

        talk(conversation())

    def test_an_interrupt_while_the_end_is_said_leaves_the_cell_ready(self) -> None:
        class Struck(Host):
            struck = False

            def _take(self, text: str, frames: Sequence[bytes]) -> None:
                if isinstance(decode(text), Result) and not self.struck:
                    self.struck = True
                    raise KeyboardInterrupt
                super()._take(text, frames)

        async def conversation() -> tuple[bool, State]:
            host = Struck()
            await host.load(script("return None"))
            host.begin()
            answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped
            return host.struck, host.state

        assert resumed(conversation()) == (True, State.READY)

    def test_a_script_may_clean_up_but_not_go_on(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("try:\n    await canvas.image()\nfinally:\n    print('tidy')"))
            host.begin()
            await host.hear(Call)
            host.cancel()
            answer = await host.end()
            assert isinstance(answer, ErrorMessage) and answer.stopped
            assert host.lines == ["tidy"]

        talk(conversation())

    def test_the_reply_to_a_stopped_run_is_ignored(self) -> None:
        async def conversation() -> None:
            host = await reached(State.RUNNING)
            host.cancel("r")
            host.tell(Reply("r", 1, []))
            await host.end()
            host.tell(Reply("r", 1, []))
            assert host.state is State.READY

        talk(conversation())


class TestCalls:
    def test_the_host_answers_calls_by_number(self) -> None:
        body = "import asyncio\na, b = await asyncio.gather(canvas.instances(label='a'), canvas.instances(label='b'))\n"

        async def conversation() -> None:
            host = Host()
            await host.load(script(body + "print(len(a), len(b))"))
            host.begin()
            await host.hear(Call)
            await host.hear(Call)
            host.tell(Reply("r1", 2, []))
            host.tell(Reply("r1", 1, [{"id": "i", "file": "f", "geometry": {"kind": "tag"}}]))
            await host.end()
            assert host.lines == ["1 0"]

        talk(conversation())

    def test_a_refusal_is_an_error_the_script_may_catch(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("try:\n    await canvas.instances()\nexcept HostError as e:\n    print(e)"))
            host.begin()
            await host.answer(error="not now")
            assert isinstance(await host.end(), Result)
            assert host.lines == ["not now"]

        talk(conversation())

    def test_an_uncaught_refusal_is_the_runs_error(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()"))
            host.begin()
            await host.answer(error="not now")
            assert error_of(await host.end()) == "HostError: not now"

        talk(conversation())

    def test_pixels_come_as_a_frame_after_the_reply(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("pixels = await canvas.image((1, 2, 2, 1))\nprint(pixels.tolist())"))
            host.begin()
            call = await host.answer({"width": 2, "height": 1, "channels": 3}, bytes(range(6)))
            assert (call.method, call.args) == ("image", {"bounds": [1, 2, 2, 1], "scale": 1.0})
            await host.end()
            assert host.lines == ["[[[0, 1, 2], [3, 4, 5]]]"]

        talk(conversation())

    @pytest.mark.parametrize(("value", "frames"), [({"width": 1}, [b"x"]), (None, [b"x"]), ([1], [b"x"])])
    def test_pixels_without_their_size_are_a_malformed_message(self, value: Any, frames: list[bytes]) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(WAITING)
            host.begin()
            with pytest.raises(ProtocolError, match="reply: pixels need width, height, channels and one binary frame"):
                await host.answer(value, *frames)

        talk(conversation())

    def test_a_reply_to_nothing_is_ignored(self) -> None:
        async def conversation() -> None:
            host = await reached(State.READY)
            host.tell(Reply("r9", 99, "late"))
            assert host.state is State.READY

        talk(conversation())


class TestSaying:
    def test_prints_belong_to_their_run(self) -> None:
        _, messages = told(script("print('one')\nprint('two')"))
        logs = [message for message in messages if isinstance(message, Log)]
        assert [line.text for log in logs for line in log.lines] == ["one", "two"]
        assert {log.run for log in logs} == {"r1"}

    def test_all_of_it_is_said_before_the_result(self) -> None:
        _, messages = told(script("print('a')\nprint('b')\nprint('c', end='')"))
        assert isinstance(messages[-1], Result)

    def test_errors_go_to_the_console_too(self) -> None:
        _, messages = told(script("import sys\nprint('careful', file=sys.stderr)"))
        assert any(isinstance(message, Log) and message.lines[0].text == "careful" for message in messages)

    def test_of_a_flood_a_thousand_lines_are_kept_and_the_rest_counted(self) -> None:
        _, messages = told(script("for i in range(3000): print(i)"))
        logs = [message for message in messages if isinstance(message, Log)]
        assert [line.text for log in logs for line in log.lines] == [str(i) for i in range(1000)]
        assert sum(log.dropped for log in logs) == 2000

    def test_progress_and_notices_carry_the_run(self) -> None:
        _, messages = told(script("canvas.progress(0.5, 'half')\ncanvas.notify('look', level='warning')"))
        assert Progress("r1", 0.5, "half") in messages
        assert Notify("r1", "look", "warning") in messages

    def test_a_line_carries_what_can_be_unfolded(self) -> None:
        _, messages = told(script("canvas.log('box', event.instance.bounds, level='debug')\nprint('plain')"))
        lines = [line for message in messages if isinstance(message, Log) for line in message.lines]
        assert [(line.level, line.values) for line in lines] == [
            ("debug", ("box", [10.0, 20.0, 30.0, 40.0])),
            ("info", None),
        ]

    def test_the_result_says_how_long_the_hook_took(self) -> None:
        assert result_of(run(script("sum(range(1000))"))).ms > 0


class TestRuns:
    def test_two_in_a_row_use_the_parameters_of_their_time(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("print(canvas.params.size)", header=PARAMS))
            await host.run(run="r1")
            host.set(size=7)
            await host.run(run="r2")
            host.set()
            await host.run(run="r3")
            assert host.lines == ["5", "7", "5"]

        talk(conversation())

    def test_a_running_one_keeps_the_parameters_it_began_with(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("await canvas.instances()\nprint(canvas.params.size)", header=PARAMS))
            host.begin()
            call = await host.hear(Call)
            host.set(size=7)
            host.tell(Reply("r1", call.call, []))
            await host.end()
            assert host.lines == ["5"]

        talk(conversation())

    def test_parameters_that_do_not_fit_fail_the_next_run_only(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("pass", header=PARAMS))
            host.set(size="big")
            assert error_of(await host.run(run="r1")).startswith("ParameterError: parameter 'size' is 'big'")
            host.set(size=6)
            assert isinstance(await host.run(run="r2"), Result)

        talk(conversation())

    def test_what_a_script_keeps_in_its_module_stays_between_runs(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("seen.append(1)\nprint(len(seen))", head="seen = []\n"))
            await host.run(run="r1")
            await host.run(run="r2")
            assert host.lines == ["1", "2"]

        talk(conversation())

    def test_the_changes_of_one_are_not_those_of_the_next(self) -> None:
        async def conversation() -> None:
            host = Host()
            await host.load(script("return Tag()"))
            for name in ("r1", "r2"):
                result = result_of(await host.run(run=name))
                assert (result.run, len(result.changes.created)) == (name, 1)

        talk(conversation())

    def test_every_created_instance_has_an_id_of_its_own(self) -> None:
        created = result_of(run(script("return [Tag(), Tag()]"))).changes.created
        assert len({item.id for item in created}) == 2
        assert all(isinstance(item, Created) and item.id for item in created)
        assert created[0].geometry == Tag()


def test_a_script_is_a_module_with_its_file_name() -> None:
    _, messages = told(script("print(__file__)"), EVENT)
    assert any(isinstance(message, Log) and message.lines[0].text == FILENAME for message in messages)
