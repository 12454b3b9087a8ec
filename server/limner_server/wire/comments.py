"""Comments people leave on files."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

CommentText = Annotated[str, Meta(min_length=1, max_length=10_000)]
CommentId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Person = Annotated[str, Meta(max_length=100)]


class Comment(Struct):
    """A comment: at `x` and `y` in pixels of the file, or on the whole file where both are None."""

    id: str
    file: str
    x: float | None
    y: float | None
    text: str
    author: str
    at: str
    resolved: bool


class CommentPost(Struct, forbid_unknown_fields=True):
    """A comment to make: `x` and `y` are given together, inside the file, or not at all.

    With an `id` of its sender's it may be sent again: it is made once.
    """

    text: CommentText
    id: CommentId | UnsetType = UNSET
    x: float | None = None
    y: float | None = None
    author: Person = ""


class CommentPatch(Struct, forbid_unknown_fields=True):
    """What to change of a comment."""

    text: CommentText | UnsetType = UNSET
    resolved: bool | UnsetType = UNSET
