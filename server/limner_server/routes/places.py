"""The API of places: where the scripts of a project may run."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from limner_server import wire
from limner_server.cells import bubblewrap
from limner_server.context import context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.places import places_of
from limner_server.store import backends, scripts


async def list_places(request: Request) -> wire.Page[wire.ScriptPlaces]:
    """Say where each script of a project may run, and why not elsewhere."""
    unconfined = await bubblewrap.why_not(context_of(request).settings)
    return await run_in_threadpool(_places, request, unconfined)


def _places(request: Request, unconfined: str) -> wire.Page[wire.ScriptPlaces]:
    project = request.path_params["project"]
    with database_of(request).reading() as connection:
        listed, bound = scripts.all_of(connection, project), backends.all_of(connection, project)
    return wire.Page([wire.ScriptPlaces(one.id, places_of(one, bound, unconfined=unconfined)) for one in listed])


ENDPOINTS = (Endpoint("GET", "/api/projects/{project}/places", list_places, wire.Page[wire.ScriptPlaces]),)
