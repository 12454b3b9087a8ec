"""The slots that compute one program, and the runs that wait for one of them."""

import asyncio
import contextlib
import itertools
import math
import statistics
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from limner_server.cells.programs import BACKEND
from limner_server.cells.running import Running
from limner_server.cells.slot import LoadError, PlaceError, Program, Slot
from limner_server.logs import logger

Opener = Callable[[Program], Awaitable[Sequence[Slot]]]
TIMINGS = 200


@dataclass(frozen=True)
class Limits:
    """How many slots a pool opens, and all pools of scripts on the server together; how many runs may wait for one;
    and seconds: until a slot that idles is closed, and how long a run waits for a replica to come back."""

    slots: int = 2
    total: int = 16
    waiting: int = 100
    idle: float = 600.0
    patience: float = 5.0


@dataclass(eq=False)
class Seat:
    """A slot, and what it was last used for. `edition` is what it was opened with; one that joined has none."""

    slot: Slot
    edition: Hashable
    running: Running | None = None
    gone: str | None = None
    taken: bool = False
    params: Mapping[str, Any] | None = None
    served: Any = None
    since: int = 0
    idling: asyncio.TimerHandle | None = None


@dataclass(order=True)
class Ticket:
    """A run that waits. Those of people come before those of jobs, and the earlier before the later."""

    batch: bool
    number: int
    program: Program = field(compare=False)
    host: Any = field(compare=False)
    given: "asyncio.Future[Seat]" = field(compare=False)


