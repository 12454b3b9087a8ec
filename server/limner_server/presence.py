"""Who looks at a project now, on which file: what pages say of themselves over their live connection.

Nothing of it is stored. What a page says is untrusted: short, of one shape, and not too often.
"""

import threading
import time
from collections.abc import Callable

import msgspec

from limner_server import wire
from limner_server.errors import ApiError, invalid
from limner_server.sync import Hub, Listener

MOST = 200
MAX_TEXT = 2_000
BURST = 20
PER_SECOND = 2.0


class Presence:
    """The people of each project. Told from the event loop, read from any thread."""

    def __init__(self) -> None:
        self._people: dict[str, dict[Listener, wire.Person]] = {}
        self._changing = threading.Lock()

    def people(self, project: str) -> list[wire.Person]:
        """Give who is there, in the order they came, at most 200."""
        with self._changing:
            return list(self._people.get(project, {}).values())[:MOST]

    def say(self, hub: Hub, project: str, listener: Listener, person: wire.Person) -> None:
        """Note where somebody is, and tell all who look at the project."""
        with self._changing:
            there = self._people.setdefault(project, {})
            same = there.get(listener) == person
            there[listener] = person
        if not same:
            hub.publish(project, wire.SyncPeople(self.people(project)))

    def leave(self, hub: Hub, project: str, listener: Listener) -> None:
        """Forget a page that went."""
        with self._changing:
            there = self._people.get(project, {})
            known = there.pop(listener, None)
            if not there:
                self._people.pop(project, None)
        if known is not None:
            hub.publish(project, wire.SyncPeople(self.people(project)))


class Ear:
    """Reads what one page says. Raises `ApiError` for what no page of ours would say, or too much of it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.left, self.at = clock, float(BURST), clock()

    def hear(self, text: str | None) -> wire.Person:
        """Give who it says it is."""
        self._count()
        if text is None or len(text) > MAX_TEXT:
            raise invalid(f"a page says who it is in a text of at most {MAX_TEXT:,} characters")
        try:
            said = msgspec.json.decode(text, type=wire.SyncPresent)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise invalid(f"this is nothing a page says: {error}") from None
        return wire.Person(said.page, " ".join(said.name.split()) or "local", said.file)

    def _count(self) -> None:
        now = self.clock()
        self.left = min(float(BURST), self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            raise ApiError(429, "too_many", f"a page may say {BURST} things at once and {PER_SECOND:g} a second")
        self.left -= 1
