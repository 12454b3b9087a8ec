"""The API of projects."""

from starlette.requests import Request

from limner_server import library, wire
from limner_server.context import changing, database_of
from limner_server.endpoint import Endpoint, page_of, paged
from limner_server.store import projects


def list_projects(request: Request) -> wire.Page[wire.Project]:
    """List the projects, oldest first."""
    cursor, limit = page_of(request)
    with database_of(request).reading() as connection:
        return paged(projects.all_of(connection, cursor, limit), limit)


def create_project(request: Request, new: wire.NewProject) -> wire.Project:
    """Create a project; the scripts to begin with come with it, switched off."""
    with database_of(request).writing() as connection:
        project = projects.create(connection, new)
        library.begin(connection, project.id)
        return project


def get_project(request: Request) -> wire.Project:
    """Give a project."""
    with database_of(request).reading() as connection:
        return projects.get(connection, request.path_params["project"])


def change_project(request: Request, patch: wire.ProjectPatch) -> wire.Project:
    """Change a project's name, its labels, or how large the pixels of its files are."""
    with changing(request) as (connection, news):
        news.append((request.path_params["project"], wire.SyncProject()))
        return projects.change(connection, request.path_params["project"], patch)


def delete_project(request: Request) -> None:
    """Delete a project with its files, instances and scripts."""
    with changing(request) as (connection, news):
        news.append((request.path_params["project"], wire.SyncProject()))
        projects.remove(connection, request.path_params["project"])


ENDPOINTS = (
    Endpoint("GET", "/api/projects", list_projects, wire.Page[wire.Project], cursor=True),
    Endpoint("POST", "/api/projects", create_project, wire.Project, wire.NewProject, status=201),
    Endpoint("GET", "/api/projects/{project}", get_project, wire.Project),
    Endpoint("PATCH", "/api/projects/{project}", change_project, wire.Project, wire.ProjectPatch),
    Endpoint("DELETE", "/api/projects/{project}", delete_project),
)
