"""What a backend and the server say to each other beside the messages of a cell.

A backend opens with `hello`, the server answers `welcome`. Then the server sends what goes to a cell, and
`interrupt`; the backend sends what comes from one, `alive` every so often, and `drain` where it wants to leave once
the run in hand is over: the server then closes. Two calls are a backend's own, with numbers below zero: `picture` says
which content the image of the run's file is, `content` gives it.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from limner import protocol, records
from limner.errors import LimnerError, ProtocolError
from limner.hooks import Hook
from limner.protocol import Message

VERSION = 1
PATH = "/api/backends/connect"
SHORT = 1_024
BEATS = (0.1, 60.0)  # how often a replica may be heard, in seconds
SUSPECT = re.compile(r"[eE]\+?\d{3}|\d{300}")  # what Python reads as infinite has one of these in it
MAX_TEXT = 16 * 1024 * 1024
CONTENT, PICTURE = "content", "picture"

MALFORMED = 4400
REVOKED = 4401
CONFLICT = 4409
TOO_OLD = 4426
UNHEARD = 4408
DROPPED = 4000
DRAINED = 1000
FINAL = {REVOKED, CONFLICT, TOO_OLD}  # to come again with the same would change nothing


@dataclass(frozen=True)
class Hello:
    """A replica is there: what it speaks, its script as loaded, how often it will be heard (in seconds).

    `backend` is whose replica it means to be; empty, it is that of its token. `replica` is a name for people.
    """

    type: ClassVar[str] = "hello"
    protocol: int
    runtime: str
    language: str
    filename: str
    source: str
    version: str
    hooks: tuple[Hook, ...]
    heartbeat: float
    backend: str = ""
    replica: str = ""


@dataclass(frozen=True)
class Welcome:
    """The server has taken the replica in."""

    type: ClassVar[str] = "welcome"
    backend: str
    project: str
    script: str
    enabled: bool


@dataclass(frozen=True)
class Alive:
    """The replica is still there."""

    type: ClassVar[str] = "alive"


@dataclass(frozen=True)
class Drain:
    """The replica finishes the run in hand and takes no other."""

    type: ClassVar[str] = "drain"


@dataclass(frozen=True)
class Interrupt:
    """Strike at the run: it computes and hears no message."""

    type: ClassVar[str] = "interrupt"
    run: str


Said = Hello | Welcome | Alive | Drain | Interrupt
SAID: dict[str, type[Any]] = {kind.type: kind for kind in (Hello, Welcome, Alive, Drain, Interrupt)}


def encode(message: Said | Message) -> str:
    """Give a message as JSON text. Raises `ProtocolError` where a value cannot be sent."""
    if isinstance(message, Message):
        return protocol.encode(message)
    return json.dumps({"type": message.type, **records.fields_of(message)}, separators=(",", ":"))


def decode(text: str) -> Said | Message:
    """Read a message that comes after the handshake. Raises `ProtocolError` that says what does not fit."""
    if len(text) <= SHORT:
        data = _json(text)
        if isinstance(data, dict) and data.get("type") in SAID:
            said: Said = read(text, SAID[str(data["type"])])
            return said
    if SUSPECT.search(text):
        _json(text, parse_float=_finite)
    return protocol.decode(text)


def read(text: str, kind: type[Any]) -> Any:
    """Read a message that must be of this kind. Raises `ProtocolError`."""
    data = _json(text)
    if not isinstance(data, dict) or data.get("type") != kind.type:
        given = data.get("type") if isinstance(data, dict) else data
        raise ProtocolError(f"got {given!r:.60}, expected {kind.type!r}")
    try:
        return records.read_fields(kind, data, kind.type)
    except (LimnerError, ValueError, RecursionError) as error:
        raise ProtocolError(str(error)) from None


def _json(text: str, **options: Any) -> Any:
    try:
        return json.loads(text, **options)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from None


def _finite(digits: str) -> float:
    if math.isfinite(number := float(digits)):
        return number
    raise ValueError(f"{digits[:20]} is no finite number")
