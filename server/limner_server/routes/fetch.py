"""The API of what scripts ask of other hosts."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from limner_server import wire
from limner_server.context import context_of, database_of
from limner_server.endpoint import Endpoint
from limner_server.store import scripts


async def fetch_for_script(request: Request, post: wire.FetchPost) -> wire.FetchReply:
    """Ask a host for a script, if a person confirmed that host for it."""
    script = request.path_params["script"]

    async def permit() -> list[str]:
        return await run_in_threadpool(_hosts, request, script)

    await permit()
    return await context_of(request).fetcher.fetch(script, post, permit)


def _hosts(request: Request, script: str) -> list[str]:
    with database_of(request).reading() as connection:
        return scripts.hosts_of(connection, script)


ENDPOINTS = (Endpoint("POST", "/api/scripts/{script}/fetch", fetch_for_script, wire.FetchReply, wire.FetchPost),)
