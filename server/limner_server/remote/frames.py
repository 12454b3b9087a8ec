"""Binary frames on their way: cut into chunks, so that a short message never waits behind a long picture.

The frames of a message come before it. Each is a row of WebSocket messages of at most 256 KiB whose first byte is 0
where another follows and 1 where the frame ends; messages without frames may come between them.
"""

from collections.abc import Iterator
from pathlib import Path

from limner.errors import ProtocolError

CHUNK = 256 * 1024
MORE, LAST = b"\x00", b"\x01"


def chunks(frame: bytes | bytearray | memoryview | Path) -> Iterator[bytes]:
    """Cut a frame, or what stands in a file, read as it is sent."""
    pieces = _of_file(frame) if isinstance(frame, Path) else _of_bytes(memoryview(frame))
    last: bytes = b""
    for piece in pieces:
        if last:
            yield MORE + last
        last = piece
    yield LAST + last


def _of_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _of_bytes(frame: memoryview) -> Iterator[bytes]:
    whole = frame.cast("B")
    return (bytes(whole[start : start + CHUNK]) for start in range(0, len(whole), CHUNK))


class Joiner:
    """Puts chunks together again. `limit` bounds the bytes that wait for their message."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._size = 0
        self._whole: list[bytes] = []
        self._pieces: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Take a chunk. Raises `ProtocolError` where it is none, or too much waits."""
        if chunk[:1] not in (MORE, LAST):
            raise ProtocolError("a binary message does not begin with 0 or 1")
        self._size += len(chunk) - 1
        if self._size > self.limit or len(chunk) > CHUNK + 1:
            raise ProtocolError(f"binary frames are longer than {self.limit:,} bytes, or not cut into {CHUNK:,}")
        self._pieces.append(chunk[1:])
        if chunk[:1] == LAST:
            self._whole.append(b"".join(self._pieces))
            self._pieces.clear()

    def take(self, count: int) -> tuple[bytes, ...]:
        """Give the frames of a message. Raises `ProtocolError` where they have not come."""
        if count == 0:
            return ()
        if count != len(self._whole) or self._pieces:
            raise ProtocolError(f"{count} binary frames were announced, {len(self._whole)} came")
        self._size = 0
        frames, self._whole = tuple(self._whole), []
        return frames
