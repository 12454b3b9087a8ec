"""Slots that die, hang and lie, runs that are stopped or take too long: nothing twice, nothing wrong, and a reason."""

import asyncio
from typing import Any

import pytest

from limner.changes import ChangeSet, Created
from limner.geometry import Box, Polygon
from limner.protocol import (
    Call,
    Cancel,
    ErrorMessage,
    Failure,
    Flush,
    Initialized,
    Line,
    Log,
    Notify,
    Progress,
    Ready,
    Reply,
    Result,
)
from limner_server.cells import running
from limner_server.cells.dispatcher import Ran
from limner_server.cells.slot import PlaceError, Program
from tests.server.cells.inprocess import (
    Deaf,
    Host,
    InProcessSlot,
    Opened,
    asked,
    dispatcher,
    program,
    under_way,
    until,
    waiting,
    with_slot,
)
from tests.server.cells.test_dispatcher import DRAW, WAIT, failure, made

BOX = ChangeSet(created=(Created(Box(1, 2, 3, 4), attributes={"run": "a lie"}),))


@pytest.mark.parametrize(
    "said",
    [
        None,
        Log((Line("x"),), run="run-1"),
        Progress("run-1", 0.5),
        Call("run-1", 1, "image"),
        Call("run-1", 2, "instances"),
    ],
)
def test_a_run_whose_slot_dies_is_run_once_more_elsewhere_and_that_is_said(said: Any) -> None:
    async def go() -> tuple[Ran, Host, Opened]:
        here, opened = with_slot(Deaf, InProcessSlot)
        host = Host(instances=[])
        task = await under_way(here, program(DRAW), host)
        if said is not None:
            opened.slots[0].listener(said, ())
        opened.slots[0].close("killed by signal 9")
        return await task, host, opened

    ran, host, opened = asyncio.run(go())
    assert made(ran) == ["event of run-1"]
    assert [slot.runs for slot in opened.slots] == [["run-1"], ["run-1"]]
    (line,) = (
        message.lines[0] for message in host.heard if isinstance(message, Log) and message.lines[0].level == "warning"
    )
    assert line.text == "in process was lost in the middle of the run (killed by signal 9); it is run again elsewhere"


def test_a_run_whose_second_slot_dies_too_fails_with_a_reason() -> None:
    async def go() -> tuple[Ran, Opened]:
        here, opened = with_slot(Deaf)
        task = await under_way(here, program(DRAW))
        opened.slots[0].close("killed")
        await until(lambda: len(opened.slots) == 2 and opened.slots[1].runs)
        opened.slots[1].close("killed again")
        return await task, opened

    ran, opened = asyncio.run(go())
    told = "in process was lost in the middle of the run (killed again); nothing of it was applied, run it again"
    assert failure(ran) == f"SlotLost: {told}"
    assert len(opened.slots) == 2


@pytest.mark.parametrize(
    "said",
    [
        Flush("run-1", BOX),
        Notify("run-1", "hello"),
        Call("run-1", 1, "ask"),
        Call("run-1", 1, "storage_set"),
        Call("run-1", 1, "fetch"),
    ],
    ids=lambda message: message.type,
)
def test_a_run_that_has_had_an_effect_is_not_run_twice(said: Any) -> None:
    async def go() -> tuple[Ran, Opened]:
        here, opened = with_slot(Deaf, InProcessSlot)
        task = await under_way(here, program(DRAW))
        opened.slots[0].listener(said, ())
        opened.slots[0].close("killed")
        return await task, opened

    ran, opened = asyncio.run(go())
    assert failure(ran).startswith("SlotLost: in process was lost in the middle of the run (killed)")
    assert len(opened.slots) == 1


def test_a_slot_that_dies_before_its_run_begins_is_replaced() -> None:
    async def go() -> Ran:
        here, opened = with_slot(InProcessSlot)
        await here.hooks(program(DRAW))
        task = asyncio.create_task(here.run(program(DRAW), asked(), Host()))
        await asyncio.sleep(0)  # the slot is given, its run has not begun
        opened.slots[0].close("killed")
        return await task

    assert made(asyncio.run(go())) == ["event of run-1"]


