"""A recorded session: what happened on files, and what scripts made of it, to be replayed later.

    {"limner": 1,
     "files": {"f1": {"name": "cat.png", "width": 640, "height": 480, "media_type": "image/png", "content": "…"}},
     "entries": [
       {"kind": "state", "file": "f1", "instances": […]},
       {"kind": "event", "event": {"name": "create_instance", "id": "e1", …}},
       {"kind": "run", "script": "limner/box-to-polygon", "version": "sha256:…", "event": "e1", "outcome": "applied",
        "hook": "trace:create_instance", "params": {}, "settings": {}, "changes": {…}, "ms": 84.0},
       {"kind": "change", "file": "f1", "created": […], "updated": […], "deleted": ["…"]}]}

Entries are in the order things happened. `state` says all instances of a file, `change` what became of
some of them, as the store had them afterwards; `content` is the file in base64.
"""

import base64
import binascii
import importlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from limner import records
from limner.changes import ChangeSet
from limner.errors import RecordError
from limner.events import Event
from limner.instances import Instance

VERSION = 1
ENTRIES: dict[str, type["Entry"]] = {}
RunOutcome = Literal["applied", "empty", "failed", "stopped", "rejected", "dropped"]


@dataclass(frozen=True)
class RecordedFile:
    """A file of the session: `width` and `height` in pixels, `content` its bytes in base64."""

    name: str
    width: int
    height: int
    media_type: str
    content: str

    def pixels(self) -> Any:
        """Decode the image: an H x W x 3 array of uint8, RGB, turned as its EXIF orientation says.

        Raises `RecordError` where it is no image or has another size. Needs NumPy, and Pillow or OpenCV.
        """
        try:
            content = base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise RecordError(f"{self.name}: content is no base64: {error}") from None
        found = _decoded(content, self.name)
        if found.shape != (self.height, self.width, 3):
            size = f"{found.shape[1]} x {found.shape[0]}"
            raise RecordError(f"{self.name}: the image measures {size}, recorded is {self.width} x {self.height}")
        return found


class Entry:
    """One thing that happened; `kind` says what."""

    kind: ClassVar[str]

    def __init_subclass__(cls, *, kind: str) -> None:
        cls.kind = kind
        ENTRIES[kind] = cls

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, **records.fields_of(self)}

    @staticmethod
    def from_json(data: Any, where: str = "entry") -> "Entry":
        """Build the entry that `kind` names. Raises `RecordError` with the path of what does not fit."""
        kind = data.get("kind") if isinstance(data, Mapping) else None
        if not isinstance(kind, str) or kind not in ENTRIES:
            raise RecordError(f"{where}.kind is {kind!r}, expected one of {', '.join(ENTRIES)}")
        entry: Entry = records.read_fields(ENTRIES[kind], data, where)
        return entry


@dataclass(frozen=True)
class StateEntry(Entry, kind="state"):
    """All instances of a file."""

    file: str
    instances: tuple[Instance, ...] = ()


@dataclass(frozen=True)
class EventEntry(Entry, kind="event"):
    """Something happened that scripts may hear of."""

    event: Event


@dataclass(frozen=True)
class ChangeEntry(Entry, kind="change"):
    """Instances of a file changed, whoever did it; given as the store has them now."""

    file: str
    created: tuple[Instance, ...] = ()
    updated: tuple[Instance, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunEntry(Entry, kind="run"):
    """A hook of a script answered an event. `script` is its identity, `ms` how long the hook took.

    `settings` is how the page showed the file; `changes` what the run gave, whether it was applied or not.
    """

    script: str
    event: str
    hook: str
    outcome: RunOutcome
    version: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] | None = None
    changes: ChangeSet | None = None
    message: str = ""
    ms: float | None = None


@dataclass(frozen=True)
class Recording:
    """A whole session; `limner` is the version of this format."""

    limner: int
    files: Mapping[str, RecordedFile] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def read(text: str | bytes) -> Recording:
    """Read a recording. Raises `RecordError` with the path of what does not fit."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"the recording is no JSON: {error}") from None
    if isinstance(data, dict) and data.get("limner", VERSION) != VERSION:
        raise RecordError(f"recording.limner is {data['limner']!r}, this version of Limner reads {VERSION}")
    try:
        found = records.read(Recording, data, "recording")
    except (RecursionError, OverflowError) as error:
        raise RecordError(f"the recording cannot be read: {error}") from None
    _agree(found)
    return found


def write(recording: Recording) -> str:
    """Give the recording as JSON."""
    return json.dumps(records.plain(recording), allow_nan=False)


def _agree(recording: Recording) -> None:
    events: set[str] = set()
    for index, entry in enumerate(recording.entries):
        where = f"recording.entries[{index}]"
        file = entry.event.file.id if isinstance(entry, EventEntry) else getattr(entry, "file", None)
        if file is not None and file not in recording.files:
            raise RecordError(f"{where} is about the file {file!r}, which is not in recording.files")
        if isinstance(entry, EventEntry):
            events.add(entry.event.id)
        elif isinstance(entry, RunEntry) and entry.event not in events:
            raise RecordError(f"{where} answers the event {entry.event!r}, which does not come before it")


def _decoded(content: bytes, name: str) -> Any:
    try:
        numpy = importlib.import_module("numpy")
    except ImportError:
        raise RecordError("replaying needs NumPy: pip install numpy") from None
    for decode, module in ((_by_pillow, "PIL.Image"), (_by_opencv, "cv2")):
        try:
            library = importlib.import_module(module)
        except ImportError:
            continue
        found = decode(library, numpy, content)
        if found is None:
            raise RecordError(f"{name}: the content is no image that can be read")
        return found
    raise RecordError("replaying needs Pillow or OpenCV to read images: pip install pillow")


def _by_pillow(image: Any, numpy: Any, content: bytes) -> Any:
    try:
        with image.open(io.BytesIO(content)) as opened:
            upright = importlib.import_module("PIL.ImageOps").exif_transpose(opened)
            return numpy.asarray(upright.convert("RGB"))
    except (OSError, ValueError, SyntaxError, image.DecompressionBombError):
        return None


def _by_opencv(cv2: Any, numpy: Any, content: bytes) -> Any:
    if not content:
        return None
    found = cv2.imdecode(numpy.frombuffer(content, numpy.uint8), cv2.IMREAD_COLOR)
    return None if found is None else numpy.ascontiguousarray(found[:, :, ::-1])
