"""How many processes all scripts together have on the server."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from limner import testing
from limner.protocol import Call, ErrorMessage, EventMessage, Message, Result
from limner_server.cells.dispatcher import Dispatcher, Ran
from limner_server.cells.pool import Limits
from limner_server.cells.slot import Frames, Program, Slot
from tests.server.cells.confining import IMAGE, program, together
from tests.server.cells.inprocess import InProcessSlot

WAITING = program("await canvas.instances()", grants=("instances:read",), script="waiting")


class Host:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def answer(self, call: Call, frames: Frames) -> tuple[Any, Frames]:
        self.asked.set()
        await self.go.wait()
        return [], ()

    def hear(self, message: Message, frames: Frames) -> None:
        return


class Room:
    """A dispatcher with a count of slots, and what became of each."""

    def __init__(self, total: int) -> None:
        self.opened: list[InProcessSlot] = []
        self.dispatcher = Dispatcher(self.open, Limits(slots=2, total=total))

    async def open(self, given: Program) -> Sequence[Slot]:
        await asyncio.sleep(0)
        self.opened.append(InProcessSlot(given, given.script))
        return self.opened[-1:]

    async def run(self, given: Program, host: Host | None = None) -> Ran:
        event = EventMessage("r", "act:command", testing.command(IMAGE))
        return await self.dispatcher.run(given, event, host or Host())

    @property
    def there(self) -> list[str]:
        return [slot.title for slot in self.opened if slot.closed is None]


def idle(name: str, place: str = "server") -> Program:
    return program("pass", script=name, place=place)


def test_where_there_is_no_room_the_one_that_idles_longest_goes() -> None:
    async def conversation() -> None:
        room = Room(total=2)
        for name in ("a", "b", "a", "c"):
            assert isinstance((await room.run(idle(name))).answer, Result)
        assert room.there == ["a", "c"]
        assert room.opened[1].closed == "another script needed its room"
        await room.dispatcher.close()

    together(conversation())


def test_one_at_work_keeps_its_room_and_others_are_told_why() -> None:
    async def conversation() -> None:
        room, host = Room(total=1), Host()
        working = asyncio.create_task(room.run(WAITING, host))
        await host.asked.wait()
        answer = (await room.run(idle("b"))).answer
        assert isinstance(answer, ErrorMessage)
        assert "as many as server_cells_total allows" in answer.error.message
        host.go.set()
        assert isinstance((await working).answer, Result)
        assert isinstance((await room.run(idle("b"))).answer, Result)
        assert room.there == ["b"]
        await room.dispatcher.close()

    together(conversation())


@pytest.mark.parametrize("total", [1, 3])
def test_scripts_that_start_at_once_are_counted_too(total: int) -> None:
    async def conversation() -> None:
        room = Room(total=total)
        ran = await asyncio.gather(*(room.run(idle(name)) for name in "abcdef"))
        assert sum(isinstance(one.answer, Result) for one in ran) >= 1
        assert len(room.there) <= total
        await room.dispatcher.close()

    together(conversation())


def test_backends_take_no_room() -> None:
    async def conversation() -> None:
        room = Room(total=1)
        for name in ("a", "b"):
            assert isinstance((await room.run(idle(name, f"backend:{name}"))).answer, Result)
        assert isinstance((await room.run(idle("c"))).answer, Result)
        assert room.there == ["a", "b", "c"]
        await room.dispatcher.close()

    together(conversation())
