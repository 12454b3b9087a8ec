"""What a live connection tells: other people's changes, scripts, the project."""

from typing import Annotated

from msgspec import Meta, Struct

from limner.instances import Instance
from limner_server.wire.annotations import Origin


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


class SyncFiles(Struct, tag="files"):
    """The state or the assignee of several files was changed."""

    files: list[str]


class SyncComments(Struct, tag="comments"):
    """The comments on a file were changed."""

    file: str


class Person(Struct):
    """One page of somebody who is there: the name people gave themselves, and the file they look at."""

    page: str
    name: str
    file: str | None


class SyncPeople(Struct, tag="people"):
    """Who looks at the project now."""

    people: list[Person]


class SyncPresent(Struct, tag="present", forbid_unknown_fields=True):
    """What a page says of itself, the only thing it may say: `page` as in the origin of its change sets."""

    page: Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
    name: Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
    file: Annotated[str, Meta(max_length=64)] | None = None


SyncNews = SyncChanges | SyncScripts | SyncProject | SyncFile | SyncFiles | SyncComments | SyncPeople
SYNC_MESSAGES = (SyncHello, SyncChanges, SyncScripts, SyncProject, SyncFile, SyncFiles, SyncComments, SyncPeople)