def test_what_is_of_another_run_or_comes_twice_or_is_no_message_of_a_run_is_dropped() -> None:
    async def go() -> tuple[Ran, Host, Ran]:
        here, opened = with_slot(Deaf)
        host = Host()
        task = await under_way(here, program(DRAW), host)
        (slot,) = opened.slots
        for message in (
            Result("run-2", BOX),
            ErrorMessage("run-2", Failure("ValueError", "a lie")),
            Log((Line("x"),), run="run-2"),
            Log((Line("x"),)),
            Call("run-2", 1, "ask"),
            Ready(1, "1", "lies"),
            Initialized(),
            Cancel("run-1"),
            Reply("run-1", 1),
        ):
            slot.listener(message, ())
        slot.listener(Result("run-1"), ())
        slot.listener(Result("run-1", BOX), ())
        slot.listener(Notify("run-1", "late"), ())
        first = await task
        second = await under_way(here, program(DRAW), host, "run-2")
        slot.listener(Result("run-1", BOX), ())
        slot.listener(Result("run-2"), ())
        return first, host, await second

    first, host, second = asyncio.run(go())
    assert made(first) == made(second) == []
    assert (host.heard, host.asked) == ([], [])


@pytest.mark.parametrize(
    ("changes", "grants", "reason"),
    [
        (ChangeSet(created=(Created(Box(float("nan"), 2, 3, 4)),)), ("instances:write",), "no finite number"),
        (ChangeSet(created=(Created(Box(900, 2, 3, 4)),)), ("instances:write",), "lies outside the file"),
        (ChangeSet(created=(Created(Polygon([(0, 0), (1, 1)])),)), ("instances:write",), "instance 1"),
        (BOX, ("instances:suggest", "image:read"), 'would create instances without the grant "instances:write"'),
        (ChangeSet(deleted=("x",)), (), 'would delete instances without the grant "instances:write"'),
    ],
)
@pytest.mark.parametrize("kind", [Result, Flush])
def test_changes_that_cannot_be_or_were_not_granted_reject_the_run(
    kind: Any, changes: ChangeSet, grants: tuple[str, ...], reason: str
) -> None:
    async def go() -> tuple[Ran, Host]:
        here, opened = with_slot(Deaf)
        host = Host()
        task = await under_way(here, program(DRAW, grants=grants), host)
        opened.slots[0].listener(kind("run-1", changes), ())
        if kind is Flush:
            opened.slots[0].listener(Result("run-1"), ())
        return await task, host

    ran, host = asyncio.run(go())
    assert "rejected" in failure(ran)
    assert reason in failure(ran)
    assert host.heard == []


def test_many_changes_are_looked_at_beside_the_loop_and_one_that_does_not_hold_rejects_all() -> None:
    async def go() -> tuple[Ran, Ran]:
        here, opened = with_slot(Deaf)
        good = tuple(Created(Box(1, 2, 3, 4), attributes={"run": number}) for number in range(running.MANY))
        answers = []
        for run, changes in (("run-1", good), ("run-2", (*good, Created(Box(900, 2, 3, 4))))):
            task = await under_way(here, program(DRAW), run=run)
            opened.slots[0].listener(Result(run, ChangeSet(created=changes)), ())
            opened.slots[0].listener(Result(run, BOX), ())
            answers.append(await task)
        return answers[0], answers[1]

    first, second = asyncio.run(go())
    assert made(first) == list(range(running.MANY))
    assert f"instance {running.MANY + 1}: box lies outside the file" in failure(second)


def test_calls_that_were_not_granted_or_do_not_exist_are_refused_whatever_the_cell_says() -> None:
    async def go() -> tuple[Host, list[Any]]:
        here, opened = with_slot(Deaf)
        host = Host(image=1, evaluate=1)
        task = await under_way(here, program(DRAW, grants=()), host)
        (slot,) = opened.slots
        for number, method in enumerate(("image", "storage_set", "fetch", "evaluate", "__class__")):
            slot.listener(Call("run-1", number, method), ())
        await until(lambda: sum(isinstance(message, Reply) for message in slot.sent) == 5)
        slot.listener(Result("run-1"), ())
        await task
        return host, [message.error for message in slot.sent if isinstance(message, Reply)]

    host, errors = asyncio.run(go())
    assert host.asked == []
    assert errors == [
        'canvas.image needs the grant "image:read"',
        'canvas.storage_set needs the grant "storage"',
        'canvas.fetch needs the grant "network"',
        "the canvas has no evaluate",
        "the canvas has no __class__",
    ]


