"""The API of comments."""

from starlette.requests import Request

from limner_server import wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint
from limner_server.store import comments, files


def list_comments(request: Request) -> wire.Page[wire.Comment]:
    """List the comments of a file, oldest first."""
    with database_of(request).reading() as connection:
        return wire.Page(comments.all_of(connection, request.path_params["file"]))


def add_comment(request: Request, post: wire.CommentPost) -> wire.Comment:
    """Comment on a file, at a place of it or on the whole."""
    with changing(request) as (connection, news):
        file = files.row_of(connection, request.path_params["file"])
        news.append((file["project_id"], wire.SyncComments(file["id"])))
        return comments.add(connection, file["id"], post)


def change_comment(request: Request, patch: wire.CommentPatch) -> wire.Comment:
    """Change a comment's text, or resolve it."""
    with changing(request) as (connection, news):
        changed = comments.change(connection, request.path_params["comment"], patch)
        news.append((files.row_of(connection, changed.file)["project_id"], wire.SyncComments(changed.file)))
        return changed


def delete_comment(request: Request) -> None:
    """Delete a comment."""
    with changing(request) as (connection, news):
        gone = comments.get(connection, request.path_params["comment"])
        news.append((files.row_of(connection, gone.file)["project_id"], wire.SyncComments(gone.file)))
        comments.remove(connection, gone.id)


ENDPOINTS = (
    Endpoint("GET", "/api/files/{file}/comments", list_comments, wire.Page[wire.Comment]),
    Endpoint("POST", "/api/files/{file}/comments", add_comment, wire.Comment, wire.CommentPost, status=201),
    Endpoint("PATCH", "/api/comments/{comment}", change_comment, wire.Comment, wire.CommentPatch),
    Endpoint("DELETE", "/api/comments/{comment}", delete_comment),
)
