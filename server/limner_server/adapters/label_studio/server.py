"""A script as a Label Studio ML backend: what `/setup`, `/predict` and `/webhook` do with it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from starlette.concurrency import run_in_threadpool

from limner.hooks import Hook
from limner_server.adapters.label_studio import config
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.hosts import Host
from limner_server.adapters.label_studio.model import written
from limner_server.adapters.label_studio.prediction import Prediction, listed, short, version_of
from limner_server.cells.programs import program_of
from limner_server.cells.slot import PlaceError, Program
from limner_server.context import Context
from limner_server.errors import ApiError, invalid
from limner_server.store import projects, scripts

SETUP_SECONDS = 2.0
MOST_TASKS = 1_000
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
        return {"model_version": version_of(program)}

    async def predict(self, post: PredictPost) -> dict[str, Any]:
        """Run the script for each task. Raises `ApiError` that names the task that failed: then none is answered."""
        if len(post.tasks) > MOST_TASKS:
            raise invalid(f"{len(post.tasks):,} tasks at once, at most {MOST_TASKS:,} are taken")
        program = await self._program()
        hooks = await _hooks(self.context, program)
        known = await self._config(program, post.label_config or "")
        context = (post.params or {}).get("context")
        asked = listed(context.get("result")) if isinstance(context, Mapping) else []
        host = self.context.studios.of(self.script, str(post.project))
        results = []
        for task in post.tasks:
            one = Prediction(self.context, program, hooks, known, task, host)
            results.append(await one.result(asked, batch=not asked and len(post.tasks) > 1))
        return {"results": results, "model_version": version_of(program)}

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
            await Prediction(self.context, program, hooks, known, task, host).completed()
        return 201, {"result": {}, "status": "ok"}

    async def versions(self) -> dict[str, Any]:
        """List the versions of the script, the newest first."""
        found = await run_in_threadpool(self._read, scripts.versions_of)
        return {"versions": [short(version.version) for version in found]}

    async def _program(self) -> Program:
        try:
            return await run_in_threadpool(self._read, program_of)
        except PlaceError as error:
            raise ApiError(409, "no_place", str(error)) from None

    async def _config(self, program: Program, text: str) -> Config:
        """Read the label config; without one, that of the script's project."""
        if not text:
            text = await run_in_threadpool(self._own_config, program.project)
        return config.parse(text)

    def _own_config(self, project: str) -> str:
        with self.context.database.reading() as connection:
            return written(projects.get(connection, project), tuple(config.SHORT))

    def _read(self, function: Any) -> Any:
        with self.context.database.reading() as connection:
            return function(connection, self.script)


async def _hooks(context: Context, program: Program) -> Sequence[Hook]:
    try:
        ready = await context.dispatcher.hooks(program)
    except PlaceError as error:
        raise ApiError(409, "no_place", str(error)) from None
    if ready.error is not None:
        raise ApiError(409, "not_loaded", f"the script does not load: {ready.error.type}: {ready.error.message}")
    return ready.hooks
