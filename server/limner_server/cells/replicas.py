"""The replicas that are connected, by the backend they belong to. For the event loop."""

from collections.abc import Iterator
from contextlib import contextmanager

from limner_server.cells.replica import ReplicaSlot

MAX_REPLICAS = 64


class Replicas:
    """Which slots are there; each is in as long as its connection lives."""

    def __init__(self) -> None:
        self._slots: dict[str, set[ReplicaSlot]] = {}

    @contextmanager
    def having(self, backend: str, slot: ReplicaSlot) -> Iterator[None]:
        """Have a slot in while the block runs; those of another version finish their run and leave for good."""
        for other in self.of(backend):
            if other.version != slot.version:
                other.retire("a replica with another version of the script has taken over")
        self._slots.setdefault(backend, set()).add(slot)
        try:
            yield
        finally:
            self._slots[backend].discard(slot)
            if not self._slots[backend]:
                del self._slots[backend]

    def of(self, backend: str) -> list[ReplicaSlot]:
        return list(self._slots.get(backend, ()))

    def revoke(self, backend: str) -> None:
        """End all replicas of a backend that is no more."""
        for slot in self.of(backend):
            slot.revoke()
