"""What runs are computed in and who they are computed for: the two sides that `dispatcher` brings together."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from limner.hooks import Hook
from limner.protocol import Call, Failure, Message

Frames = Sequence[bytes]


@dataclass(frozen=True)
class Program:
    """A script as it is to run: what the store has and a person confirmed, never what a page or a cell says.

    `place` is `server` or `backend:NAME`; `timeout` is in seconds.
    """

    script: str
    project: str
    identity: str
    version: str
    filename: str
    source: str
    place: str
    grants: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    timeout: float = 10.0
    trusted: bool = False


class Slot(ABC):
    """One interpreter somewhere with one script in it, or one model: it takes one run at a time.

    It is made with its script loaded, so it has `hooks`; opening one raises `LoadError` where the script does not
    load, `PlaceError` where it cannot be opened. What it says of its run goes to `listener`, and that it
    is gone, with the reason, to `watcher`, once; both are called in the server's event loop. A slot that says
    anything malformed ends itself.
    """

    place: str
    title: str
    version: str = ""
    hooks: tuple[Hook, ...]
    listener: Callable[[Message, Frames], None] = staticmethod(lambda message, frames: None)
    watcher: Callable[[str], None] = staticmethod(lambda reason: None)

    @abstractmethod
    def send(self, message: Message, frames: Frames = ()) -> None:
        """Send `event`, `cancel`, `params` or `reply`. Never blocks; a slot that is gone ignores it."""

    @abstractmethod
    def interrupt(self) -> None:
        """Strike at a script that computes and hears no message; nothing where that cannot be."""

    @abstractmethod
    def close(self, reason: str = "") -> None:
        """End it at once, whatever it does. The watcher hears of it where it had not ended before."""

    async def buried(self) -> None:  # noqa: B027 - most leave nothing behind
        """Wait until nothing of a closed slot is left."""


class RunHost(Protocol):
    """Who a run is computed for: a page, a job, a request of a foreign client."""

    async def answer(self, call: Call, frames: Frames) -> tuple[Any, Frames]:
        """Answer a canvas call: the value of the reply and its binary frames. Raises `HostError`."""

    def hear(self, message: Message, frames: Frames) -> None:
        """Take what the run says on its way: log, progress, notify, report, flush, overlay, settings."""


class SlotLostError(Exception):
    """A slot ended in the middle of a run; its text says why."""


class PlaceError(Exception):
    """There is nowhere to run a program now; its text says why, and what to do."""


class LoadError(Exception):
    """The program itself did not load: its fault, not the place's."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.type}: {failure.message}")
        self.failure = failure
