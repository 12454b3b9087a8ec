"""A run of its own with a host in memory that answers from a list, for what a canvas asks and tells."""

from collections.abc import Sequence
from typing import Any

from limner import Event
from limner.canvas import Run
from limner.granted import build
from limner.manifest import GRANTS
from limner.params import Params
from limner.services import Answer
from tests.runtime.host import EVENT


class Desk:
    """A run whose host answers from `replies`; `asked`, `told` and `frames` are what it was asked and told."""

    def __init__(self, *replies: Any, event: Event = EVENT, settings: dict[str, Any] | None = None) -> None:
        self.replies = [reply if isinstance(reply, Answer) else Answer(reply) for reply in replies]
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.frames: list[bytes] = []
        self.pauses = 0
        self.run = Run(event, Params(size=5), self.call, self.tell, self.pause, settings=settings)

    async def call(self, method: str, args: dict[str, Any], frames: Sequence[bytes] = ()) -> Answer:
        self.asked.append((method, args))
        self.frames += frames
        return self.replies.pop(0)

    def tell(self, what: str, said: dict[str, Any], frames: Sequence[bytes] = ()) -> None:
        self.told.append((what, said))
        self.frames += frames

    async def pause(self) -> None:
        self.pauses += 1

    def canvas(self, *grants: str) -> Any:
        return build(grants or GRANTS, self.run)
