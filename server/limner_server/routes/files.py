"""The API of files: upload, content, state."""

from msgspec import UNSET, structs
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse

from limner_server import wire
from limner_server.context import changing, context_of, database_of
from limner_server.endpoint import Endpoint, page_of
from limner_server.errors import ApiError
from limner_server.likeness.similar import similar
from limner_server.media import Media, media_type_of
from limner_server.store import completeness, files, fits, projects

MAX_UPLOADS = 1_000
MAX_SIMILAR = 50
FEW = 5
FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


async def upload_files(request: Request, _: None) -> wire.Page[wire.FileView]:
    """Upload images: several parts named `files`. All are taken, or none."""
    project = request.path_params["project"]
    await run_in_threadpool(_require_project, request, project)
    async with request.form(max_files=MAX_UPLOADS) as form:
        parts = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
        if not parts:
            raise ApiError(422, "no_files", 'the body has no file: send multipart parts named "files"')
        return await run_in_threadpool(_take, request, project, parts)


def get_file(request: Request) -> wire.FileView:
    """Give a file."""
    with database_of(request).reading() as connection:
        return files.get(connection, request.path_params["file"])


def change_file(request: Request, patch: wire.FilePatch) -> wire.ChangedFile:
    """Change a file's state, who has it, its attributes, or how large its pixels are; a comment may go with it.

    The answer says what of it others had changed meanwhile.
    """
    with changing(request) as (connection, news):
        before = files.get(connection, request.path_params["file"])
        news.append((before.project, wire.SyncFile(before.id)))
        if patch.attributes is not UNSET:
            fits.hold_file(connection, before.project, patch.attributes)
        conflicts = files.change(connection, before.id, patch)
        changed = files.get(connection, before.id)
        if before.state != "done" and changed.state == "done":
            completeness.require(connection, before.project, [before.id])
        return wire.ChangedFile(**structs.asdict(changed), conflicts=conflicts)


def delete_file(request: Request) -> None:
    """Delete a file with its instances."""
    with changing(request) as (connection, news):
        gone = files.get(connection, request.path_params["file"])
        news.append((gone.project, wire.SyncFile(gone.id)))
        files.remove(connection, gone.id)


def get_content(request: Request) -> FileResponse:
    """Give the image as a browser shows it, or the original bytes."""
    context = context_of(request)
    with context.database.reading() as connection:
        row = files.row_of(connection, request.path_params["file"])
    original = request.query_params.get("original") == "1"
    path = context.media.kept(row["sha256"] if original else row["content_sha256"])
    return FileResponse(path, media_type=row["media_type"] if original else media_type_of(path), headers=FOR_EVER)


def get_thumbnail(request: Request) -> FileResponse:
    """Give a small WebP of the image."""
    context = context_of(request)
    with context.database.reading() as connection:
        row = files.row_of(connection, request.path_params["file"])
    return FileResponse(context.media.thumbnail(row["content_sha256"]), media_type="image/webp", headers=FOR_EVER)


def similar_files(request: Request) -> wire.Page[wire.SimilarView]:
    """List the files of the same project that look like this one, nearest first; five unless `limit` says more."""
    limit = page_of(request)[1] if "limit" in request.query_params else FEW
    return wire.Page(similar(context_of(request), request.path_params["file"], min(limit, MAX_SIMILAR)))


def _require_project(request: Request, project: str) -> None:
    with database_of(request).reading() as connection:
        projects.get(connection, project)


def _take(request: Request, project: str, parts: list[UploadFile]) -> wire.Page[wire.FileView]:
    folder = context_of(request).media
    taken: list[tuple[str, Media]] = []
    for part in parts:
        name = (part.filename or "unnamed").replace("\\", "/").rsplit("/", 1)[-1][:200]
        taken.append((name, folder.take(name, part.file)))
    with changing(request) as (connection, news):
        added = [files.add(connection, project, name, media) for name, media in taken]
        news += [(project, wire.SyncFile(file.id)) for file in added]
        return wire.Page(added)


ENDPOINTS = (
    Endpoint("POST", "/api/projects/{project}/files", upload_files, wire.Page[wire.FileView], "files", status=201),
    Endpoint("GET", "/api/files/{file}", get_file, wire.FileView),
    Endpoint("PATCH", "/api/files/{file}", change_file, wire.ChangedFile, wire.FilePatch),
    Endpoint("DELETE", "/api/files/{file}", delete_file),
    Endpoint(
        *("GET", "/api/files/{file}/similar", similar_files, wire.Page[wire.SimilarView]),
        query={"limit": f"how many at most, up to {MAX_SIMILAR}"},
    ),
    Endpoint("GET", "/api/files/{file}/content", get_content, bytes, query={"original": "1 for the bytes as uploaded"}),
    Endpoint("GET", "/api/files/{file}/thumbnail", get_thumbnail, bytes),
)
