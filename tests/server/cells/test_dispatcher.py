"""Runs and slots brought together: who waits, who is served first, what a run gives back."""

import asyncio
from typing import Any

import pytest

from limner.protocol import ErrorMessage, ParamsMessage, Result
from limner_server.cells.dispatcher import Ran
from limner_server.cells.slot import PlaceError, Program, Slot
from tests.server.cells.inprocess import Host, InProcessSlot, Opened, asked, dispatcher, flying, program, until, waiting

DRAW = "canvas.create(Box(1, 2, 3, 4), attributes={'run': event.id})"
WAIT = "await canvas.instances()\n" + DRAW


def made(ran: Ran) -> list[Any]:
    assert isinstance(ran.answer, Result), ran.answer
    return [item.attributes["run"] for item in ran.answer.changes.created]


def failure(ran: Ran) -> str:
    assert isinstance(ran.answer, ErrorMessage), ran.answer
    return f"{ran.answer.error.type}: {ran.answer.error.message}"


class Gate:
    """Answers a call when it is opened."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def __call__(self) -> list[Any]:
        await self.open.wait()
        return []


def test_a_run_gives_its_changes_and_says_where_it_was_computed() -> None:
    async def go() -> Ran:
        return await dispatcher(Opened()).run(program(DRAW), asked("r"), Host())

    ran = asyncio.run(go())
    assert made(ran) == ["event of r"]
    assert (ran.place, ran.title) == ("server", "in process")
    assert ran.ms > 0


def test_hooks_are_those_of_the_script_and_a_slot_waits_warm() -> None:
    async def go() -> tuple[list[str], int]:
        opened = Opened()
        here = dispatcher(opened)
        ready = await here.hooks(program(DRAW))
        await here.run(program(DRAW), asked(), Host())
        return [hook.id for hook in ready.hooks], len(opened.slots)

    assert asyncio.run(go()) == (["go:command"], 1)


def test_a_script_that_does_not_load_is_an_error_with_its_line_not_a_failure_of_the_place() -> None:
    async def go() -> tuple[Any, Ran]:
        broken = program("pass")
        broken = Program(**{**broken.__dict__, "source": "import limner\nraise ValueError('no')\n"})
        here = dispatcher(Opened())
        return await here.hooks(broken), await here.run(broken, asked(), Host())

    ready, ran = asyncio.run(go())
    assert (ready.error.type, ready.error.frames[0].line, ready.hooks) == ("ValueError", 2, ())
    assert failure(ran) == "ValueError: no"


def test_where_there_is_no_place_hooks_raise_and_runs_say_so() -> None:
    async def nowhere(_: Program) -> list[Slot]:
        raise PlaceError("there is none: make one")

    async def go() -> Ran:
        here = dispatcher(nowhere)
        with pytest.raises(PlaceError, match="make one"):
            await here.hooks(program(DRAW))
        return await here.run(program(DRAW), asked(), Host())

    assert failure(asyncio.run(go())) == "PlaceError: there is none: make one"


def test_a_slot_that_cannot_be_opened_for_a_reason_nobody_thought_of_is_an_error_too() -> None:
    async def broken(_: Program) -> list[Slot]:
        raise OSError("out of processes")

    ran = asyncio.run(dispatcher(broken).run(program(DRAW), asked(), Host()))
    assert failure(ran) == "PlaceError: no cell could be opened: out of processes"


def test_parameters_are_those_given_and_are_sent_only_when_they_changed() -> None:
    code = program("canvas.create(Box(1, 2, canvas.params.size, 4), attributes={'run': 1})")
    block = '# /// script\n# [tool.limner.params.size]\n# type = "integer"\n# default = 3\n# ///\n'
    sized = Program(**{**code.__dict__, "source": block + code.source, "params": {"size": 5}})

    async def go() -> tuple[list[float], list[Any]]:
        opened = Opened()
        here, widths = dispatcher(opened), []
        for given in (None, {"size": 7}, {"size": 7}, {}):
            ran = await here.run(sized, asked(), Host(), params=given)
            assert isinstance(ran.answer, Result)
            widths.append(ran.answer.changes.created[0].geometry.width)  # type: ignore[attr-defined]
        return widths, [one.params for one in opened.slots[0].sent if isinstance(one, ParamsMessage)]

    assert asyncio.run(go()) == ([5, 7, 7, 3], [{"size": 5}, {"size": 7}, {}])


def test_twenty_annotators_at_once_each_get_their_own_result_once() -> None:
    async def go() -> tuple[list[Ran], Opened]:
        opened = Opened()
        here = dispatcher(opened, slots=3)
        gates = [Gate() for _ in range(20)]
        hosts = [Host(instances=gate) for gate in gates]
        tasks = [
            asyncio.create_task(here.run(program(WAIT), asked(f"r{number}"), host)) for number, host in enumerate(hosts)
        ]
        await until(lambda: sum(len(host.asked) for host in hosts) == 3)
        assert (flying(here), waiting(here)) == (3, 17)
        for gate in gates:
            gate.open.set()
        return await asyncio.gather(*tasks), opened

    runs, opened = asyncio.run(go())
    assert [made(ran) for ran in runs] == [[f"event of r{number}"] for number in range(20)]
    assert len(opened.slots) == 3
    assert sorted(run for slot in opened.slots for run in slot.runs) == sorted(f"r{number}" for number in range(20))


def test_people_come_before_jobs_and_the_earlier_before_the_later() -> None:
    async def go() -> list[str]:
        opened, gate = Opened(), Gate()
        here = dispatcher(opened, slots=1)
        first = asyncio.create_task(here.run(program(WAIT), asked("first"), Host(instances=gate)))
        await until(lambda: flying(here) == 1)
        tasks = [first]
        for run, batch in (("job 1", True), ("job 2", True), ("person 1", False), ("person 2", False)):
            host = Host(instances=gate)
            tasks.append(asyncio.create_task(here.run(program(WAIT), asked(run), host, batch=batch)))
        await until(lambda: waiting(here) == 4)
        gate.open.set()
        await asyncio.gather(*tasks)
        return opened.slots[0].runs

    assert asyncio.run(go()) == ["first", "person 1", "person 2", "job 1", "job 2"]


def test_a_host_gets_the_slot_it_had_and_others_the_one_that_rests_longest() -> None:
    async def go() -> list[list[str]]:
        here = dispatcher(Opened())
        slots = [InProcessSlot(program(DRAW, place="backend:b"), title) for title in "abc"]
        for slot in slots:
            here.join("b", "project", slot)
        mine = Host()
        at = program(DRAW, place="backend:b")
        for run, host in (("1", Host()), ("2", mine), ("3", Host()), ("4", Host()), ("5", mine), ("6", Host())):
            await here.run(at, asked(run), host)
        return [slot.runs for slot in slots]

    assert asyncio.run(go()) == [["1", "4"], ["2", "5"], ["3", "6"]]


def test_more_runs_than_may_wait_are_refused_with_a_reason() -> None:
    async def go() -> list[Ran]:
        gate = Gate()
        here = dispatcher(Opened(), slots=1, waiting=2)
        hosts = [Host(instances=gate) for _ in range(4)]
        tasks = [asyncio.create_task(here.run(program(WAIT), asked(str(n)), host)) for n, host in enumerate(hosts[:1])]
        await until(lambda: flying(here) == 1)
        tasks += [asyncio.create_task(here.run(program(WAIT), asked(str(n)), Host(instances=gate))) for n in (1, 2, 3)]
        await until(tasks[3].done)
        gate.open.set()
        return await asyncio.gather(*tasks)

    runs = asyncio.run(go())
    assert [isinstance(ran.answer, Result) for ran in runs] == [True, True, True, False]
    assert failure(runs[3]) == "PlaceError: 2 runs of local/script wait already: try again later"


def test_the_slots_of_a_version_end_when_a_newer_one_runs_and_those_at_work_when_they_are_done() -> None:
    async def go() -> tuple[str | None, str | None, list[Ran]]:
        opened, gate = Opened(), Gate()
        here = dispatcher(opened)
        old, new = program(WAIT), program(DRAW, version="v2")
        busy = asyncio.create_task(here.run(old, asked("old"), Host(instances=gate)))
        await until(lambda: flying(here) == 1)
        ran = await here.run(new, asked("new"), Host())
        before = opened.slots[0].closed
        gate.open.set()
        await busy
        again = await here.run(new, asked("newer"), Host())
        return before, opened.slots[0].closed, [busy.result(), ran, again]

    before, after, runs = asyncio.run(go())
    assert (before, after) == (None, "a newer version of the script took its place")
    assert [made(ran) for ran in runs] == [["event of old"], ["event of new"], ["event of newer"]]


@pytest.mark.parametrize("change", [{"grants": ()}, {"trusted": True}])
def test_a_slot_that_was_opened_with_other_rights_is_not_used(change: dict[str, Any]) -> None:
    async def go() -> list[Any]:
        opened = Opened()
        here = dispatcher(opened)
        await here.run(program("pass"), asked(), Host())
        await here.run(program("pass", **change), asked(), Host())
        return [(slot.runs, slot.closed is not None) for slot in opened.slots]

    assert asyncio.run(go()) == [(["run-1"], True), (["run-1"], False)]


def test_a_slot_that_nobody_needs_ends_and_a_new_one_is_opened_when_somebody_does() -> None:
    async def go() -> tuple[str | None, Ran, int]:
        opened = Opened()
        here = dispatcher(opened, idle=0.01)
        await here.hooks(program(DRAW))
        await until(lambda: opened.slots[0].closed is not None)
        return opened.slots[0].closed, await here.run(program(DRAW), asked("r"), Host()), len(opened.slots)

    closed, ran, count = asyncio.run(go())
    assert (closed, made(ran), count) == ("nobody needed it", ["event of r"], 2)


def test_closing_ends_the_slots_and_fails_what_runs_and_waits() -> None:
    async def go() -> tuple[list[Ran], str | None]:
        opened = Opened()
        here = dispatcher(opened, slots=1)
        tasks = [asyncio.create_task(here.run(program(WAIT), asked(str(n)), Host(instances=Gate()))) for n in (1, 2)]
        await until(lambda: flying(here) == 1)
        await here.close()
        return [*await asyncio.gather(*tasks), await here.run(program(DRAW), asked(), Host())], opened.slots[0].closed

    runs, closed = asyncio.run(go())
    assert closed == "the server shuts down"
    assert all("the server shuts down" in failure(ran) for ran in runs)


def test_the_state_tells_of_runs_their_times_and_the_last_error() -> None:
    async def go() -> tuple[Any, Any]:
        here = dispatcher(Opened())
        slot = InProcessSlot(program(DRAW, place="backend:b"), "machine 1")
        here.join("b", "project", slot)
        before = here.state()[0]
        await here.run(program(DRAW, place="backend:b"), asked(), Host())
        await here.run(program(DRAW, place="backend:b"), asked(hook="another"), Host())
        return before, here.state()[0]

    before, after = asyncio.run(go())
    assert (before.name, before.project, before.replicas, before.version) == ("b", "project", ("machine 1",), "v1")
    assert (before.p50, before.p95, before.last_error) == (None, None, None)
    assert after.p50 > 0
    assert after.p95 >= after.p50
    assert after.last_error == "ProtocolError: the script has no hook 'another'"
