"""The API of a project's ontology: its labels, attributes and rules as one document."""

from typing import Any

from starlette.requests import Request

from limner_server import wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint
from limner_server.store import ontologies

PATH = "/api/projects/{project}/ontology"


def get_ontology(request: Request) -> Any:
    """Give the labels, attributes and rules of a project, without what is not set."""
    with database_of(request).reading() as connection:
        return wire.bare(wire.plain(ontologies.get(connection, request.path_params["project"])))


def put_ontology(request: Request, put: wire.OntologyPut) -> wire.OntologyChange:
    """Replace labels, attributes and rules; instances keep what they have, and follow what is renamed."""
    project = request.path_params["project"]
    if request.query_params.get("dry") == "1":
        with database_of(request).reading() as connection:
            return ontologies.preview(connection, project, put)
    with changing(request) as (connection, news):
        change, told = ontologies.replace(connection, project, put)
        news += [(project, wire.SyncProject()), *((project, one) for one in told)]
        return change


ENDPOINTS = (
    Endpoint("GET", PATH, get_ontology, wire.Ontology),
    Endpoint(
        *("PUT", PATH, put_ontology, wire.OntologyChange, wire.OntologyPut),
        query={"dry": "1 to be told what it would do, and why it cannot be done, and nothing else"},
    ),
)
