"""A script as a Label Studio ML backend: what `/setup`, `/predict` and `/webhook` do with it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from starlette.concurrency import run_in_threadpool

from limner.canvas import new_id
from limner.changes import ChangeSet
from limner.errors import HostError
from limner.events import CompleteFile, File
from limner.hooks import Hook
from limner.instances import Instance
from limner_server.adapters.label_studio import config, model, pointing, regions, writing
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.hosts import Host
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.tasks import Picture, picture_of
from limner_server.cells.headless import RunFailedError, run_once
from limner_server.cells.programs import program_of
from limner_server.cells.slot import LoadError, PlaceError, Program
from limner_server.context import Context
from limner_server.errors import ApiError, invalid
from limner_server.logs import say
from limner_server.store import projects, scripts
from limner_server.store.database import now

SETUP_SECONDS = 2.0
MOST_TASKS = 1_000
VERSION_LENGTH = len("sha256:") + 12
REMEMBERED = ("ANNOTATION_CREATED", "ANNOTATION_UPDATED")
KNOWN = (*REMEMBERED, "ANNOTATION_DELETED", "START_TRAINING", "PROJECT_UPDATED")


class SetupPost(Struct):
    """What `/setup` is sent."""

    project: str | int = ""
    schema: str = ""
    hostname: str | None = ""
    access_token: str | None = ""


class PredictPost(Struct):
    """What `/predict` is sent."""

    tasks: list[dict[str, Any]]
    project: str | int | None = ""
    label_config: str | None = ""
    params: dict[str, Any] | None = None


class WebhookPost(Struct):
    """What `/webhook` is sent."""

    action: str = ""
    project: dict[str, Any] = {}
    task: dict[str, Any] = {}
    annotation: dict[str, Any] = {}


@dataclass(frozen=True)
class Served:
    """A script that is asked over this protocol."""

    context: Context
    script: str

    async def health(self) -> dict[str, Any]:
        """Say that the script may run. Raises `ApiError` where it may not, and says why."""
        program = await self._program()
        return {"status": "UP", "model_class": program.identity}

    async def setup(self, post: SetupPost) -> dict[str, Any]:
        """Load the script, and remember whose uploads its tasks are about. Raises `ApiError` where it does not load."""
        program = await self._program()
        config.parse(post.schema)
        host = Host(post.hostname or "", post.access_token or "")
        self.context.studios.remember(self.script, str(post.project), host)
        loading = asyncio.ensure_future(_hooks(self.context, program))
        done, _ = await asyncio.wait([loading], timeout=SETUP_SECONDS)
        if done:
            loading.result()
        else:  # a client waits three seconds: it is told that all is well, and the first prediction says otherwise
            loading.add_done_callback(lambda task: task.cancelled() or task.exception())
        return {"model_version": _version(program)}

    async def predict(self, post: PredictPost) -> dict[str, Any]:
        """Run the script for each task. Raises `ApiError` that names the task that failed: then none is answered."""
        if len(post.tasks) > MOST_TASKS:
            raise invalid(f"{len(post.tasks):,} tasks at once, at most {MOST_TASKS:,} are taken")
        program = await self._program()
        hooks = await _hooks(self.context, program)
        known = await self._config(program, post.label_config or "")
        context = (post.params or {}).get("context")
        asked = _list(context.get("result")) if isinstance(context, Mapping) else []
        host = self.context.studios.of(self.script, str(post.project))
        results = []
        for task in post.tasks:
            one = _Prediction(self.context, program, hooks, known, task, host)
            results.append(await one.result(asked, batch=not asked and len(post.tasks) > 1))
        return {"results": results, "model_version": _version(program)}

    async def webhook(self, post: WebhookPost) -> tuple[int, dict[str, Any]]:
        """Let a script that hears `complete_file` see a finished annotation; what it would change nobody takes."""
        if post.action not in KNOWN:
            return 200, {"status": "Unknown event"}
        if post.action in REMEMBERED:
            program = await self._program()
            hooks = await _hooks(self.context, program)
            known = await self._config(program, str(post.project.get("label_config") or ""))
            host = self.context.studios.of(self.script, str(post.project.get("id", "")))
            task = {**post.task, "annotations": [post.annotation]}
            await _Prediction(self.context, program, hooks, known, task, host).completed()
        return 201, {"result": {}, "status": "ok"}

    async def versions(self) -> dict[str, Any]:
        """List the versions of the script, the newest first."""
        found = await run_in_threadpool(self._read, scripts.versions_of)
        return {"versions": [version.version[:VERSION_LENGTH] for version in found]}

    async def _program(self) -> Program:
        try:
            return await run_in_threadpool(self._read, program_of)  # type: ignore[no-any-return]
        except PlaceError as error:
            raise ApiError(409, "no_place", str(error)) from None

    async def _config(self, program: Program, text: str) -> Config:
        """Read the label config; without one, that of the script's project."""
        if not text:
            text = await run_in_threadpool(self._own_config, program.project)
        return config.parse(text)

    def _own_config(self, project: str) -> str:
        with self.context.database.reading() as connection:
            return model.written(projects.get(connection, project), tuple(config.SHORT))

    def _read(self, function: Any) -> Any:
        with self.context.database.reading() as connection:
            return function(connection, self.script)


