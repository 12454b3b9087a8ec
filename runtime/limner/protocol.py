"""The messages between a host and a cell, without any input or output of their own.

A message is one JSON text with a `type`; `binary` says how many binary frames follow it. The
handshake is `ready` (cell), `init` (host), `initialized` (cell); then `event`, `cancel`, `params`,
`reply`, `dispose` and, for a new version of the script, `init` again go to the cell. `call`,
`flush`, `progress`, `notify`, `report`, `settings`, `overlay`, `log`, `result` and `error` come back,
or `fatal` where the cell cannot go on. Every message of a run carries its id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from limner import records
from limner.changes import ChangeSet
from limner.errors import LimnerError, ProtocolError
from limner.events import Event
from limner.findings import Finding
from limner.hooks import Hook
from limner.rings import Bounds

VERSION = 1
MESSAGES: dict[str, type["Message"]] = {}


class Message:
    """What all messages share: a `type`, and a JSON form."""

    type: ClassVar[str]

    def __init_subclass__(cls, *, type: str) -> None:
        cls.type = type
        MESSAGES[type] = cls

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, **records.fields_of(self)}


@dataclass(frozen=True)
class Ready(Message, type="ready"):
    """The cell is there: the protocol it speaks, the runtime's and the language's version."""

    protocol: int
    runtime: str
    language: str


@dataclass(frozen=True)
class Init(Message, type="init"):
    """Load this script. `grants` are those a person confirmed, `params` its values.

    `packages` are the requirements and `modules` the JavaScript libraries the place makes sure of
    before the script runs. A cell that has a script takes another `init` as a new version of it.
    """

    filename: str
    source: str
    grants: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """One line of a traceback inside the script, counted from 1."""

    line: int
    function: str
    text: str = ""


@dataclass(frozen=True)
class Failure:
    """An error as the script's author should see it: only the script's own frames, innermost last."""

    type: str
    message: str
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Initialized(Message, type="initialized"):
    """The hooks found, or the error that kept the script from loading."""

    hooks: tuple[Hook, ...] = ()
    error: Failure | None = None


@dataclass(frozen=True)
class EventMessage(Message, type="event"):
    """Run a hook for an event. `settings` are the page's, where the script may read them."""

    run: str
    hook: str
    event: Event
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Cancel(Message, type="cancel"):
    """Stop the run, and say why."""

    run: str
    reason: str = "stopped"


@dataclass(frozen=True)
class ParamsMessage(Message, type="params"):
    """From the next run on, use these parameter values."""

    params: Mapping[str, Any]


@dataclass(frozen=True)
class Reply(Message, type="reply"):
    """The answer to a call: a value, or an error. Pixels and bodies follow as one binary frame."""

    run: str
    call: int
    value: Any = None
    error: str | None = None
    binary: int = 0


@dataclass(frozen=True)
class Dispose(Message, type="dispose"):
    """The cell is no longer needed."""


@dataclass(frozen=True)
class Call(Message, type="call"):
    """A canvas method that needs the host; answered by a reply with the same number."""

    run: str
    call: int
    method: str
    args: Mapping[str, Any] = field(default_factory=dict)
    binary: int = 0


@dataclass(frozen=True)
class Flush(Message, type="flush"):
    """What the run has changed since it began or flushed last: to be shown now, as one undo step with the rest."""

    run: str
    changes: ChangeSet


@dataclass(frozen=True)
class SettingsMessage(Message, type="settings"):
    """How the page is to show the file from now on: brightness, contrast, gamma, clahe,
    visibility, tool, label."""

    run: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Overlay(Message, type="overlay"):
    """Pixels to show over the image inside `bounds`, as one binary frame; without bounds, none any more.

    `height` rows of `width` pixels, each of one byte (shown as a heat map) or four (RGBA).
    """

    run: str
    bounds: Bounds | None = None
    width: int = 0
    height: int = 0
    channels: int = 1
    opacity: float = 0.6
    binary: int = 0


@dataclass(frozen=True)
class Progress(Message, type="progress"):
    """How far the run is, from 0 to 1."""

    run: str
    fraction: float
    text: str = ""


@dataclass(frozen=True)
class Notify(Message, type="notify"):
    """A short message for the annotator."""

    run: str
    text: str
    level: Literal["debug", "info", "warning", "error"] = "info"


@dataclass(frozen=True)
class Report(Message, type="report"):
    """What the script found on the file, in the place of what it reported before.

    `total` counts those that were left out too; `checked` says what was looked at.
    """

    run: str
    findings: tuple[Finding, ...] = ()
    total: int = 0
    checked: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the console; `values` are what it was written from, where the text alone says less."""

    text: str
    level: Literal["debug", "info", "warning", "error"] = "info"
    values: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Log(Message, type="log"):
    """Lines for the console, several at once; `dropped` counts those left out of a flood.

    Lines written while the script loads carry no run.
    """

    lines: tuple[Line, ...]
    dropped: int = 0
    run: str | None = None


@dataclass(frozen=True)
class Result(Message, type="result"):
    """The run is over: what to change, and how long the hook took in milliseconds.

    `skipped` says that the hook's predicate did not hold, `veto` why the file may not be saved.
    """

    run: str
    changes: ChangeSet = field(default_factory=ChangeSet)
    ms: float = 0.0
    skipped: bool = False
    veto: str | None = None


@dataclass(frozen=True)
class ErrorMessage(Message, type="error"):
    """The run failed, or was stopped; nothing of it may be applied."""

    run: str
    error: Failure
    stopped: bool = False


@dataclass(frozen=True)
class Fatal(Message, type="fatal"):
    """The cell cannot go on, and says why: a message out of order, or its interpreter died."""

    message: str


def encode(message: Message) -> str:
    """Give the message as JSON text. Raises `ProtocolError` where a value cannot be sent."""
    try:
        return json.dumps(message.to_json(), allow_nan=False, separators=(",", ":"))
    except (LimnerError, ValueError, TypeError, RecursionError) as error:
        raise ProtocolError(f"{message.type}: {error}") from error


def decode(text: str) -> Message:
    """Read a message. Raises `ProtocolError` that says which one does not fit and where."""
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"not JSON: {error}") from None
    name = data.get("type") if isinstance(data, dict) else None
    if not isinstance(name, str) or name not in MESSAGES:
        raise ProtocolError(f"message type is {name!r}, expected one of {', '.join(MESSAGES)}")
    try:
        message: Message = records.read_fields(MESSAGES[name], data, name)
    except (LimnerError, ValueError, RecursionError) as error:
        raise ProtocolError(str(error)) from None
    return message


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")
