"""What a run is about, and the canvas calls the server answers itself: pixels, models, files that look alike."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool

from limner import assets, records
from limner.errors import HostError
from limner.events import File
from limner.protocol import Call
from limner.scale import PixelSize
from limner_server.cells.programs import is_current
from limner_server.cells.slot import Frames, PlaceError, Program
from limner_server.context import Context
from limner_server.likeness.similar import similar
from limner_server.models import missing
from limner_server.store import files

MOST_SIMILAR = 50
Answered = tuple[Any, Frames]


@dataclass(frozen=True)
class Scene:
    """A file of the program's project with the hash of its image; or an image that is in no project, as `data`."""

    context: Context
    program: Program
    file: str
    content: str
    data: bytes | None = None

    async def answer(self, call: Call) -> Answered:
        """Answer one of `ANSWERED`. Raises `HostError`."""
        answered: Answered = await ANSWERED[call.method](self, dict(call.args))
        return answered

    async def _image(self, args: dict[str, Any]) -> Answered:
        cut = self.context.pixels.cut(self.content, args.get("bounds"), args.get("scale", 1.0), self.data)
        size, pixels = await cut
        return size, (pixels,)

    async def _asset(self, args: dict[str, Any]) -> Answered:
        return await run_in_threadpool(self._read, assets.checked(args.get("name"), self.program.assets))

    def _read(self, name: str) -> Answered:
        found = self.context.models.find(name)
        if found is None:
            raise HostError(missing(name, self.context.models.folders))
        return {"name": name, "sha256": found.sha256}, (found.path.read_bytes(),)

    async def _similar(self, args: dict[str, Any]) -> Answered:
        limit = args.get("limit", 5)
        if not isinstance(limit, int) or isinstance(limit, bool):
            raise HostError(f"limit is {limit!r:.40}, expected a whole number")
        most = min(MOST_SIMILAR, max(0, limit))
        if not most or self.data is not None:
            return [], ()
        found = await run_in_threadpool(similar, self.context, self.file, most)
        return [{"file": _file(one.file), "distance": one.distance} for one in found], ()


ANSWERED: dict[str, Callable[..., Any]] = {"image": Scene._image, "asset": Scene._asset, "similar": Scene._similar}


def scene_of(context: Context, program: Program, file: str, *, current: bool = False) -> Scene:
    """Give the scene of a file. Raises `HostError` where the program's project has no such file.

    Where it has to be `current`, raises `PlaceError` if the program is no longer what a person confirmed.
    """
    with context.database.reading() as connection:
        if current and not is_current(connection, program):
            raise PlaceError("the script or its grants were changed meanwhile")
        row = files.find(connection, file)
    if row is None or row["project_id"] != program.project:
        raise HostError(f"the project has no file {file!r:.80}")
    return Scene(context, program, file, row["content_sha256"])


def scene_with(context: Context, program: Program, image: bytes) -> Scene:
    """Give the scene of an image that is in no project."""
    return Scene(context, program, "", hashlib.sha256(image).hexdigest(), image)


def _file(view: Any) -> dict[str, Any]:
    size = view.pixel_size and PixelSize(view.pixel_size.size, view.pixel_size.unit)
    return records.fields_of(File(view.id, view.name, view.width, view.height, pixel_size=size))