@dataclass(frozen=True)
class _Prediction:
    """One task under way."""

    context: Context
    program: Program
    hooks: Sequence[Hook]
    config: Config
    task: Mapping[str, Any]
    host: Host

    async def result(self, asked: list[Any], batch: bool) -> dict[str, Any]:
        """Give the regions that the script makes of the task, pointed at with the regions `asked`."""
        picture = await self._picture()
        file = self._file(picture)
        pointed = await asyncio.to_thread(regions.read, asked, picture.size, self.config)
        if asked and not pointed.items:
            raise invalid(f"{self._name()}: what it was pointed at with cannot be read: {pointed.left_out[0]}")
        positive = {
            str(one.get("id")): one.get("is_positive") is not False for one in asked if isinstance(one, Mapping)
        }
        event = pointing.event_of(self.hooks, pointed.items, positive, file, self.program.project)
        if event is None:
            return self._answer([])
        instances = [*self._annotated(picture, file), *(pointing.instance_of(item, file.id) for item in pointed.items)]
        changes, _ = await self._run(event, picture, instances, batch)
        label = pointed.items[-1].label if pointed.items else None
        items = [*_items(changes, instances, label, self.config)]
        written, left_out = await asyncio.to_thread(writing.write, items, picture.size, self.config)
        for line in left_out:
            say("label-studio", script=self.program.identity, task=self._name(), left_out=line)
        return self._answer(written)

    async def completed(self) -> None:
        """Tell the script that the task is done, if it hears of that."""
        if not any(hook.event == CompleteFile.name for hook in self.hooks):
            return
        picture = await self._picture()
        file = self._file(picture)
        given = {"id": new_id(), "at": now(), "actor": pointing.ACTOR, "project": self.program.project, "file": file}
        await self._run(CompleteFile(**given), picture, self._annotated(picture, file), True)

    async def _run(self, event: Any, picture: Picture, instances: list[Instance], batch: bool) -> Any:
        try:
            return await run_once(
                self.context, self.program, event, image=picture.content, instances=instances, batch=batch
            )
        except RunFailedError as error:
            line = f" (line {error.failure.frames[-1].line})" if error.failure.frames else ""
            raise ApiError(422, "script_failed", f"{self._name()}: {error}{line}") from None
        except (PlaceError, LoadError, HostError) as error:
            raise ApiError(409, "no_place", f"{self._name()}: {error}") from None

    async def _picture(self) -> Picture:
        return await picture_of(self.context, self.program.project, self.task, self.config.key, self.host)

    def _file(self, picture: Picture) -> File:
        name = picture.file or f"task-{self.task.get('id')}"[:80]
        return File(name, picture.name, picture.size.width, picture.size.height)

    def _annotated(self, picture: Picture, file: File) -> list[Instance]:
        """Give the instances of the task's newest annotation."""
        found = [one for one in _list(self.task.get("annotations")) if isinstance(one, Mapping)]
        result = _list(found[-1].get("result")) if found else []
        return [pointing.instance_of(item, file.id) for item in regions.read(result, picture.size, self.config).items]

    def _answer(self, written: list[dict[str, Any]]) -> dict[str, Any]:
        scores = [region["score"] for region in written if "score" in region]
        score = {"score": sum(scores) / len(scores)} if scores else {}
        return {"result": written, **score, "model_version": _version(self.program)}

    def _name(self) -> str:
        return f"task {self.task.get('id')!r:.40}"


def _items(changes: ChangeSet, instances: Sequence[Instance], label: str | None, known: Config) -> Sequence[Item]:
    """Give what a change set shows: what is created and suggested, and how instances are after their update."""
    fresh = [*changes.created, *changes.suggested]
    made = [Item(one.geometry, one.label or label, one.attributes, one.score, one.id or new_id()) for one in fresh]
    there = {instance.id: instance for instance in instances}
    for change in changes.updated:
        if change.id in there:
            there[change.id] = change.on(there[change.id])
    touched = [there[name] for name in dict.fromkeys(change.id for change in changes.updated) if name in there]
    changed = [Item(one.geometry, one.label, one.attributes, one.score, one.id) for one in touched]
    return [_named(item, label, known) for item in [*made, *changed]]


def _named(item: Item, label: str | None, known: Config) -> Item:
    """Give an item a label the configuration has: its own, that of what was pointed at, or the only one there is."""
    if any(control.label(item.label) for control in known.controls):
        return item
    only = known.labels[0] if len(known.labels) == 1 else None
    return Item(item.geometry, label or only, item.attributes, item.score, item.id)


async def _hooks(context: Context, program: Program) -> Sequence[Hook]:
    try:
        ready = await context.dispatcher.hooks(program)
    except PlaceError as error:
        raise ApiError(409, "no_place", str(error)) from None
    if ready.error is not None:
        raise ApiError(409, "not_loaded", f"the script does not load: {ready.error.type}: {ready.error.message}")
    return ready.hooks


def _version(program: Program) -> str:
    return program.version[:VERSION_LENGTH]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
