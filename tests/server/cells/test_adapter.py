"""A slot whose runs are Python of ours: to the dispatcher a slot like any other, and bounded by the same grants."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from limner.canvas import Canvas
from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.errors import LimnerError
from limner.events import Event
from limner.geometry import Box
from limner.protocol import (
    Cancel,
    ErrorMessage,
    Flush,
    Log,
    Notify,
    Overlay,
    ParamsMessage,
    Progress,
    Reply,
    Result,
    decode,
    encode,
)
from limner_server.adapters.stub import hooks_in, stub_source
from limner_server.cells.adapter import AdapterSlot
from limner_server.cells.slot import Program
from limner_server.errors import ApiError
from tests.server.cells.inprocess import Host, asked, program, until, with_slot

BOX = Box(1, 2, 3, 4)
GRANTS = ("image:read", "instances:read", "instances:write", "overlay")
SOURCE = stub_source(
    "Model",
    "",
    GRANTS,
    [("command", {})],
    "",
    params={"size": {"type": "integer", "default": 3, "minimum": 1}},
)
HOOK = "answer_command:command"
Handle = Callable[[Event, Any], Any]


class Adapted(AdapterSlot):
    """Answers with a function."""

    def __init__(self, given: Program, handle: Handle) -> None:
        super().__init__(given, hooks_in(given.source), "the model")
        self.function = handle
        self.cancelled = 0

    async def handle(self, event: Event, canvas: Canvas) -> ChangeSet | None:
        try:
            found: ChangeSet | None = await self.function(event, canvas)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return found


def made(**fields: Any) -> Program:
    given = program("", **{"place": "backend:model", "grants": GRANTS, **fields})
    return Program(**{**vars(given), "source": SOURCE})


def run(handle: Handle, host: Host | None = None, params: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Give what the dispatcher answers of one run."""

    async def once() -> Any:
        here, _ = with_slot(lambda given: Adapted(given, handle))
        ran = await here.run(made(**fields), asked(hook=HOOK), host or Host(), params=params)
        await here.close()
        return ran

    return asyncio.run(once())


def test_what_is_returned_and_what_the_canvas_was_told_are_one_change_set() -> None:
    async def handle(event: Event, canvas: Any) -> ChangeSet:
        canvas.create(BOX, label="cat")
        return ChangeSet(deleted=("old",))

    ran = run(handle)
    assert isinstance(ran.answer, Result)
    assert [one.label for one in ran.answer.changes.created] == ["cat"]
    assert ran.answer.changes.deleted == ("old",)
    assert (ran.place, ran.title) == ("backend:model", "the model")


def test_calls_are_answered_by_the_host_and_its_refusals_are_errors() -> None:
    async def handle(event: Event, canvas: Any) -> None:
        there = await canvas.instances()
        canvas.log("there are", len(there))
        await canvas.image()

    host = Host(instances=[])
    ran = run(handle, host)
    assert host.asked == ["instances", "image"]
    assert [line.text for message in host.heard if isinstance(message, Log) for line in message.lines] == [
        "there are 0"
    ]
    assert isinstance(ran.answer, ErrorMessage)
    assert ran.answer.error.message == "no answer to image"


def test_what_is_said_on_the_way_is_heard_in_its_order_and_can_travel() -> None:
    async def handle(event: Event, canvas: Any) -> None:
        canvas.progress(0.5, "half")
        canvas.notify("look")
        canvas.create(BOX)
        await canvas.flush()
        canvas.overlay([[0.0, 1.0]])

    host = Host()
    assert run(handle, host).answer.changes == ChangeSet()
    assert [type(message) for message in host.heard] == [Progress, Notify, Flush, Overlay]
    assert all(decode(encode(message)) == message for message in host.heard)


def test_parameters_are_resolved_by_the_block() -> None:
    async def handle(event: Event, canvas: Any) -> None:
        canvas.create(Box(0, 0, canvas.params.size, 1))

    assert run(handle).answer.changes.created[0].geometry.width == 3
    assert run(handle, params={"size": 5}).answer.changes.created[0].geometry.width == 5
    assert "expected at least 1" in run(handle, params={"size": 0}).answer.error.message


@pytest.mark.parametrize(
    ("changes", "grants", "missing"),
    [
        (ChangeSet(created=(Created(BOX),)), ("instances:suggest",), "create"),
        (ChangeSet(updated=(Updated("a", label="b"),)), ("instances:suggest",), "update"),
        (ChangeSet(deleted=("a",)), ("instances:suggest",), "delete"),
        (ChangeSet(suggested=(Suggested(BOX),)), ("image:read",), "suggest"),
        (ChangeSet(suggested=(Suggested(BOX),)), ("instances:write",), None),
        (ChangeSet(suggested=(Suggested(BOX),)), ("instances:suggest",), None),
    ],
    ids=str,
)
def test_an_adapter_may_only_what_was_confirmed(
    changes: ChangeSet, grants: tuple[str, ...], missing: str | None
) -> None:
    async def handle(event: Event, canvas: Any) -> ChangeSet:
        return changes

    answer = run(handle, grants=grants).answer
    if missing is None:
        assert isinstance(answer, Result)
    else:
        assert f"the answer would {missing} instances: that needs the confirmed grant" in answer.error.message


