"""Whom an adapter asks, and what there is to know of each kind of such backends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from limner_server.cells.slot import Program, Slot
from limner_server.context import Context


@dataclass(frozen=True)
class Peer:
    """A backend's name and project, its address, and the secret kept with it, if any."""

    name: str
    project: str
    url: str
    secret: str = ""


class Kind(Protocol):
    """How a kind of backend is registered, and the slots that answer for it.

    `secret` says that one is made for it, shown once, and kept with it.
    """

    secret: bool

    async def source(self, context: Context, peer: Peer) -> str:
        """Ask whether the peer answers, and give the source of its script record. Raises `ApiError`."""

    def slots(self, context: Context, peer: Peer, program: Program) -> Sequence[Slot]:
        """Give the slots through which it is asked, one for each run that may be under way at once."""
