"""Working through the files of a project: their order, how far the work is, and changes to many at once."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from limner_server.wire.annotations import State
from limner_server.wire.comments import CommentId, CommentText, Person


class FileOrder(Struct):
    """The ids of all files that a filter lets through, in order."""

    ids: list[str]


class Share(Struct):
    """How much of a project one person has: `assignee` is None for what nobody has."""

    assignee: str | None
    files: int
    done: int


class ProjectProgress(Struct):
    """How far a project is: files in each state, who has how many, and comments that are not resolved."""

    files: int
    todo: int
    in_progress: int
    done: int
    rejected: int
    comments: int
    shares: list[Share]


class FilesPatch(Struct, forbid_unknown_fields=True):
    """What to change of several files: all of them, or none. An empty assignee takes it away.

    With `each`, those that can be changed are, and the answer names the others. With a `comment_key` it may be sent
    again: a file that has the comment of this key already is left as it is.
    """

    ids: Annotated[list[str], Meta(min_length=1, max_length=100_000)]
    state: State | UnsetType = UNSET
    assignee: Person | UnsetType | None = UNSET
    comment: CommentText | UnsetType = UNSET
    comment_key: CommentId | UnsetType = UNSET
    author: Person = ""
    each: bool = False


class FileLeft(Struct):
    """A file that was not changed, and why."""

    file: str
    message: str


class FilesChanged(Struct):
    """How many files were changed, and which were not, where each was changed for itself."""

    files: int
    left: list[FileLeft] = []
