"""Label Studio ML backends as backends of a project: events become predictions, and these suggestions or instances."""

import asyncio
import base64
import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from starlette.concurrency import run_in_threadpool

from limner.canvas import Canvas
from limner.changes import ChangeSet
from limner.errors import GrantError
from limner.events import Command, Event, File, Prompt
from limner_server import wire
from limner_server.adapters.label_studio import config, images, prompts, regions
from limner_server.adapters.label_studio.model import Ask, Model, number_of, written
from limner_server.adapters.label_studio.record import GRANTS, controls_of, source_of
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.shapes import Size
from limner_server.adapters.peer import Peer
from limner_server.adapters.stub import hooks_in
from limner_server.cells.adapter import AdapterSlot
from limner_server.cells.slot import Program, Slot
from limner_server.context import Context
from limner_server.media import media_type_of
from limner_server.store import files, projects

AT_ONCE = 2


class LabelStudio:
    """The kind `label-studio`."""

    secret = False

    async def source(self, context: Context, peer: Peer) -> str:
        """Ask for its health, then set it up, with all controls or with the one it insists on."""
        model = Model(context, peer)
        await model.health()
        project = await run_in_threadpool(_project, context, peer.project)
        controls, version = await model.first_setup(project)
        return source_of(peer, model.asking.authority, controls, version)

    def slots(self, context: Context, peer: Peer, program: Program) -> Sequence[Slot]:
        model = Model(context, peer)
        return [LabelStudioSlot(context, model, program) for _ in range(AT_ONCE)]


class LabelStudioSlot(AdapterSlot):
    """Asks a model about an event. What it answers is suggested, or created if the parameter `results` says so."""

    def __init__(self, context: Context, model: Model, program: Program) -> None:
        super().__init__(program, hooks_in(program.source), f"{model.peer.name} (Label Studio model)")
        self._context, self._model = context, model

    async def handle(self, event: Event, canvas: Canvas) -> ChangeSet | None:
        params = canvas.params
        if event.name == "create_instance" and not params.boxes:
            return None
        _refuse_unconfirmed(self.program.grants)
        project = await run_in_threadpool(_project, self._context, self.program.project)
        schema = written(project, controls_of(params.controls))
        known, size = config.parse(schema), Size(event.file.width, event.file.height)
        label = prompts.label_of(event) or next(iter(known.labels), None)
        pointed = await asyncio.to_thread(prompts.context_of, event, label, size, known)
        image = await self._image(event.file, canvas, params.image)
        ask = Ask(project, schema, number_of(event.file.id), image, pointed)
        answered = await self._model.predict(ask, self.program.timeout)
        taken = await asyncio.to_thread(regions.read, answered.regions, size, known)
        found = [item for item in taken.items if (item.score is None or item.score >= params.threshold)]
        lines = [*taken.left_out, *_unknown(found, project)]
        for line in lines:
            canvas.log(f"left out: {line}", level="warning")
        wanted = [_relabelled(item, event, label) for item in found if item.label in (None, *known.labels)]
        _put(canvas, event, wanted, params.results == "create")
        return None

    async def _image(self, file: File, canvas: Canvas, how: str) -> str:
        """Give the address of the image for the model: a link to it here, or the image itself as data."""
        found = await run_in_threadpool(_stored, self._context, self.program.project, file.id)
        if found is None:
            return _data("image/png", await asyncio.to_thread(_png, await canvas.image()))
        content, media_type = found
        if how == "data":
            path = self._context.media.path(content)
            return _data(media_type, await asyncio.to_thread(path.read_bytes))
        settings = self._context.settings
        return settings.reachable + images.path_of(settings.token, content, media_type)


def _put(canvas: Canvas, event: Event, items: Sequence[Item], create: bool) -> None:
    """Suggest or create what was answered. It takes the place of the instance that the model was pointed at."""
    trigger = None if isinstance(event, Prompt) else getattr(event, "instance", None)
    for index, item in enumerate(items):
        given: dict[str, Any] = {"label": item.label, "attributes": item.attributes, "score": item.score}
        if create and not isinstance(event, Prompt):
            canvas.create(item.geometry, **given)
        else:
            canvas.suggest(item.geometry, **given, replaces=None if index else trigger)
    if items and trigger is not None and create:
        canvas.delete(trigger)


def _relabelled(item: Item, event: Event, assumed: str | None) -> Item:
    """Take a label away that the model only has from us, where the annotator had given none."""
    invented = item.label == assumed and prompts.label_of(event) is None and not isinstance(event, Command)
    return Item(item.geometry, None if invented else item.label, item.attributes, item.score, item.id)


def _unknown(items: Sequence[Item], project: wire.Project) -> list[str]:
    labels = {label.name for label in wire.leaves_of(project.labels)}
    unknown = sorted({item.label for item in items if item.label is not None} - labels)
    counted = [(name, sum(item.label == name for item in items)) for name in unknown]
    return [f"{many} with the label {name!r}, which the project does not have" for name, many in counted]


def _refuse_unconfirmed(grants: Sequence[str]) -> None:
    missing = [grant for grant in GRANTS if grant not in grants]
    if missing:
        raise GrantError(f"confirm {', '.join(missing)}: without, no image is sent to the model")


def _project(context: Context, project: str) -> wire.Project:
    with context.database.reading() as connection:
        return projects.get(connection, project)


def _stored(context: Context, project: str, file: str) -> tuple[str, str] | None:
    with context.database.reading() as connection:
        row = files.find(connection, file)
    if row is None or row["project_id"] != project:
        return None
    content = row["content_sha256"]
    return content, media_type_of(context.media.path(content))


def _data(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _png(pixels: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
