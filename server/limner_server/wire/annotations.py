"""Projects, files and the change sets on them."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from limner.changes import Created, Updated
from limner.instances import ActorKind, Instance
from limner.ontology import Attribute, Rules
from limner.scale import PixelSize
from limner_server.wire.comments import CommentId, CommentText, Person
from limner_server.wire.ontology import Label
from limner_server.wire.pictures import KnownPixelSize
from limner_server.wire.words import Count, Key, Name

State = Literal["todo", "in_progress", "done", "rejected"]


class NewProject(Struct, forbid_unknown_fields=True):
    """A project to make."""

    name: Name
    labels: list[Label] = []


class ProjectPatch(Struct, forbid_unknown_fields=True):
    """What to change of a project. Labels, attributes and rules are each replaced whole.

    `pixel_size` is that of all its files for which none is given; null takes it away.
    """

    name: Name | UnsetType = UNSET
    labels: list[Label] | UnsetType = UNSET
    attributes: list[Attribute] | UnsetType = UNSET
    rules: Rules | UnsetType = UNSET
    pixel_size: PixelSize | UnsetType | None = UNSET


class Project(Struct):
    """A project, and how many files it has."""

    id: str
    name: str
    labels: list[Label]
    attributes: list[Attribute]
    rules: Rules
    files: int
    done: int
    pixel_size: PixelSize | None
    created_at: str


class FileView(Struct):
    """A file: `width` and `height` in pixels after the EXIF orientation, `size` in bytes, `comments` not resolved.

    `pixel_size` is the one given for it, else that of its project, else what the image says, where any is known.
    """

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
    assignee: str | None
    attributes: dict[str, Any]
    pixel_size: KnownPixelSize | None
    instances: int
    comments: int
    content: str
    thumbnail: str
    created_at: str


class SimilarView(Struct):
    """A file that looks like another one: `distance` is 0 for the same picture, 1 for one that is not alike."""

    file: FileView
    distance: float


class FileKnown(Struct, forbid_unknown_fields=True):
    """What somebody knew of a file before they changed it; an attribute it did not have is null."""

    state: State | UnsetType = UNSET
    assignee: Person | UnsetType | None = UNSET
    attributes: dict[str, Any] = {}


class FileConflict(Struct):
    """A field of a file, `attributes.name` for an attribute, that others had changed: `theirs` is what it was."""

    field: str
    theirs: Any


class ChangedFile(FileView):
    """A file after a change, and what of it others had changed since its sender knew it."""

    conflicts: list[FileConflict] = []


class FilePatch(Struct, forbid_unknown_fields=True):
    """What to change of a file. An empty assignee takes it away; an attribute that is null goes, the others stay.

    A `pixel_size` that is null takes away the one given for this file. A `comment` on the whole file by `author` may
    go with it. With a `comment_id` it may be sent again: where there is such a comment already, nothing changes.
    `known` has the values it replaces as its sender knew them; where they are others by now, the answer says so, and
    what is sent holds.
    """

    state: State | UnsetType = UNSET
    assignee: Person | UnsetType | None = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET
    pixel_size: PixelSize | UnsetType | None = UNSET
    comment: CommentText | UnsetType = UNSET
    comment_id: CommentId | UnsetType = UNSET
    author: Person = ""
    known: FileKnown | UnsetType = UNSET


class Origin(Struct):
    """Who made a change set, and how it is called in the history.

    `page` names the annotation page it comes from, which runs its scripts on it itself; `author` the person.
    Change sets of one `step` are undone together; `turn` says that this one took a step back, or did it again.
    """

    actor: ActorKind = "human"
    script: str | None = None
    run: str | None = None
    title: Annotated[str, Meta(max_length=200)] = ""
    page: Annotated[str, Meta(max_length=64)] | None = None
    author: Annotated[str, Meta(max_length=100)] | None = None
    step: Annotated[str, Meta(max_length=64)] | None = None
    turn: Literal["undo", "redo"] | None = None


class ChangePost(Struct, forbid_unknown_fields=True):
    """A change set. The same `key` again is answered as the first time and changes nothing.

    With `merge`, what it says of instances that are gone is left out, and an id to create that is there already is
    changed instead; without, either refuses the whole. `base` is the revision of the file it was made on.
    """

    key: Key
    created: list[Created] = []
    updated: list[Updated] = []
    deleted: list[str] = []
    origin: Origin = msgspec.field(default_factory=Origin)
    merge: bool = False
    base: Count | None = None


class Conflict(Struct):
    """Somebody else changed the same field of an instance since `base`, or one of the two deleted it.

    What is here came later and holds; `revision` is the other's change set in the file's log.
    """

    instance: str
    fields: list[str]
    mine: Literal["changed", "deleted"]
    theirs: Literal["changed", "deleted"]
    author: str
    revision: int


class ChangeReply(Struct):
    """The instances as stored, the ids that are gone, the file's new revision, and what was changed by others too."""

    revision: int
    instances: list[Instance]
    deleted: list[str]
    conflicts: list[Conflict] = []


class InstanceList(Struct):
    """All instances of a file, and its revision when they were read."""

    items: list[Instance]
    revision: int
    next: str | None = None


class Stood(Struct):
    """Where an instance that is gone stood: right after another one, or before all. Of several after the same one
    those of a lower `place` come first.
    """

    id: str
    after: str | None
    place: int


class LogEntry(Struct):
    """One change set of a file's history. `stood` is where those of its instances were that are gone now."""

    revision: int
    key: str
    at: str
    origin: Origin
    changes: dict[str, Any]
    stood: list[Stood] = []


class HistoryEntry(Struct):
    """What a change set did: how many instances it created, updated and deleted, and the first of them.

    `before` and `after` are there where the history of one instance is asked for.
    """

    revision: int
    at: str
    origin: Origin
    created: int
    updated: int
    deleted: int
    instances: list[str]
    before: Instance | None = None
    after: Instance | None = None
