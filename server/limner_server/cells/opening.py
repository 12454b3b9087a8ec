"""How slots are opened where there are none: a confined process, or what a backend's kind says."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from limner_server import wire
from limner_server.adapters.kinds import KINDS, Peer
from limner_server.cells.confined import open_confined
from limner_server.cells.programs import BACKEND
from limner_server.cells.slot import PlaceError, Program, Slot
from limner_server.context import Context
from limner_server.store import backends


async def open_slots(context: Context, program: Program) -> Sequence[Slot]:
    """Open slots with the program in them, one or as many as its backend takes runs at once.

    Raises `PlaceError`, or `LoadError` where the script does not load.
    """
    if not program.place.startswith(BACKEND):
        return [await open_confined(program, context.settings)]
    name = program.place.removeprefix(BACKEND)
    found = await run_in_threadpool(_backend, context, program.project, name)
    if found is None:
        raise PlaceError(f"the project has no backend {name!r}")
    backend, secret = found
    if backend.kind not in KINDS:
        raise PlaceError(f"no replica of the backend {name!r} is connected: start one with `limner backend`")
    peer = Peer(name, program.project, backend.url or "", secret)
    return KINDS[backend.kind].slots(context, peer, program)


def _backend(context: Context, project: str, name: str) -> tuple[wire.BackendView, str] | None:
    with context.database.reading() as connection:
        backend = backends.by_name(connection, project, name)
        if backend is None:
            return None
        return backend, str(backends.row_of(connection, backend.id)["secret"])
