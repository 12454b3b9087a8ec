"""What older images still lack: their likenesses, and what they say of the size of their pixels."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool

from limner_server.context import Context
from limner_server.likeness.similar import look
from limner_server.store import files, likenesses, pixel_sizes

BATCH = 64


def read_pixel_size(context: Context, file: str) -> None:
    """Read what the image of a file says of the size of its pixels, and keep it."""
    with context.database.reading() as connection:
        row = files.find(connection, file)
    said = row and context.media.pixel_size(row["sha256"])
    with context.database.writing() as connection:
        pixel_sizes.keep(connection, file, said)


LACKING = ((pixel_sizes.missing, read_pixel_size), (likenesses.missing, look))


@contextlib.asynccontextmanager
async def catching_up(context: Context) -> AsyncIterator[None]:
    """Look in the background at the images that came before this was done, half of the time at most.

    The one in hand is finished before this ends, so that nothing is left that works on the database.
    """
    stop = asyncio.Event()
    task = asyncio.create_task(_catch_up(context, stop))
    yield
    stop.set()
    await task


async def _catch_up(context: Context, stop: asyncio.Event) -> None:
    for missing, make in LACKING:
        while not stop.is_set() and (lacking := await run_in_threadpool(_some, context, missing)):
            for one in lacking:
                began = time.monotonic()
                await run_in_threadpool(make, context, one)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), time.monotonic() - began)
                if stop.is_set():
                    return


def _some(context: Context, missing: Callable[..., list[str]]) -> list[str]:
    with context.database.reading() as connection:
        return missing(connection, BATCH)