def test_a_host_that_breaks_down_answers_with_an_error_and_no_detail() -> None:
    async def broken() -> Any:
        raise RuntimeError("/a/secret/path")

    async def go() -> Ran:
        here, _ = with_slot(InProcessSlot)
        return await here.run(program(WAIT), asked(), Host(instances=broken))

    assert failure(asyncio.run(go())) == "HostError: the host failed to answer canvas.instances"


def test_a_flood_of_messages_ends_the_slot_and_is_not_run_again() -> None:
    async def go() -> tuple[Ran, Opened]:
        here, opened = with_slot(Deaf)
        task = await under_way(here, program(DRAW))
        for _ in range(running.FLOOD + 1):
            opened.slots[0].listener(Progress("run-1", 0.5), ())
        return await task, opened

    ran, opened = asyncio.run(go())
    assert "flooded its host" in failure(ran)
    assert len(opened.slots) == 1


def test_binary_frames_that_were_not_announced_end_the_slot() -> None:
    async def go() -> Ran:
        here, opened = with_slot(Deaf)
        task = await under_way(here, program(DRAW))
        opened.slots[0].listener(Call("run-1", 1, "image", binary=2), (b"one",))
        return await task

    assert "other binary frames than it announced" in failure(asyncio.run(go()))


def test_a_replica_that_comes_back_takes_the_run_of_the_one_that_was_lost() -> None:
    async def go() -> tuple[Ran, list[Any]]:
        here, opened = with_slot(InProcessSlot)
        at = program(DRAW, place="backend:gpu")
        lost, back = Deaf(at, "replica 1"), InProcessSlot(at, "replica 2")
        here.join("gpu", "project", lost)
        task = await under_way(here, at)
        lost.close("the connection was lost")
        await until(lambda: waiting(here) == 1)
        here.join("gpu", "project", back)
        return await task, opened.slots

    ran, slots = asyncio.run(go())
    assert (made(ran), ran.title, slots) == (["event of run-1"], "replica 2", [])


def test_a_backend_that_nobody_comes_back_to_is_an_error_after_a_while() -> None:
    async def go() -> Ran:
        here = dispatcher(refuse, patience=0.01)
        at = program(DRAW, place="backend:gpu")
        lost = Deaf(at)
        here.join("gpu", "project", lost)
        lost.close("the connection was lost")
        return await here.run(at, asked(), Host())

    async def refuse(_: Program) -> Any:
        raise PlaceError("no replica is connected")

    assert failure(asyncio.run(go())) == "PlaceError: no replica is connected"


def test_a_replica_with_another_version_is_not_given_the_run() -> None:
    async def go() -> tuple[Ran, Ran, InProcessSlot]:
        here, _ = with_slot(InProcessSlot)
        old, new = program(DRAW, place="backend:gpu"), program(DRAW, place="backend:gpu", version="v2")
        slot = InProcessSlot(old, "old")
        here.join("gpu", "project", slot)
        refused = await here.run(new, asked(), Host())
        here.join("gpu", "project", InProcessSlot(new, "new"))
        return refused, await here.run(new, asked(), Host()), slot

    refused, ran, slot = asyncio.run(go())
    assert failure(refused) == "PlaceError: the backend 'gpu' has another script or version than local/script"
    assert (ran.title, slot.runs) == ("new", [])


def test_a_backend_of_one_project_is_not_seen_by_another() -> None:
    async def go() -> tuple[Ran, Any]:
        here = dispatcher(Opened())
        at = program(DRAW, place="backend:gpu")
        slot = InProcessSlot(at, "theirs")
        here.join("gpu", "another project", slot)
        return await here.run(at, asked(), Host()), slot.runs

    ran, runs = asyncio.run(go())
    assert (ran.title, runs) == ("in process", [])
