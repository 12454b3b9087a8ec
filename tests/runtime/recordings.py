"""Sessions recorded by hand: files, and what happened on them."""

import base64
import struct
import zlib
from typing import Any

from limner import samples
from limner.changes import ChangeSet
from limner.events import Event
from limner.instances import Instance
from limner.recording import ChangeEntry, Entry, EventEntry, RecordedFile, Recording, RunEntry, StateEntry

IDENTITY = "local/a"


def png(pixels: Any) -> bytes:
    """Write H x W x 3 uint8 as a PNG."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photo_file(image: bytes | None = None, **changed: Any) -> RecordedFile:
    taken = png(samples.photo()) if image is None else image
    fields = {"name": "photo.png", "width": samples.WIDTH, "height": samples.HEIGHT, "media_type": "image/png"}
    return RecordedFile(**{**fields, "content": base64.b64encode(taken).decode(), **changed})


def session(*entries: Entry) -> Recording:
    """Give a recording on the photo, whose id is `file`, as the samples' events have it."""
    return Recording(1, {"file": photo_file()}, entries)


def answered(event: Event, changes: ChangeSet | None = None, **fields: Any) -> tuple[Entry, Entry]:
    """Give an event and the run of the script that answered it."""
    given = {"script": IDENTITY, "hook": f"answer:{event.name}", "outcome": "applied", "ms": 12.5, **fields}
    return EventEntry(event), RunEntry(event=event.id, changes=changes, **given)


def state(*instances: Instance) -> StateEntry:
    return StateEntry("file", instances)


def change(*created: Instance, updated: tuple[Instance, ...] = (), deleted: tuple[str, ...] = ()) -> ChangeEntry:
    return ChangeEntry("file", created, updated, deleted)