def test_a_canvas_call_that_was_not_confirmed_is_not_there() -> None:
    async def handle(event: Event, canvas: Any) -> None:
        await canvas.image()

    assert 'canvas.image needs the grant "image:read"' in run(handle, grants=("instances:write",)).answer.error.message


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ApiError(502, "x", "the model is asleep"), "the model is asleep"),
        (LimnerError("point at something"), "point at something"),
        (KeyError("weights"), "the model could not be asked: the adapter failed; the server's log says more"),
    ],
    ids=str,
)
def test_an_error_says_what_people_can_use(error: Exception, said: str) -> None:
    async def handle(event: Event, canvas: Any) -> None:
        raise error

    answer = run(handle).answer
    assert isinstance(answer, ErrorMessage)
    assert (answer.error.message, answer.error.frames, answer.stopped) == (said, (), False)


@pytest.mark.parametrize("shape", [Box(0, 0, 0, 0), Box(float("nan"), 0, 1, 1), Box(1000, 1000, 5, 5)], ids=str)
def test_a_shape_that_does_not_hold_fails_the_run(shape: Box) -> None:
    async def handle(event: Event, canvas: Any) -> ChangeSet:
        return ChangeSet(created=(Created(BOX), Created(shape)))

    assert run(handle).answer.error.message.startswith("instance 2: box")


def test_a_run_past_its_deadline_is_stopped_and_the_next_one_runs() -> None:
    async def once() -> None:
        async def handle(event: Event, canvas: Any) -> None:
            if event.id == "event of run-1":
                await asyncio.Event().wait()

        here, opened = with_slot(lambda given: Adapted(given, handle))
        ran = await here.run(made(timeout=0.05), asked("run-1", HOOK), Host())
        assert isinstance(ran.answer, ErrorMessage)
        again = await here.run(made(timeout=0.05), asked("run-2", HOOK), Host())
        assert isinstance(again.answer, Result)
        assert [slot.cancelled for slot in opened.slots] == [1]
        await here.close()

    asyncio.run(once())


class Direct:
    """A slot with nobody between: what it says is kept."""

    def __init__(self, handle: Handle) -> None:
        self.slot = Adapted(made(), handle)
        self.said: list[Any] = []
        self.reasons: list[str] = []
        self.slot.listener = lambda message, frames: self.said.append(message)
        self.slot.watcher = self.reasons.append


async def forever(event: Event, canvas: Any) -> None:
    await asyncio.Event().wait()


def test_only_the_run_that_is_named_is_cancelled() -> None:
    async def once() -> None:
        direct = Direct(forever)
        direct.slot.send(asked("run-1", HOOK))
        await asyncio.sleep(0)
        direct.slot.send(Cancel("run-0"))
        direct.slot.interrupt()
        await asyncio.sleep(0)
        assert direct.said == []
        direct.slot.send(Cancel("run-1"))
        await until(lambda: direct.said)
        (answer,) = direct.said
        assert (answer.run, answer.stopped) == ("run-1", True)

    asyncio.run(once())


def test_a_run_that_is_cancelled_before_its_first_step_is_answered_too() -> None:
    async def once() -> None:
        direct = Direct(forever)
        direct.slot.send(asked("run-1", HOOK))
        direct.slot.send(Cancel("run-1"))
        await until(lambda: direct.said)
        assert direct.said[0].stopped

    asyncio.run(once())


def test_a_second_run_at_the_same_time_is_refused_and_the_first_goes_on() -> None:
    async def once() -> None:
        direct = Direct(forever)
        direct.slot.send(asked("run-1", HOOK))
        direct.slot.send(asked("run-2", HOOK))
        assert [(one.run, one.error.type) for one in direct.said] == [("run-2", "Busy")]
        direct.slot.send(Cancel("run-1"))
        await until(lambda: len(direct.said) == 2)
        assert direct.said[1].run == "run-1"

    asyncio.run(once())


def test_a_closed_slot_says_so_once_and_nothing_more() -> None:
    async def once() -> None:
        direct = Direct(forever)
        direct.slot.send(asked("run-1", HOOK))
        await asyncio.sleep(0)
        direct.slot.close("revoked")
        direct.slot.close("again")
        await until(lambda: direct.slot.cancelled)
        direct.slot.send(asked("run-2", HOOK))
        direct.slot.send(ParamsMessage({}))
        await asyncio.sleep(0)
        assert (direct.reasons, direct.said) == (["revoked"], [])

    asyncio.run(once())


def test_a_reply_to_nothing_or_of_an_earlier_run_is_dropped() -> None:
    async def handle(event: Event, canvas: Any) -> None:
        await canvas.instances()

    async def once() -> None:
        direct = Direct(handle)
        direct.slot.send(Reply("run-0", 1, []))
        direct.slot.send(asked("run-1", HOOK))
        await until(lambda: direct.said)
        call = direct.said[0]
        direct.slot.send(Reply("run-1", call.call + 1, []))
        direct.slot.send(Reply("run-1", call.call, []))
        direct.slot.send(Reply("run-1", call.call, []))
        await until(lambda: len(direct.said) == 2)
        assert isinstance(direct.said[1], Result)

    asyncio.run(once())
