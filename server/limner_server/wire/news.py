"""What a live connection tells: other people's changes, scripts, the project."""

from msgspec import Struct

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


SyncNews = SyncChanges | SyncScripts | SyncProject | SyncFile | SyncFiles | SyncComments
SYNC_MESSAGES = (SyncHello, SyncChanges, SyncScripts, SyncProject, SyncFile, SyncFiles, SyncComments)
