"""Backends: what runs elsewhere for a project, and how it fares."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

BackendName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
BackendKind = Literal["socket", "label-studio", "webhook"]


class BackendPost(Struct, forbid_unknown_fields=True):
    """A backend to add to a project. A `socket` one connects by itself; of the others the `url` is asked."""

    name: BackendName
    project: str
    kind: BackendKind = "socket"
    url: Annotated[str, Meta(max_length=2_000)] = ""


class BackendView(Struct):
    """A backend. Where it is connected, `replicas` counts its connections and `version` is that of their script.

    `in_flight` and `waiting` count runs; `ms_p50` and `ms_p95` are durations of its newest runs.
    """

    id: str
    project: str
    name: str
    kind: str
    url: str
    script: str | None
    created_at: str
    replicas: int = 0
    version: str = ""
    in_flight: int = 0
    waiting: int = 0
    ms_p50: float | None = None
    ms_p95: float | None = None
    last_error: str = ""


class BackendAdded(Struct):
    """A backend just added. The `token` it connects with, or signs with, is told here and never again."""

    backend: BackendView
    token: str
