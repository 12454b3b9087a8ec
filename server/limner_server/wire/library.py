"""The bundled scripts, how they come into projects, and how they are tried."""

from msgspec import Struct


class LibraryScript(Struct):
    """A bundled script: what it says of itself, and how it is tried.

    `version` is its content hash; `projects` have it, of this version or another.
    """

    slug: str
    identity: str
    name: str
    description: str
    group: str
    filename: str
    language: str
    version: str
    declared_version: str
    grants: list[str]
    connect: list[str]
    hotkey: str | None
    steps: list[str]
    projects: list[str]


class LibrarySource(LibraryScript):
    """A bundled script with its source."""

    source: str


class LibraryInstall(Struct, forbid_unknown_fields=True):
    """The project a bundled script is to be added to, switched off."""

    project: str


class TrialPost(Struct, forbid_unknown_fields=True):
    """How to begin a trial; `fresh` puts away what was done in the last one."""

    fresh: bool = False


class Trial(Struct):
    """Where a bundled script is tried: a project of its own, with a sample photo."""

    project: str
    file: str
