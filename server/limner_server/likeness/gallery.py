"""The hashes of a project's images in memory, so that the nearest of 100,000 are found in milliseconds."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from limner_server.likeness.aligning import Rect
from limner_server.likeness.looks import WINDOWS, Hashes
from limner_server.store import likenesses
from limner_server.store.likenesses import Stand

NEAR = 16  # bits of 64 that may differ between an image and a window of another one
MOST_ALIGNED = 40
_MOST_PROJECTS = 8


@dataclass(frozen=True)
class Candidate:
    """An image whose hashes are near, and where the image asked about would lie in it."""

    content: str
    bits: int
    guess: Rect


class Gallery:
    """The images of one project. `refresh` before `near`."""

    def __init__(self) -> None:
        self._contents: list[str] = []
        self._known: set[str] = set()
        self._hashes: Hashes = np.empty((0, len(WINDOWS)), np.uint64)
        self._stand = Stand()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How many images are kept here: those that are not flat, each once."""
        return len(self._contents)

    def refresh(self, connection: Connection, project: str) -> None:
        """Take over what has come since the last time; where files have gone, all anew."""
        with self._lock:
            now, known = likenesses.stand(connection, project), self._stand
            if now == known:
                return
            replaced = now.file == known.file and now.newest != known.newest
            if replaced or now.count != known.count + likenesses.arrived(connection, project, known):
                self._clear()
            self._add(connection, project)
            self._stand = now

    def near(self, hashes: Hashes) -> list[Candidate]:
        """Give the images near one with these hashes, nearest first, `MOST_ALIGNED` at most."""
        with self._lock:
            kept, contents = self._hashes, self._contents
        as_window = np.bitwise_count(kept ^ hashes[0])
        as_whole = np.bitwise_count(kept[:, :1] ^ hashes[None, :])
        bits = np.minimum(as_window.min(1, initial=64), as_whole.min(1, initial=64))
        rows = np.flatnonzero(bits <= NEAR)
        rows = rows[np.argsort(bits[rows], kind="stable")][:MOST_ALIGNED]
        return [Candidate(contents[row], int(bits[row]), _guess(as_window[row], as_whole[row])) for row in rows]

    def _clear(self) -> None:
        self._contents, self._known = [], set()
        self._hashes = self._hashes[:0]
        self._stand = Stand()

    def _add(self, connection: Connection, project: str) -> None:
        newer = likenesses.newer(connection, project, self._stand)
        fresh = {content: hashes for content, hashes in newer if content not in self._known}
        rows = np.frombuffer(b"".join(fresh.values()), np.uint64).reshape(-1, len(WINDOWS))
        self._contents = [*self._contents, *fresh]
        self._known |= fresh.keys()
        self._hashes = np.concatenate([self._hashes, rows])


class Galleries:
    """The galleries of the projects asked about last."""

    def __init__(self) -> None:
        self._galleries: OrderedDict[str, Gallery] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, project: str) -> Gallery:
        with self._lock:
            gallery = self._galleries.setdefault(project, Gallery())
            self._galleries.move_to_end(project)
            while len(self._galleries) > _MOST_PROJECTS:
                self._galleries.popitem(last=False)
            return gallery


def _guess(as_window: NDArray[np.uint8], as_whole: NDArray[np.uint8]) -> Rect:
    """Give where an image lies in another, from the bits by which each window differs."""
    if as_window.min() <= as_whole.min():
        left, top, right, bottom = WINDOWS[int(as_window.argmin())]
        return left, top, 1 - left - right, 1 - top - bottom
    left, top, right, bottom = WINDOWS[int(as_whole.argmin())]
    width, height = 1 - left - right, 1 - top - bottom
    return -left / width, -top / height, 1 / width, 1 / height
