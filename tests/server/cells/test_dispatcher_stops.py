"""Runs that are stopped or take too long: over at once for who waits, and the slot is freed or ended behind them."""

import asyncio

import pytest

from limner.changes import ChangeSet, Created
from limner.geometry import Box
from limner.protocol import Cancel, Flush, Notify, Result
from limner_server.cells import running
from limner_server.cells.dispatcher import Ran
from tests.server.cells.inprocess import (
    Deaf,
    Host,
    InProcessSlot,
    Opened,
    asked,
    program,
    under_way,
    until,
    waiting,
    with_slot,
)
from tests.server.cells.test_dispatcher import DRAW, WAIT, Gate, failure, made

BOX = ChangeSet(created=(Created(Box(1, 2, 3, 4), attributes={"run": "a lie"}),))


def test_a_cancelled_run_is_over_at_once_and_one_that_heeds_it_keeps_its_slot() -> None:
    async def go() -> tuple[str, Ran, Opened]:
        here, opened = with_slot(InProcessSlot, slots=1)
        task = await under_way(here, program(WAIT), Host(instances=Gate()))
        task.cancel("by hand")
        with pytest.raises(asyncio.CancelledError) as stopped:
            await task
        ran = await here.run(program(WAIT), asked("run-2"), Host(instances=[]))
        return str(stopped.value), ran, opened

    reason, ran, opened = asyncio.run(go())
    assert (reason, made(ran)) == ("by hand", ["event of run-2"])
    (slot,) = opened.slots
    assert [message.reason for message in slot.sent if isinstance(message, Cancel)] == ["by hand"]
    assert slot.closed is None


def test_a_run_that_hears_nothing_is_struck_and_then_its_slot_is_ended_while_nobody_waits_for_it() -> None:
    async def go() -> tuple[list[str], Ran, Opened]:
        here, opened = with_slot(Deaf, InProcessSlot, slots=1)
        host = Host()
        task = await under_way(here, program(DRAW), host)
        task.cancel("by hand")
        with pytest.raises(asyncio.CancelledError):
            await task
        opened.slots[0].listener(Notify("run-1", "late"), ())
        ran = await here.run(program(DRAW), asked("run-2"), Host())
        return host.kinds(), ran, opened

    heard, ran, opened = asyncio.run(go())
    assert (heard, made(ran)) == ([], ["event of run-2"])
    assert opened.slots[0].closed == "by hand, and it did not heed that"
    assert opened.slots[0].interrupts >= 2
    assert opened.slots[0].runs == ["run-1"]


def test_a_result_after_the_cancel_frees_the_slot_and_is_given_to_nobody() -> None:
    async def go() -> tuple[Host, Ran, Opened]:
        here, opened = with_slot(Deaf, slots=1)
        host = Host()
        task = await under_way(here, program(DRAW), host)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (slot,) = opened.slots
        slot.listener(Flush("run-1", BOX), ())
        slot.listener(Result("run-1", BOX), ())
        second = await under_way(here, program(DRAW), host, "run-2")
        slot.listener(Result("run-2"), ())
        return host, await second, opened

    host, ran, opened = asyncio.run(go())
    assert (host.heard, made(ran)) == ([], [])
    assert opened.slots[0].closed is None


def test_a_run_that_is_cancelled_while_it_waits_was_never_begun_and_blocks_nobody() -> None:
    async def go() -> Opened:
        here, opened = with_slot(InProcessSlot, slots=1)
        gate = Gate()
        first = await under_way(here, program(WAIT), Host(instances=gate))
        second = asyncio.create_task(here.run(program(WAIT), asked("run-2"), Host(instances=gate)))
        third = asyncio.create_task(here.run(program(WAIT), asked("run-3"), Host(instances=gate)))
        await until(lambda: waiting(here) == 2)
        second.cancel()
        gate.open.set()
        assert made(await first) == ["event of run-1"]
        assert made(await third) == ["event of run-3"]
        return opened

    assert asyncio.run(go()).slots[0].runs == ["run-1", "run-3"]


def test_a_run_that_is_cancelled_just_when_it_gets_its_slot_gives_it_back() -> None:
    async def go() -> Ran:
        here, _ = with_slot(InProcessSlot, slots=1)
        await here.hooks(program(DRAW))
        first = asyncio.create_task(here.run(program(DRAW), asked("run-1"), Host()))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        return await here.run(program(DRAW), asked("run-2"), Host())

    assert made(asyncio.run(go())) == ["event of run-2"]


def test_a_run_that_takes_too_long_is_stopped_with_the_reason() -> None:
    async def go() -> tuple[Ran, Opened]:
        here, opened = with_slot(InProcessSlot)
        return await here.run(program(WAIT, timeout=0.02), asked(), Host(instances=Gate())), opened

    ran, opened = asyncio.run(go())
    assert failure(ran) == "Stopped: it ran longer than its 0.02 s"
    assert ran.answer.stopped is True  # type: ignore[union-attr]
    assert opened.slots[0].closed is None


def test_a_slot_that_hangs_past_the_deadline_is_ended() -> None:
    async def go() -> tuple[Ran, Opened]:
        here, opened = with_slot(Deaf)
        return await here.run(program(DRAW, timeout=0.02), asked(), Host()), opened

    ran, opened = asyncio.run(go())
    assert failure(ran) == "Stopped: it ran longer than its 0.02 s"
    assert opened.slots[0].closed == "it ran longer than its 0.02 s, and it did not heed that"


def test_the_time_stands_still_while_a_person_is_asked() -> None:
    async def go() -> tuple[Ran, Ran]:
        here, _ = with_slot(InProcessSlot)
        answered = Gate()
        asks = program("await canvas.ask('Sure?')\n" + WAIT, timeout=0.05)
        task = await under_way(here, asks, Host(ask=answered, instances=[]))
        late = await here.run(program(WAIT, timeout=0.1), asked("run-2"), Host(instances=Gate()))  # longer than 0.05 s
        answered.open.set()
        return await task, late

    ran, late = asyncio.run(go())
    assert "longer than its 0.1 s" in failure(late)
    assert made(ran) == ["event of run-1"]


def test_a_run_that_is_cancelled_while_its_many_changes_are_looked_at_keeps_its_slot() -> None:
    async def go() -> Opened:
        here, opened = with_slot(Deaf)
        task = await under_way(here, program(DRAW))
        many = tuple(Created(Box(1, 2, 3, 4)) for _ in range(running.MANY))
        (slot,) = opened.slots
        slot.listener(Result("run-1", ChangeSet(created=many)), ())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        second = await under_way(here, program(DRAW), run="run-2")
        slot.listener(Result("run-2"), ())
        assert made(await second) == []
        return opened

    (slot,) = asyncio.run(go()).slots
    assert (slot.closed, [one for one in slot.sent if isinstance(one, Cancel)]) == (None, [])
