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
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Change = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]


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
    """Who made a change set, and how it is called in the history.

    `page` names the annotation page it comes from, which runs its scripts on it itself.
    """

    actor: ActorKind = "human"
    script: str | None = None
    run: str | None = None
    title: Annotated[str, Meta(max_length=200)] = ""
    page: Annotated[str, Meta(max_length=64)] | None = None


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
    """A script's configuration. Enabling needs every grant the script declares in `confirmed_grants`.

    To confirm `network` confirms the hosts that the script declares now.
    """

    enabled: bool | UnsetType = UNSET
    confirmed_grants: list[str] | UnsetType = UNSET
    place: str | UnsetType = UNSET
    params: dict[str, Any] | UnsetType = UNSET


class ScriptProblem(Struct):
    """A remark on a script's metadata block, at a line from 1."""

    line: int
    message: str
    severity: str


class CodeProblem(Struct):
    """A remark on a script's source, at a line and a column from 1; without a column it is about the line."""

    line: int
    column: int | None
    message: str
    severity: Literal["error", "warning"]


class CheckReply(Struct):
    """What is wrong with a source, from the top."""

    problems: list[CodeProblem]


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
    connect: list[str]
    confirmed_connect: list[str]
    timeout: float
    hotkey: str | None
    dependencies: list[str]
    modules: list[str]
    assets: list[str]
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
    suggested: Count = 0


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
    suggested: int
    accepted: int
    rejected: int
    edited: int


class VerdictPost(Struct, forbid_unknown_fields=True):
    """How many of a run's suggestions a person took as they were, refused, or changed and took; it is added.

    Who takes it back says a negative number. What becomes of instances that exist is read from the
    instances, and is not to be said here.
    """

    accepted: Change = 0
    rejected: Change = 0
    edited: Change = 0


class VersionStatistics(Struct):
    """How one version of a script fares, over its newest 10,000 runs.

    `created` counts instances, accepted suggestions included. Of those, `accepted` are kept as
    returned, `edited` kept with another geometry; `rejected` were deleted or undone by a person, or
    are suggestions refused. `iou_median` compares what was returned with what is there now, over
    the newest 100 instances kept, in the newest 5 versions. `ms_p50` and `ms_p95` are durations of
    runs that answered.
    """

    version: str
    declared_version: str
    created_at: str
    runs: int
    failed: int
    created: int
    accepted: int
    edited: int
    rejected: int
    iou_median: float | None
    ms_p50: float | None
    ms_p95: float | None


class StorageItem(Struct):
    """One value a script keeps: its `size` in bytes counts the key and the value's JSON."""

    key: str
    size: int
    updated_at: str


class StoragePage(Struct):
    """All keys of a script's storage, sorted; `used` and `limit` are bytes."""

    items: list[StorageItem]
    used: int
    limit: int
    next: str | None = None


class StorageValue(Struct):
    """A value a script keeps, as it was put."""

    key: str
    value: msgspec.Raw


class StoragePut(Struct, forbid_unknown_fields=True):
    """A value to keep: any JSON."""

    value: msgspec.Raw


class FetchPost(Struct, forbid_unknown_fields=True):
    """What a script asks of another host; the body is base64."""

    url: Annotated[str, Meta(max_length=8_000)]
    method: Annotated[str, Meta(max_length=10)] = "GET"
    headers: dict[str, str] = {}
    body: bytes | None = None


class FetchReply(Struct):
    """What the host answered: headers by lower-case name, the final address, the body in base64."""

    status: int
    headers: dict[str, str]
    url: str
    body: bytes


class SyncHello(Struct, tag="hello"):
    """The first message to a page that listens to a project."""

    protocol: int = 1


class SyncChanges(Struct, tag="changes"):
    """A change set was applied to a file: its instances as stored now, and the ids that are gone."""

    file: str
    revision: int
    key: str
    origin: Origin
    created: list[Instance]
    updated: list[Instance]
    deleted: list[str]


class SyncScripts(Struct, tag="scripts"):
    """A script of the project was added, changed, configured or deleted."""


class SyncProject(Struct, tag="project"):
    """The project was changed or deleted."""


class SyncFile(Struct, tag="file"):
    """A file was added, deleted, or has another state."""

    file: str


SyncNews = SyncChanges | SyncScripts | SyncProject | SyncFile
SYNC_MESSAGES = (SyncHello, SyncChanges, SyncScripts, SyncProject, SyncFile)


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
