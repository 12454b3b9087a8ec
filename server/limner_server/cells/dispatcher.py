"""Which slot computes which run: the one place through which everything beside the page is run."""

import asyncio
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from limner.protocol import ErrorMessage, EventMessage, Failure, Initialized, Line, Log, ParamsMessage, Result
from limner_server.cells.pool import Limits, Opener, Pool, Seat
from limner_server.cells.programs import BACKEND
from limner_server.cells.running import Running
from limner_server.cells.slot import LoadError, PlaceError, Program, RunHost, Slot, SlotLostError

Key = tuple[str, str]


@dataclass(frozen=True)
class Ran:
    """What came of a run, where it ran, and how many milliseconds it took there."""

    answer: Result | ErrorMessage
    place: str
    title: str
    ms: float


@dataclass(frozen=True)
class PlaceState:
    """How a backend, or a script on the server, fares. `p50` and `p95` are milliseconds of its newest runs."""

    project: str
    name: str
    replicas: tuple[str, ...]
    version: str
    in_flight: int
    waiting: int
    p50: float | None
    p95: float | None
    last_error: str | None


class Dispatcher:
    """Brings runs and slots together. It lives in the event loop of the server; one for each application.

    `opener` opens slots for a program where there are none; it raises `PlaceError` where it cannot.
    """

    def __init__(self, opener: Opener, limits: Limits | None = None) -> None:
        self._opener, self._limits = opener, limits or Limits()
        self._pools: dict[Key, Pool] = {}
        self._starting = 0

    async def hooks(self, program: Program) -> Initialized:
        """Give the hooks of a program, or why it does not load. Raises `PlaceError`."""
        pool = self._pool(program)
        pool.retire(program)
        try:
            slot = await pool.first(program)
        except LoadError as error:
            return Initialized(error=error.failure)
        return Initialized(slot.hooks)

    async def run(
        self,
        program: Program,
        message: EventMessage,
        host: RunHost,
        *,
        params: Mapping[str, Any] | None = None,
        batch: bool = False,
    ) -> Ran:
        """Run a hook for an event. What goes wrong is in the answer, an `ErrorMessage`.

        A slot that is lost is replaced once by another, as long as the run has said nothing but log and progress and
        asked for nothing that cannot be asked twice. Where the task is cancelled, nothing is heard of the run any
        more; the slot is freed, or ended, behind it.
        """
        self._pool(program).retire(program)
        started = time.perf_counter()
        tried = await self._tried(program, message, host, params, batch)
        if tried.again:
            told = f"{tried.why}; it is run again elsewhere"
            host.hear(Log((Line(told, "warning"),), run=message.run), ())
            tried = await self._tried(program, message, host, params, batch)
        return Ran(tried.answer, tried.place, tried.title, round((time.perf_counter() - started) * 1000, 3))

    def join(self, backend: str, project: str, slot: Slot) -> None:
        """Take in a replica of a backend; it leaves when its watcher is told that it has ended."""
        self._named(project, f"{BACKEND}{backend}").join(slot)

    def state(self) -> list[PlaceState]:
        """Say how every place fares that was used or joined."""
        return [_state(key, pool) for key, pool in self._pools.items()]

    async def close(self) -> None:
        """End all slots. Runs that are under way or wait fail."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    async def _tried(
        self, program: Program, message: EventMessage, host: RunHost, params: Mapping[str, Any] | None, batch: bool
    ) -> "Tried":
        pool = self._pool(program)
        given = dict(program.params if params is None else params)
        try:
            async with pool.seat(program, host, batch=batch) as seat:
                return await _computed(pool, seat, Running(seat.slot, program, message, host), given)
        except LoadError as error:
            return Tried(ErrorMessage(message.run, error.failure), program.place)
        except PlaceError as error:
            return Tried(_failed(message, "PlaceError", str(error)), program.place)

    async def _open(self, program: Program) -> Sequence[Slot]:
        if program.place.startswith(BACKEND):
            return await self._opener(program)
        self._make_room()
        self._starting += 1
        try:
            return await self._opener(program)
        finally:
            self._starting -= 1

    def _make_room(self) -> None:
        """See that one more slot may be on the server: where there are enough, one that idles goes."""
        here = [pool for (_, name), pool in self._pools.items() if not name.startswith(BACKEND)]
        if sum(len(pool.seats) for pool in here) + self._starting < self._limits.total:
            return
        longest = min(here, key=Pool.rested)
        if longest.rested() == math.inf:
            text = f"{self._limits.total} scripts run on the server already, as many as server_cells_total allows"
            raise PlaceError(f"{text}: try again in a moment")
        longest.spare()

    def _pool(self, program: Program) -> Pool:
        own = program.place if program.place.startswith(BACKEND) else program.script
        return self._named(program.project, own)

    def _named(self, project: str, name: str) -> Pool:
        return self._pools.setdefault((project, name), Pool(self._open, self._limits))


@dataclass(frozen=True)
class Tried:
    """What came of one attempt; `again` says that another slot may try, for the reason `why`."""

    answer: Result | ErrorMessage
    place: str
    title: str = ""
    again: bool = False
    why: str = ""


async def _computed(pool: Pool, seat: Seat, running: Running, params: Mapping[str, Any]) -> Tried:
    slot, message = seat.slot, running.message
    try:
        if seat.gone is not None:
            raise SlotLostError(seat.gone)
        if params != seat.params:
            slot.send(ParamsMessage(params))
            seat.params = params
        seat.running = running
        running.begin()
        answer = await running.ended
    except SlotLostError as error:
        why = f"{slot.title} was lost in the middle of the run ({error})"
        lost = _failed(message, "SlotLost", f"{why}; nothing of it was applied, run it again")
        return Tried(lost, slot.place, slot.title, running.repeatable, why)
    except asyncio.CancelledError as error:
        running.stop(str(error.args[0]) if error.args else "stopped")
        raise
    if isinstance(answer, Result):
        pool.timings.append((time.perf_counter() - running.started) * 1000)
    elif not answer.stopped:
        pool.last_error = f"{answer.error.type}: {answer.error.message}"
    return Tried(answer, slot.place, slot.title)


def _failed(message: EventMessage, kind: str, text: str) -> ErrorMessage:
    return ErrorMessage(message.run, Failure(kind, text))


def _state(key: Key, pool: Pool) -> PlaceState:
    project, name = key
    return PlaceState(
        project=project,
        name=name.removeprefix(BACKEND),
        replicas=tuple(seat.slot.title for seat in pool.seats),
        version=next((seat.slot.version for seat in pool.seats), ""),
        in_flight=sum(seat.running is not None for seat in pool.seats),
        waiting=len(pool.waiting),
        p50=pool.percentile(50),
        p95=pool.percentile(95),
        last_error=pool.last_error,
    )