class Pool:
    """The slots of one script on the server, or of one backend."""

    def __init__(self, opener: Opener, limits: Limits) -> None:
        self._opener, self._limits = opener, limits
        self.seats: list[Seat] = []
        self.waiting: list[Ticket] = []
        self.timings: deque[float] = deque(maxlen=TIMINGS)
        self.last_error: str | None = None
        self._opening: dict[asyncio.Task[None], Hashable] = {}
        self._count = itertools.count(1)
        self._closed = False
        self._deserted: float | None = None

    @property
    def joined(self) -> bool:
        """Whether slots are there that came by themselves, so that none are opened."""
        return any(seat.edition is None for seat in self.seats)

    def rested(self) -> float:
        """Give the time at which the slot that idles longest would be closed; infinity where none idles."""
        return min((when for when, _ in self._idle()), default=math.inf)

    def spare(self) -> None:
        """Close the slot that idles longest."""
        _, slot = min(self._idle(), key=lambda one: one[0])
        slot.close("another script needed its room")

    def percentile(self, percent: int) -> float | None:
        """Give a percentile of the newest runs that answered, in milliseconds."""
        if len(self.timings) < 2:
            return self.timings[0] if self.timings else None
        return statistics.quantiles(self.timings, n=100, method="inclusive")[percent - 1]

    def join(self, slot: Slot) -> None:
        """Take in a slot that came by itself; it leaves when it ends."""
        self._seat(slot, None)

    @contextlib.asynccontextmanager
    async def seat(self, program: Program, host: Any, *, batch: bool) -> AsyncIterator[Seat]:
        """Wait for a slot, and have it to oneself. Raises `PlaceError`, or `LoadError` of the script."""
        seat = await self._given(program, host, batch)
        try:
            yield seat
        finally:
            self._free(seat)

    async def first(self, program: Program) -> Slot:
        """Give a slot that holds the program, opened where there is none; it may be at work for another."""
        fitting = [seat.slot for seat in self.seats if _fits(seat, program)]
        if fitting:
            return fitting[0]
        async with self.seat(program, None, batch=False) as seat:
            return seat.slot

    async def close(self) -> None:
        """End all slots and refuse the runs that wait."""
        self._closed = True
        for task in list(self._opening):
            task.cancel()
        for ticket in self.waiting:
            _fail(ticket, PlaceError("the server shuts down"))
        seats = list(self.seats)
        for seat in seats:
            seat.slot.close("the server shuts down")
        await asyncio.gather(*self._opening, *(seat.slot.buried() for seat in seats), return_exceptions=True)

    def retire(self, program: Program) -> None:
        """Close the slots that hold another version and are at work for nobody."""
        opened = [seat for seat in self.seats if seat.edition is not None]
        for seat in [seat for seat in opened if not _fits(seat, program) and not seat.taken]:
            seat.slot.close("a newer version of the script took its place")

    async def _given(self, program: Program, host: Any, batch: bool) -> Seat:
        if self._closed:
            raise PlaceError("the server shuts down")
        if len(self.waiting) >= self._limits.waiting:
            raise PlaceError(f"{len(self.waiting)} runs of {program.identity} wait already: try again later")
        given: asyncio.Future[Seat] = asyncio.get_running_loop().create_future()
        ticket = Ticket(batch, next(self._count), program, host, given)
        self.waiting.append(ticket)
        self._serve()
        try:
            return await given
        except asyncio.CancelledError:
            if given.done() and not given.cancelled() and given.exception() is None:
                self._free(given.result())
            raise
        finally:
            if ticket in self.waiting:
                self.waiting.remove(ticket)

    def _serve(self) -> None:
        """Hand out the free slots, and open more for those who still wait."""
        for ticket in sorted(self.waiting):
            seat = self._best(ticket)
            if seat is not None:
                self._hand(seat, ticket)
        if self.joined:
            self._refuse_strangers()
        elif self.waiting and not self._awaited():
            for ticket in sorted(self.waiting):
                self._open(ticket.program)

    def _refuse_strangers(self) -> None:
        for ticket in [one for one in self.waiting if not any(_fits(seat, one.program) for seat in self.seats)]:
            self.waiting.remove(ticket)
            name = ticket.program.place.removeprefix(BACKEND)
            _fail(
                ticket, PlaceError(f"the backend {name!r} has another script or version than {ticket.program.identity}")
            )

    def _awaited(self) -> bool:
        """Say whether a replica was there just now, so that it may be back in a moment."""
        if self._deserted is None:
            return False
        loop = asyncio.get_running_loop()
        left = self._deserted + self._limits.patience - loop.time()
        if left > 0:
            loop.call_later(left, self._serve)
        return left > 0

    def _best(self, ticket: Ticket) -> Seat | None:
        free = [seat for seat in self.seats if not seat.taken and _fits(seat, ticket.program)]
        return min(free, key=lambda seat: (seat.served is not ticket.host, seat.since), default=None)

    def _hand(self, seat: Seat, ticket: Ticket) -> None:
        self.waiting.remove(ticket)
        if seat.idling is not None:
            seat.idling.cancel()
        seat.taken, seat.served, seat.since = True, ticket.host, next(self._count)
        ticket.given.set_result(seat)

    def _open(self, program: Program) -> None:
        edition = edition_of(program)
        wanted = sum(edition_of(ticket.program) == edition for ticket in self.waiting)
        opening = sum(one == edition for one in self._opening.values())
        there = sum(seat.edition == edition for seat in self.seats)
        if self._closed or opening >= wanted or there + opening >= self._limits.slots:
            return
        task = asyncio.create_task(self._opened(program))
        self._opening[task] = edition
        task.add_done_callback(self._forget)

    def _forget(self, task: "asyncio.Task[None]") -> None:
        del self._opening[task]
        if not self._closed:
            self._serve()

    async def _opened(self, program: Program) -> None:
        try:
            slots = await self._opener(program)
        except (PlaceError, LoadError) as error:
            self._failed(program, error)
        except Exception as error:
            logger.exception("cell", extra={"fields": {"script": program.identity}})
            self._failed(program, PlaceError(f"no cell could be opened: {error}"))
        else:
            for slot in slots:
                self._seat(slot, edition_of(program))

    def _failed(self, program: Program, error: Exception) -> None:
        self.last_error = str(error)
        if any(_fits(seat, program) for seat in self.seats):
            return  # those who wait get that one
        for ticket in [one for one in self.waiting if edition_of(one.program) == edition_of(program)]:
            self.waiting.remove(ticket)
            _fail(ticket, error)

    def _seat(self, slot: Slot, edition: Hashable) -> None:
        if self._closed:
            slot.close("the server shuts down")
            return
        seat = Seat(slot, edition, since=next(self._count))
        slot.watcher = lambda reason: self._left(seat, reason)
        self.seats.append(seat)
        self._rest(seat)
        self._serve()

    def _left(self, seat: Seat, reason: str) -> None:
        if seat not in self.seats:
            return
        self.seats.remove(seat)
        seat.gone = reason or "it ended"
        if seat.edition is None and not self.joined:
            self._deserted = asyncio.get_running_loop().time()
        if seat.idling is not None:
            seat.idling.cancel()
        if seat.running is not None:
            self.last_error = reason
            seat.running.lost(reason)
        self._serve()

    def _free(self, seat: Seat) -> None:
        if seat.running is not None and not seat.running.settled:
            seat.running.then = lambda: self._free(seat)
            return
        seat.taken, seat.running = False, None
        if seat in self.seats:
            self._rest(seat)
        self._serve()

    def _idle(self) -> list[tuple[float, Slot]]:
        resting = [seat for seat in self.seats if not seat.taken]
        return [(seat.idling.when(), seat.slot) for seat in resting if seat.idling is not None]

    def _rest(self, seat: Seat) -> None:
        if seat.edition is not None:
            loop = asyncio.get_running_loop()
            seat.idling = loop.call_later(self._limits.idle, seat.slot.close, "nobody needed it")


def edition_of(program: Program) -> Hashable:
    """Give what a slot must have been opened with to compute the program."""
    return program.version, program.grants, program.trusted


def _fits(seat: Seat, program: Program) -> bool:
    if seat.edition is None:
        return seat.slot.version in ("", program.version)
    return seat.edition == edition_of(program)


def _fail(ticket: Ticket, error: Exception) -> None:
    if not ticket.given.done():
        ticket.given.set_exception(error)
