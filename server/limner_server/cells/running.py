"""One run on one slot: what the slot says is checked and passed on, and it is stopped when it must be."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from limner import changes
from limner.canvas import grants_for
from limner.changes import ChangeSet, Surroundings
from limner.errors import ChangeError, HostError
from limner.protocol import (
    Call,
    Cancel,
    ErrorMessage,
    EventMessage,
    Failure,
    Flush,
    Log,
    Message,
    Notify,
    Overlay,
    Progress,
    Reply,
    Report,
    Result,
    SettingsMessage,
)
from limner_server.cells.slot import Frames, Program, RunHost, Slot, SlotLostError
from limner_server.logs import logger

NUDGE_SECONDS = 0.02
AGAIN_SECONDS = 0.1
GRACE_SECONDS = 0.25
FLOOD = 20_000
MANY = 500
UNFRAMED = "it sent other binary frames than it announced"
HEARD = (Log, Progress, Notify, Report, SettingsMessage, Overlay, Flush)
SAID_AGAIN = (Log, Progress)
READS = frozenset({"asset", "image", "instances", "similar", "storage_get", "storage_keys"})
CALLS: dict[str, str | None] = {
    "asset": None,
    "image": "image:read",
    "instances": "instances:read",
    "ask": "ask",
    "similar": "files:read",
    "compare": "files:read",
    "storage_get": "storage",
    "storage_set": "storage",
    "storage_delete": "storage",
    "storage_keys": "storage",
    "fetch": "network",
}
ASKING = frozenset({"ask", "compare"})
Ended = Result | ErrorMessage


class Running:
    """A run under way. `ended` is its answer, or a `SlotLostError`.

    It is `settled` once the slot is free again, or gone, which may be after nobody waits for it any more; `then` is
    called.
    """

    def __init__(self, slot: Slot, program: Program, message: EventMessage, host: RunHost) -> None:
        self.slot, self.program, self.message, self.host = slot, program, message, host
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[Ended] = loop.create_future()
        self.settled = False
        self.then: Callable[[], None] = lambda: None
        self.repeatable = True
        self.started = time.perf_counter()
        self._loop = loop
        self._heard = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._answered = False
        self._deadline = Deadline(program.timeout, self._late)
        self._stopping: list[asyncio.TimerHandle] = []
        self._reason: str | None = None

    def begin(self) -> None:
        self.slot.listener = self._hear
        self.slot.send(self.message)

    def lost(self, reason: str) -> None:
        """The slot is gone."""
        if self._reason is None:
            self._end(SlotLostError(reason or "it ended"))
        else:
            self._end(stopped(self.message.run, self._reason))

    def stop(self, reason: str) -> None:
        """Stop it: by the word, then by interrupts, last by ending the slot."""
        if self._reason is not None or self.settled:
            return
        self._reason = reason
        self._deadline.end()
        if self._answered:  # and is only looked at
            self._end(stopped(self.message.run, reason))
            return
        self.slot.send(Cancel(self.message.run, reason))
        if self.settled:
            return
        self._after(NUDGE_SECONDS, self._insist)
        self._after(GRACE_SECONDS, lambda: self.slot.close(f"{reason}, and it did not heed that"))

    def _insist(self) -> None:
        self._after(AGAIN_SECONDS, self._insist)
        self.slot.interrupt()

    def _late(self) -> None:
        self.stop(f"it ran longer than its {self.program.timeout:g} s")

    def _after(self, seconds: float, do: Callable[[], None]) -> None:
        self._stopping.append(self._loop.call_later(seconds, do))

    def _hear(self, message: Message, frames: Frames) -> None:
        if self.settled or self._answered or getattr(message, "run", None) != self.message.run:
            return
        self._heard += 1
        if self._heard > FLOOD or getattr(message, "binary", 0) != len(frames):
            self._break_off("the script flooded its host with messages" if self._heard > FLOOD else UNFRAMED)
        elif isinstance(message, (Result, ErrorMessage)):
            self._finished(message)
        elif self._reason is None and isinstance(message, Call):
            self._called(message, frames)
        elif self._reason is None and isinstance(message, HEARD):
            self._passed_on(message, frames)

    def _break_off(self, reason: str) -> None:
        self.repeatable = False
        self.slot.close(reason)

    def _finished(self, message: Ended) -> None:
        self._answered = True
        if self._reason is not None:
            self._end(stopped(self.message.run, self._reason))
        elif isinstance(message, ErrorMessage):
            self._end(message)
        elif len(message.changes) < MANY:
            self._end(self._checked(message))
        else:
            self._track(self._check_many(message))

    async def _check_many(self, message: Result) -> None:
        self._end(await asyncio.to_thread(self._checked, message))

    def _checked(self, message: Result) -> Ended:
        try:
            return replace(message, changes=self._check(message.changes))
        except ChangeError as error:
            failure = Failure("ChangeError", f"its result was rejected: {error}")
            return ErrorMessage(self.message.run, failure)

    def _check(self, changed: ChangeSet) -> ChangeSet:
        permit(changed, self.program.grants)
        return changes.check(changed, Surroundings(self.message.event.file))

    def _passed_on(self, message: Message, frames: Frames) -> None:
        if isinstance(message, Flush):
            try:
                message = replace(message, changes=self._check(message.changes))
            except ChangeError as error:
                self.stop(f"what it flushed was rejected: {error}")
                return
        self.repeatable = self.repeatable and isinstance(message, SAID_AGAIN)
        self.host.hear(message, frames)

    def _called(self, call: Call, frames: Frames) -> None:
        self.repeatable = self.repeatable and call.method in READS
        self._track(self._answer(call, frames))

    def _track(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, call: Call, frames: Frames) -> None:
        try:
            value, given = await self._asked(call, frames)
        except HostError as error:
            self.slot.send(Reply(call.run, call.call, error=str(error)))
        except Exception:
            fields = {"script": self.program.identity, "run": call.run, "method": call.method}
            logger.exception("canvas call", extra={"fields": fields})
            self.slot.send(Reply(call.run, call.call, error=f"the host failed to answer canvas.{call.method}"))
        else:
            self.slot.send(Reply(call.run, call.call, value, binary=len(given)), given)

    async def _asked(self, call: Call, frames: Frames) -> tuple[Any, Frames]:
        if call.method not in CALLS:
            raise HostError(f"the canvas has no {call.method}")
        grant = CALLS[call.method]
        if grant is not None and grant not in self.program.grants:
            raise HostError(f'canvas.{call.method} needs the grant "{grant}"')
        if call.method not in ASKING:
            return await self.host.answer(call, frames)
        with self._deadline:
            return await self.host.answer(call, frames)

    def _end(self, outcome: Ended | SlotLostError) -> None:
        if self.settled:
            return
        self.settled = True
        self._deadline.end()
        for handle in self._stopping:
            handle.cancel()
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()
        if not self.ended.done():
            failed = isinstance(outcome, SlotLostError)
            self.ended.set_exception(outcome) if failed else self.ended.set_result(outcome)  # type: ignore[arg-type]
        self.then()


class Deadline:
    """The time a run may take; it stands still inside the context, while a person is asked."""

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._left, self._late, self._asking, self._over = seconds, late, 0, False
        self._start()

    def end(self) -> None:
        self._over = True
        self._timer.cancel()

    def __enter__(self) -> None:
        self._asking += 1
        if self._asking == 1:
            self._timer.cancel()
            self._left -= self._loop.time() - self._since

    def __exit__(self, *_: object) -> None:
        self._asking -= 1
        if self._asking == 0 and not self._over:
            self._start()

    def _start(self) -> None:
        self._since = self._loop.time()
        self._timer = self._loop.call_later(max(0.0, self._left), self._late)


def stopped(run: str, reason: str) -> ErrorMessage:
    return ErrorMessage(run, Failure("Stopped", reason), stopped=True)


def permit(changed: ChangeSet, grants: tuple[str, ...]) -> None:
    """Raises `ChangeError` where a change set holds what no confirmed grant allows."""
    parts = {"create": changed.created, "update": changed.updated, "delete": changed.deleted}
    for verb, items in {**parts, "suggest": changed.suggested}.items():
        allowing = grants_for(verb)
        if items and not set(allowing) & set(grants):
            raise ChangeError(f'it would {verb} instances without the grant "{allowing[0]}"')
