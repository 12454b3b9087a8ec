"""A slot whose runs are computed by a model that speaks another protocol: Python of ours in the server's event loop."""

import asyncio
import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from limner import changes, granted, manifest, params
from limner.canvas import Canvas, Run, grants_for
from limner.changes import ChangeSet, Surroundings
from limner.errors import GrantError, HostError, LimnerError
from limner.events import Event
from limner.hooks import Hook
from limner.protocol import (
    Call,
    Cancel,
    ErrorMessage,
    EventMessage,
    Failure,
    Flush,
    Line,
    Log,
    Message,
    Notify,
    Overlay,
    ParamsMessage,
    Progress,
    Reply,
    Report,
    Result,
    SettingsMessage,
)
from limner.services import Answer
from limner_server.cells.slot import Frames, Program, Slot
from limner_server.errors import ApiError
from limner_server.logs import logger

TOLD: dict[str, Any] = {"progress": Progress, "notify": Notify, "report": Report, "settings": SettingsMessage}


class AdapterSlot(Slot):
    """Takes the messages of a run as a cell does, and hands the event to `handle`.

    What the script record asks for bounds the adapter too: its canvas holds what the program's confirmed grants
    allow. A run that is cancelled is cancelled as a task, wherever it waits.
    """

    def __init__(self, program: Program, hooks: Sequence[Hook], title: str) -> None:
        self.program, self.hooks, self.title = program, tuple(hooks), title
        self.place, self.version = program.place, program.version
        self._declared = manifest.parse(program.source).params
        self._params = dict(program.params)
        self._pending: dict[int, asyncio.Future[Answer]] = {}
        self._calls = 0
        self._run: tuple[str, asyncio.Task[Message]] | None = None
        self._over = False

    @abstractmethod
    async def handle(self, event: Event, canvas: Canvas) -> ChangeSet | None:
        """Answer an event: what to change, beside what was created or suggested through `canvas`.

        Raises `ApiError` or `LimnerError` with a text for the annotator.
        """

    def send(self, message: Message, frames: Frames = ()) -> None:
        if self._over:
            return
        match message:
            case EventMessage():
                self._begin(message)
            case Cancel():
                self._cancel(message)
            case ParamsMessage():
                self._params = dict(message.params)
            case Reply():
                self._reply(message, frames)

    def interrupt(self) -> None:
        """Do nothing: an adapter only waits, so the `cancel` is enough."""

    def close(self, reason: str = "") -> None:
        if self._over:
            return
        self._over = True
        if self._run is not None:
            self._run[1].cancel(reason)
        self.watcher(reason)

    def _begin(self, message: EventMessage) -> None:
        if self._run is not None:
            failure = Failure("Busy", f"{self.title} works on another run")
            self.listener(ErrorMessage(message.run, failure), ())
            return
        task = asyncio.get_running_loop().create_task(self._outcome(message), name=message.run)
        self._run = (message.run, task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Message]") -> None:
        self._run = None
        self._pending.clear()
        if self._over:
            return
        stopped = ErrorMessage(task.get_name(), Failure("Stopped", "the run was stopped"), stopped=True)
        self.listener(stopped if task.cancelled() else task.result(), ())

    def _cancel(self, message: Cancel) -> None:
        if self._run is not None and self._run[0] == message.run:
            self._run[1].cancel(message.reason)

    def _reply(self, message: Reply, frames: Frames) -> None:
        waiting = self._pending.pop(message.call, None)
        if waiting is None or waiting.done():
            return
        if message.error is not None:
            waiting.set_exception(HostError(message.error))
        else:
            waiting.set_result(Answer(message.value, tuple(frames)))

    async def _outcome(self, message: EventMessage) -> Message:
        try:
            return await self._answer(message)
        except (ApiError, LimnerError) as error:
            text = error.message if isinstance(error, ApiError) else str(error)
            return ErrorMessage(message.run, Failure(type(error).__name__, text))
        except Exception:
            logger.exception("adapter", extra={"fields": {"backend": self.title, "run": message.run}})
            text = f"{self.title} could not be asked: the adapter failed; the server's log says more"
            return ErrorMessage(message.run, Failure("AdapterError", text))

    async def _answer(self, message: EventMessage) -> Result:
        started = time.perf_counter()
        run = self._new_run(message)
        answered = await self.handle(message.event, granted.build(self.program.grants, run)) or ChangeSet()
        _refuse_ungranted(answered, self.program.grants)
        changed = changes.check(run.changes + answered, Surroundings(message.event.file))
        return Result(message.run, changed, round((time.perf_counter() - started) * 1000, 3), veto=run.veto)

    def _new_run(self, message: EventMessage) -> Run:
        given = params.resolve(self._declared, self._params)

        async def call(method: str, args: dict[str, Any], frames: Frames = ()) -> Answer:
            return await self._call(message.run, method, args, frames)

        def tell(what: str, said: dict[str, Any], frames: Frames = ()) -> None:
            self.listener(_told(message, what, said, frames), frames)

        return Run(message.event, given, call, tell, lambda: asyncio.sleep(0), settings=message.settings)

    async def _call(self, run: str, method: str, args: dict[str, Any], frames: Frames) -> Answer:
        self._calls += 1
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending[self._calls] = answer
        self.listener(Call(run, self._calls, method, args, len(frames)), frames)
        return await answer


def _refuse_ungranted(changed: ChangeSet, grants: Sequence[str]) -> None:
    """Raise `GrantError` where a change set holds what no confirmed grant allows."""
    parts = {"create": changed.created, "update": changed.updated, "delete": changed.deleted}
    for verb, items in {**parts, "suggest": changed.suggested}.items():
        allowing = grants_for(verb)
        if items and not set(allowing) & set(grants):
            raise GrantError(f'the answer would {verb} instances: that needs the confirmed grant "{allowing[0]}"')


def _told(message: EventMessage, what: str, said: dict[str, Any], frames: Frames) -> Message:
    match what:
        case "log":
            return Log((Line(**said),), run=message.run)
        case "flush":
            return Flush(message.run, changes.check(said["changes"], Surroundings(message.event.file)))
        case "overlay":
            return Overlay(message.run, **said, binary=len(frames))
        case _:
            told: Message = TOLD[what](message.run, **said)
            return told
