"""The API of runs: what the page reports of each, and what became of its suggestions."""

from starlette.requests import Request

from limner_server import wire
from limner_server.context import database_of
from limner_server.endpoint import Endpoint, page_of, paged
from limner_server.store import runs

NEWEST = 2**62


def list_runs(request: Request) -> wire.Page[wire.RunView]:
    """List the runs of a script, newest first."""
    cursor, limit = page_of(request, NEWEST)
    with database_of(request).reading() as connection:
        return paged(runs.all_of(connection, request.path_params["script"], cursor, limit), limit)


def add_run(request: Request, post: wire.RunPost) -> None:
    """Report a run the page hosted."""
    with database_of(request).writing() as connection:
        runs.add(connection, request.path_params["script"], post)


def add_verdict(request: Request, post: wire.VerdictPost) -> None:
    """Add to what became of a run's suggestions."""
    with database_of(request).writing() as connection:
        runs.add_verdict(connection, request.path_params["script"], request.path_params["run"], post)


ENDPOINTS = (
    Endpoint("GET", "/api/scripts/{script}/runs", list_runs, wire.Page[wire.RunView], cursor=True),
    Endpoint("POST", "/api/scripts/{script}/runs", add_run, body=wire.RunPost),
    Endpoint("POST", "/api/scripts/{script}/runs/{run}/verdict", add_verdict, body=wire.VerdictPost),
)
