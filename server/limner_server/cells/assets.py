"""What `canvas.asset` and `canvas.model` are answered with wherever a script runs beside the page: the bytes."""

import asyncio
from collections.abc import Mapping
from typing import Any

from limner import assets
from limner.errors import HostError
from limner_server.cells.slot import Frames, Program
from limner_server.models import Models


async def answer(program: Program, models: Models, args: Mapping[str, Any], most: int) -> tuple[Any, Frames]:
    """Give name and hash of an asset, and its content as one binary frame.

    Raises `HostError` where the script's block does not declare it, it is not there, or has over `most` bytes.
    """
    name = assets.checked(args.get("name"), program.assets)
    found = await asyncio.to_thread(models.find, name)
    if found is None:
        raise HostError(models.missing(name))
    if found.size > most:
        raise HostError(f"asset {name!r} has {found.size} bytes, a script gets {most} here at most")
    content = await asyncio.to_thread(found.path.read_bytes)
    return {"name": name, "sha256": found.sha256}, (content,)
