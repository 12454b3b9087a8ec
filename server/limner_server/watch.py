"""A folder whose scripts are taken into a project as they are saved: `limner serve --watch DIR`.

A file that is new here waits in the page until its grants are confirmed; a later version goes live at once,
unless it asks for more. A file that is deleted leaves its script alone.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from watchfiles import awatch

from limner import check, manifest
from limner.errors import ManifestError
from limner.manifest import MARKS
from limner_server import demo, wire
from limner_server.context import Context
from limner_server.errors import ApiError
from limner_server.logs import logger, say
from limner_server.store import projects, scripts

ENDINGS = (".py", ".js", ".mjs")
LOOK_ANYWAY_MS = 2_000  # for what was saved just before the watch began, and for file systems that do not tell
MOST_BYTES = 4_000_000


class Folder:
    """The watched folder and the project it feeds. Raises `ValueError` where one of them is not there."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.path = Path(context.settings.watch).expanduser().resolve()
        if not self.path.is_dir():
            raise ValueError(f"the folder to watch, {self.path}, is not there")
        self.project = _project(context, self.path.name)
        self._seen: dict[Path, tuple[int, int]] = {}
        self._scripts: dict[Path, str] = {}

    def read(self) -> None:
        """Take every file that is new or was saved since the last time."""
        for path in self._saved():
            try:
                self._take(path)
            except (ApiError, ManifestError, msgspec.ValidationError, UnicodeDecodeError, OSError) as error:
                _warn("watched file not taken", path, getattr(error, "message", None) or str(error))

    def _saved(self) -> Iterator[Path]:
        for path in sorted(self.path.iterdir()):
            if path.suffix not in ENDINGS or path.name.startswith((".", "test_", "conftest.")):
                continue
            with contextlib.suppress(FileNotFoundError):
                about = path.stat()
                stamp = (about.st_mtime_ns, about.st_size)
                if self._seen.get(path) != stamp and about.st_size <= MOST_BYTES:
                    self._seen[path] = stamp
                    yield path

    def _take(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        if not _is_script(source, path.name):
            say("watched file has no metadata block, so it is no script", file=path.name)
            return
        post = wire.convert({"filename": path.name, "source": source}, wire.ScriptPost)
        with self.context.hub.telling() as news, self.context.database.writing() as connection:
            known = self._known(connection, path, source)
            if known is None:
                script = scripts.add(connection, self.project, post)
            elif known.version == scripts.version_of(source):
                self._scripts[path] = known.id
                return
            else:
                script = scripts.set_source(connection, known.id, post)
            news.append((self.project, wire.SyncScripts()))
        self._scripts[path] = script.id
        say("script taken", file=path.name, script=script.identity, version=script.version[:15], enabled=script.enabled)
        for problem in check.problems(source, path.name):
            if problem.severity == "error":
                _warn("script has a problem", path, f"line {problem.line}: {problem.message}")

    def _known(self, connection: Connection, path: Path, source: str) -> wire.ScriptView | None:
        """Give the script a file belongs to: the one it made here, or else the one of its name."""
        identity = manifest.parse(source, manifest.language_of(path.name), filename=path.name).identity
        there = scripts.all_of(connection, self.project)
        own = next((one for one in there if one.id == self._scripts.get(path)), None)
        found = own or next((one for one in there if one.identity == identity), None)
        others = {id: other for other, id in self._scripts.items() if other != path and other.exists()}
        if found is not None and found.id in others:
            raise ManifestError(f"it calls itself {identity}, as {others[found.id].name} does: change its name")
        return found


@contextlib.asynccontextmanager
async def watching(context: Context) -> AsyncIterator[None]:
    """Watch the folder that the settings name, if any, for as long as the block runs."""
    if not context.settings.watch:
        yield
        return
    folder, stop = await asyncio.to_thread(Folder, context), asyncio.Event()
    task = asyncio.create_task(_watch(folder, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _watch(folder: Folder, stop: asyncio.Event) -> None:
    await _read(folder)
    changes = awatch(folder.path, recursive=False, stop_event=stop, yield_on_timeout=True, rust_timeout=LOOK_ANYWAY_MS)
    async for _ in changes:
        await _read(folder)


async def _read(folder: Folder) -> None:
    try:
        await asyncio.to_thread(folder.read)
    except Exception:  # whatever it was, the next file that is saved deserves another try
        logger.exception("watching failed", extra={"fields": {"folder": str(folder.path)}})


def _project(context: Context, name: str) -> str:
    wanted = context.settings.watch_project
    if context.settings.demo and not wanted:
        return demo.fill(context.database, context.media)
    with context.database.writing() as connection:
        there = [project for _, project in projects.all_of(connection, 0, 1_000)]
        if not wanted:
            return there[0].id if there else projects.create(connection, wire.NewProject(name or "Scripts")).id
        found = next((project.id for project in there if project.name == wanted), None)
    if found is None:
        names = ", ".join(repr(project.name) for project in there) or "none"
        raise ValueError(f"there is no project {wanted!r} to watch the folder for (there are: {names})")
    return found


def _is_script(source: str, filename: str) -> bool:
    language = manifest.language_of(filename)
    begins = f"{MARKS[language]} /// script"
    has_block = any(line.rstrip() == begins for line in source.splitlines())
    return has_block or (language == "javascript" and manifest.is_diffgram(source))


def _warn(message: str, path: Path, error: str) -> None:
    logger.log(logging.WARNING, message, extra={"fields": {"file": path.name, "error": error}})
