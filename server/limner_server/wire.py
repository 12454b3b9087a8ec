"""What travels over HTTP: the requests and answers, on top of the runtime's own dataclasses.

OpenAPI is made from these types, and `decode` is how every body is read.
"""

from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from limner import records
from limner.changes import Created, Updated
from limner.errors import LimnerError
from limner.geometry import Geometry
from limner.instances import ActorKind, Instance
from limner.params import Parameter
from limner_server.errors import ApiError

T = TypeVar("T")
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Color = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
Key = Annotated[str, Meta(min_length=8, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
State = Literal["todo", "done"]


class Label(Struct):
    """One label of a project: its name and its colour."""

    name: Name
    color: Color


class NewProject(Struct, forbid_unknown_fields=True):
    """A project to make."""

    name: Name
    labels: list[Label] = []


class ProjectPatch(Struct, forbid_unknown_fields=True):
    """What to change of a project. Labels are replaced whole."""

    name: Name | UnsetType = UNSET
    labels: list[Label] | UnsetType = UNSET


class Project(Struct):
    """A project, and how many files it has."""

    id: str
    name: str
    labels: list[Label]
    files: int
    done: int
    created_at: str


class FileView(Struct):
    """A file: `width` and `height` in pixels after the EXIF orientation, `size` in bytes."""

    id: str
    project: str
    name: str
    kind: str
    state: State
    media_type: str
    sha256: str
    size: int
    width: int
    height: int
    revision: int
    instances: int
    content: str
    thumbnail: str
    created_at: str


class FilePatch(Struct, forbid_unknown_fields=True):
    """What to change of a file."""

    state: State


class Page(Struct, Generic[T]):
    """A part of a list; `next` is the cursor of the part after it."""

    items: list[T]
    next: str | None = None


class Origin(Struct):
    """Who made a change set, and how it is called in the history."""

    actor: ActorKind = "human"
    script: str | None = None
    run: str | None = None
    title: Annotated[str, Meta(max_length=200)] = ""


class ChangePost(Struct, forbid_unknown_fields=True):
    """A change set. The same `key` again is answered as the first time and changes nothing."""

    key: Key
    created: list[Created] = []
    updated: list[Updated] = []
    deleted: list[str] = []
    origin: Origin = msgspec.field(default_factory=Origin)


class ChangeReply(Struct):
    """The instances as stored, the ids that are gone, and the file's new revision."""

    revision: int
    instances: list[Instance]
    deleted: list[str]


class LogEntry(Struct):
    """One change set of a file's history."""

    revision: int
    key: str
    at: str
    origin: Origin
    changes: dict[str, Any]


class ScriptPost(Struct, forbid_unknown_fields=True):
    """A script to add to a project, or a new source for one."""

    filename: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^/\\]+$")]
    source: Annotated[str, Meta(max_length=1_000_000)]


class ScriptPatch(Struct, forbid_unknown_fields=True):
    """A script's configuration. Enabling needs every grant the script declares in `confirmed_grants`."""

    enabled: bool | UnsetType = UNSET
    confirmed_grants: list[str] | UnsetType = UNSET
    place: str | UnsetType = UNSET
    params: dict[str, Any] | UnsetType = UNSET


class ScriptProblem(Struct):
    """A remark on a script's metadata block, at a line from 1."""

    line: int
    message: str
    severity: str


class ScriptView(Struct):
    """A script: what its author wrote, and how it is configured here."""

    id: str
    project: str
    identity: str
    name: str
    description: str
    filename: str
    language: str
    version: str
    declared_version: str
    enabled: bool
    place: str
    places: list[str]
    grants: list[str]
    confirmed_grants: list[str]
    timeout: float
    hotkey: str | None
    dependencies: list[str]
    parameters: list[Parameter]
    params: dict[str, Any]
    problems: list[ScriptProblem]
    source: str
    created_at: str


class ScriptVersion(Struct):
    """One immutable version of a script, by its content hash."""

    version: str
    source: str
    created_at: str


class RunPost(Struct, forbid_unknown_fields=True):
    """One run, reported by the page that hosted it; `ms` is its duration."""

    id: Key
    version: str
    file: str
    event: str
    place: str
    outcome: Literal["applied", "empty", "failed", "stopped", "rejected", "dropped"]
    message: Annotated[str, Meta(max_length=4_000)] = ""
    ms: float = 0.0


class RunView(Struct):
    """One run of a script."""

    id: str
    version: str
    file: str
    event: str
    place: str
    outcome: str
    message: str
    ms: float
    at: str


class Problem(Struct):
    """Why a request was refused."""

    code: str
    message: str
    detail: dict[str, Any]


class Failure(Struct):
    """The form of every error."""

    error: Problem


def decode(body: bytes, kind: type[T]) -> T:
    """Read a JSON body. Raises `ApiError` 400 for no JSON and 422 with the path of what does not fit."""
    try:
        return msgspec.json.decode(body, type=kind, dec_hook=_from_json)
    except msgspec.ValidationError as error:
        raise ApiError(422, "invalid", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ApiError(400, "not_json", f"the body is no JSON: {error}") from None


def encode(value: Any) -> bytes:
    """Give the JSON of an answer."""
    return msgspec.json.encode(value, enc_hook=records.plain)


def plain(value: Any) -> Any:
    """Give a value of the runtime as JSON's own types."""
    return msgspec.to_builtins(value, enc_hook=records.plain)


def convert(value: Any, kind: type[T]) -> T:
    """Read a value of JSON's own types, as the store gives it back."""
    return msgspec.convert(value, kind, dec_hook=_from_json)


def _from_json(kind: type, data: Any) -> Any:
    if kind is not Geometry:
        raise NotImplementedError(kind)
    try:
        return Geometry.from_json(data)
    except (LimnerError, OverflowError) as error:
        raise ValueError(str(error)) from None
