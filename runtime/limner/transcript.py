"""What a cell says while it runs, taken down and answered from memory, without any transport.

transcript = Transcript(MemoryHost(image), labels)
transcript.begin(event)
reply = transcript.hear(message, frames)  # for every message until the result: what to send back, if anything
transcript.end(result)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from limner import changes
from limner.changes import ChangeSet, Surroundings
from limner.errors import LimnerError
from limner.events import Event
from limner.findings import Finding
from limner.memory import MemoryHost
from limner.pixels import Pixels
from limner.protocol import (
    Call,
    ErrorMessage,
    Failure,
    Flush,
    Line,
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

Answer = tuple[Reply, tuple[bytes, ...]]


@dataclass
class Outcome:
    """What a run gave back: its changes, or its error, and what it said and asked on the way."""

    changes: ChangeSet = field(default_factory=ChangeSet)
    error: Failure | None = None
    hooks: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    reports: list[tuple[Finding, ...]] = field(default_factory=list)
    progress: list[float] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    about: list[list[str]] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    storage: dict[str, Any] = field(default_factory=dict)
    overlays: list[Pixels | None] = field(default_factory=list)
    flushes: list[ChangeSet] = field(default_factory=list)
    veto: str | None = None
    ms: float = 0.0


class Transcript:
    """The host's side of a conversation; `outcome` is what came of it so far.

    `labels` are those of the project, None to take any.
    """

    def __init__(self, world: MemoryHost, labels: Sequence[str] | None = None) -> None:
        self.world, self.labels = world, labels
        self.outcome = Outcome(
            storage=world.storage, questions=world.questions, about=world.about, compared=world.compared
        )

    def begin(self, event: Event) -> None:
        """Note the event a hook is run for, and what is there before."""
        self.event = event
        self._before = (self.outcome.changes, list(self.world.instances))

    def hear(self, message: Message, frames: Sequence[bytes] = ()) -> Answer | None:
        """Take down a message, and give the reply it asks for."""
        match message:
            case Log():
                self.outcome.lines += message.lines
            case Notify():
                self.outcome.notices.append(message.text)
            case Report():
                self.outcome.reports.append(message.findings)
            case Progress():
                self.outcome.progress.append(message.fraction)
            case SettingsMessage():
                self.outcome.settings.update(message.values)
            case Overlay():
                size = (message.width, message.height, message.channels)
                self.outcome.overlays.append(Pixels(*size, frames[0]) if frames else None)
            case Flush():
                self.outcome.flushes.append(message.changes)
                self._take(message.changes)
            case Call():
                return self._reply(message)
        return None

    def end(self, message: Result | ErrorMessage) -> None:
        """Apply a result; what a failed run had flushed is taken back."""
        if isinstance(message, ErrorMessage):
            self.outcome.error = message.error
            self.outcome.changes, self.world.instances[:] = self._before
            return
        self.outcome.ms, self.outcome.veto = message.ms, self.outcome.veto or message.veto
        self._take(message.changes)

    def _take(self, changed: ChangeSet) -> None:
        trigger = getattr(self.event, "instance", None)
        ids = {instance.id for instance in self.world.instances} | ({trigger.id} if trigger else set())
        checked = changes.check(changed, Surroundings(self.event.file, self.labels, ids))
        if self.event.name != "draw_instance":  # what is made of a shape in hand is only shown
            self.world.apply(checked, self.event.file.id)
        self.outcome.changes = self.outcome.changes + checked

    def _reply(self, call: Call) -> Answer:
        try:
            value, frames = self.world.answer(call.method, call.args)
            return Reply(call.run, call.call, value, binary=len(frames)), frames
        except LimnerError as error:
            return Reply(call.run, call.call, error=str(error)), ()
