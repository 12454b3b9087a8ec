"""The kinds of backends that speak another protocol: how one is registered, and the slots that answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from limner_server.cells.slot import Program, Slot
from limner_server.context import Context
from limner_server.errors import invalid


@dataclass(frozen=True)
class Peer:
    """Whom an adapter asks: the backend's name and project, its address, and the secret kept with it, if any."""

    name: str
    project: str
    url: str
    secret: str = ""


class Kind(Protocol):
    """What there is to know of a kind of backend."""

    async def source(self, context: Context, peer: Peer) -> str:
        """Ask whether the peer answers, and give the source of its script record. Raises `ApiError`."""

    def slots(self, context: Context, peer: Peer, program: Program) -> Sequence[Slot]:
        """Give the slots through which it is asked, one for each run that may be under way at once."""


KINDS: dict[str, Kind] = {}


def kind_of(name: str) -> Kind:
    """Give a kind by its name. Raises `ApiError` 422."""
    if name not in KINDS:
        raise invalid(f"the kind is {name!r}, expected one of socket, {', '.join(KINDS)}")
    return KINDS[name]
