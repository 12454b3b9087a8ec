"""Scripts: their sources and configuration, their runs and how they fare, what they keep and fetch."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from limner.commands import ScriptCommand
from limner.params import Parameter
from limner_server.wire.words import Change, Count, Key


class ScriptPost(Struct, forbid_unknown_fields=True):
    """A script to add to a project, or a new source for one."""

    filename: Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^/\\]+$")]
    source: Annotated[str, Meta(max_length=1_000_000)]


class ScriptPatch(Struct, forbid_unknown_fields=True):
    """A script's configuration. Enabling needs every grant the script declares in `confirmed_grants`.

    To confirm `network` confirms the hosts that the script declares now. A `trusted` script may run on the server
    where nothing can confine it: with all that the server itself can do.
    """

    enabled: bool | UnsetType = UNSET
    confirmed_grants: list[str] | UnsetType = UNSET
    place: str | UnsetType = UNSET
    params: dict[str, Any] | UnsetType = UNSET
    trusted: bool | UnsetType = UNSET


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
    commands: list[ScriptCommand]
    parameters: list[Parameter]
    params: dict[str, Any]
    trusted: bool
    problems: list[ScriptProblem]
    source: str
    created_at: str


class ScriptVersion(Struct):
    """One immutable version of a script, by its content hash."""

    version: str
    source: str
    created_at: str


class ServerPlace(Struct):
    """Whether scripts on the server are confined there; if not, why, and only trusted ones run."""

    confined: bool
    reason: str
    installs: bool


class PlacesView(Struct):
    """What places there are beside the browser."""

    server: ServerPlace


class AssetView(Struct):
    """A file that a script declares: where it is served from, under its content's hash."""

    name: str
    sha256: str
    size: int
    url: str


class RunPost(Struct, forbid_unknown_fields=True):
    """One run, reported by the page that hosted it; `ms` is its duration.

    `why` says why it ran in its place, where there was a choice.
    """

    id: Key
    version: str
    file: str
    event: str
    place: Annotated[str, Meta(pattern=r"^(browser|server|backend:.{1,60})$")]
    outcome: Literal["applied", "empty", "failed", "stopped", "rejected", "dropped"]
    message: Annotated[str, Meta(max_length=4_000)] = ""
    ms: float = 0.0
    suggested: Count = 0
    why: Annotated[str, Meta(max_length=1_000)] = ""


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
    why: str


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
