"""One task of Label Studio that a script runs for: its image, its event, and the regions that come of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from limner.canvas import new_id
from limner.changes import ChangeSet, Created, Suggested
from limner.errors import HostError
from limner.events import CompleteFile, Event, File
from limner.hooks import Hook
from limner.instances import Instance
from limner_server.adapters.label_studio import pointing, regions, writing
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.hosts import Host
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.tasks import Picture, picture_of
from limner_server.cells.headless import RunFailedError, run_once
from limner_server.cells.slot import LoadError, PlaceError, Program
from limner_server.context import Context
from limner_server.errors import ApiError, invalid
from limner_server.logs import say

SHORT = len("sha256:") + 12


@dataclass(frozen=True)
class Prediction:
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
        annotated = await asyncio.to_thread(self._annotated, picture, file)
        instances = [*annotated, *(pointing.instance_of(item, file.id) for item in pointed.items)]
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
        envelope = pointing.envelope(file, self.program.project)
        annotated = await asyncio.to_thread(self._annotated, picture, file)
        await self._run(CompleteFile(**envelope), picture, annotated, True)

    async def _run(self, event: Event, picture: Picture, instances: list[Instance], batch: bool) -> Any:
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
        found = [one for one in listed(self.task.get("annotations")) if isinstance(one, Mapping)]
        result = listed(found[-1].get("result")) if found else []
        return [pointing.instance_of(item, file.id) for item in regions.read(result, picture.size, self.config).items]

    def _answer(self, written: list[dict[str, Any]]) -> dict[str, Any]:
        scores = [region["score"] for region in written if "score" in region]
        score = {"score": sum(scores) / len(scores)} if scores else {}
        return {"result": written, **score, "model_version": version_of(self.program)}

    def _name(self) -> str:
        return f"task {self.task.get('id')!r:.40}"


def _items(changes: ChangeSet, instances: Sequence[Instance], label: str | None, known: Config) -> Sequence[Item]:
    """Give what a change set shows: what is created and suggested, and how instances are after their update."""
    fresh: list[Created | Suggested] = [*changes.created, *changes.suggested]
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


def version_of(program: Program) -> str:
    """Give the model version that a script's version is."""
    return short(program.version)


def short(version: str) -> str:
    return version[:SHORT]


def listed(value: Any) -> list[Any]:
    """Give a list, or nothing where something else was sent."""
    return value if isinstance(value, list) else []
